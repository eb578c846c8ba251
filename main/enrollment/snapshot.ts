import { receptionDay } from '../applications/reception-day.ts';
import { type CaptureRules, rulesOn } from '../applications/rules.ts';
import { guideOf } from '../biometrics/face/crop.ts';
import { type EnrollmentSnapshot, type Gap, type StepName, stepNames } from '../contract/enrollment.ts';
import { type FieldName, type FieldProblem, type FieldState, fieldNames } from '../contract/form.ts';
import { disagreementsOf } from './disagreements.ts';
import { isSkipped } from './finger-placements.ts';
import { chosenTry, fingerSnapshotOf, isSettled } from './finger-state.ts';
import { isIrisRequired } from './iris-requirement.ts';
import { chosenEye, eyeSnapshotOf, isEyeSettled } from './iris-state.ts';
import { isHalfDone, papersSnapshotOf } from './papers-state.ts';
import { portraitGapsOf, portraitSnapshotOf } from './portrait-state.ts';
import { reviewSnapshotOf } from './signature-rules.ts';
import type { EnrollmentState } from './state.ts';

/** What is wrong with each field now; a field without problems may be absent. */
export type FieldProblems = { readonly [K in FieldName]?: readonly FieldProblem[] };

/** What still keeps the application from being sealed, in the order of the steps. */
export function gapsOf(state: EnrollmentState, problems: FieldProblems): Gap[] {
  return [
    ...cardGaps(state),
    ...fieldGaps(problems),
    ...fingerGaps(state),
    ...portraitGapsOf(state.portrait),
    ...irisGaps(state),
    ...paperGaps(state),
    ...reviewGaps(state),
  ];
}

/** A chip that cannot be read is a finding, never a reason to send the citizen away. */
function cardGaps(state: EnrollmentState): Gap[] {
  const { card } = state;
  if (card.state === 'waiting' || card.state === 'reading') return [{ kind: 'card-not-read', step: 'card' }];
  return disagreementsOf(state)
    .filter(({ isBlocking }) => isBlocking)
    .map(({ field }): Gap => ({ kind: 'card-differs', step: 'card', field }));
}

function fieldGaps(problems: FieldProblems): Gap[] {
  return fieldNames.flatMap((field) =>
    (problems[field] ?? [])
      .filter(({ level }) => level === 'error')
      .map((problem): Gap => ({ kind: 'field', step: 'form', field, problem })),
  );
}

/** A finger that is not there is no gap: the citizen is not sent away for it. */
function fingerGaps({ fingers, exceptions }: EnrollmentState): Gap[] {
  return fingers
    .filter((finger) => !isSkipped(finger.position, exceptions) && !isSettled(finger))
    .map((finger): Gap => {
      const isGood = chosenTry(finger)?.verdict.kind === 'accept';
      const kind = isGood ? 'finger-finding' : 'fingers-missing';
      return { kind, step: 'fingers', position: finger.position };
    });
}

/** An eye that cannot be captured is no gap, and a small child's is none. */
function irisGaps(state: EnrollmentState): Gap[] {
  if (!isIrisRequired(state)) return [];
  return state.irises
    .filter((eye) => !isEyeSettled(eye))
    .map((eye): Gap => {
      const isGood = chosenEye(eye)?.assessed.isAccepted === true;
      return { kind: isGood ? 'iris-finding' : 'iris-missing', step: 'iris', eye: eye.eye };
    });
}

function paperGaps({ papers: { oldCard, list } }: EnrollmentState): Gap[] {
  const open: Gap[] = oldCard.state === 'open' ? [{ kind: 'old-card-open', step: 'papers' }] : [];
  const halfDone = list
    .filter(isHalfDone)
    .map(({ id, kind }): Gap => ({ kind: 'original-not-seen', step: 'papers', paper: id, paperKind: kind }));
  return [...open, ...halfDone];
}

function reviewGaps({ review }: EnrollmentState): Gap[] {
  if (review.printedRevision !== review.revision) return [{ kind: 'not-printed', step: 'review' }];
  return review.signed?.revision === review.revision ? [] : [{ kind: 'not-signed', step: 'review' }];
}

/** The first step that lacks something; what the desk's list shows of a draft. */
export function nextStepOf(gaps: readonly Gap[]): StepName | undefined {
  return stepNames.find((step) => gaps.some((gap) => gap.step === step));
}

/** What the page shows of one enrollment. */
export function snapshotOf(
  state: EnrollmentState,
  problems: FieldProblems,
  savedAtMs: number,
  rules: CaptureRules,
): EnrollmentSnapshot {
  const { officerId: _officer, sources: _sources, choices: _choices, irises, ...rest } = state;
  const { fields, fingers, exceptions } = state;
  const gaps = state.state === 'draft' ? gapsOf(state, problems) : [];
  const ofDay = rulesOn(receptionDay(state.receivedAtMs));
  return {
    ...rest,
    savedAtMs,
    review: reviewSnapshotOf(state),
    steps: stepNames.map((name) => ({ name, state: stepState(name, state, gaps, problems) })),
    disagreements: disagreementsOf(state),
    fields: fieldStates(fields, problems),
    fingers: fingers.map((finger) => fingerSnapshotOf(finger, rules, isSkipped(finger.position, exceptions))),
    exceptions: exceptions.map((exception) => ({
      ...exception,
      needsPhoto: exception.photoCaptureId === undefined && rules.exceptionPhoto.includes(exception.code),
    })),
    papers: papersSnapshotOf(state.papers, ofDay.papers),
    portrait: { guide: guideOf(ofDay.portrait), ...portraitSnapshotOf(state.portrait, rules) },
    iris: { isRequired: isIrisRequired(state), eyes: irises.map((eye) => eyeSnapshotOf(eye, rules)) },
    gaps,
  };
}

function stepState(
  name: StepName,
  state: EnrollmentState,
  gaps: readonly Gap[],
  problems: FieldProblems,
): 'todo' | 'done' | 'attention' {
  if (gaps.some((gap) => gap.step === name)) return hasBegun(name, state) ? 'attention' : 'todo';
  if (name === 'card' && !(state.card.state === 'read' && state.card.verdict === 'genuine'))
    return 'attention';
  if (name === 'form' && Object.values(problems).some((found) => found.length > 0)) return 'attention';
  return 'done';
}

function hasBegun(name: StepName, state: EnrollmentState): boolean {
  switch (name) {
    case 'card':
      return state.card.state === 'read' || state.card.state === 'failed';
    case 'form':
      return Object.keys(state.fields).length > 0;
    case 'fingers':
      return (
        state.exceptions.length > 0 ||
        state.fingers.some(({ attempts, notice }) => attempts > 0 || notice !== undefined)
      );
    case 'portrait':
      return state.portrait.taken !== undefined;
    case 'iris':
      return state.irises.some(({ attempts, exception, notice }) => attempts > 0 || exception || notice);
    case 'papers':
      return state.papers.list.length > 0;
    case 'review':
      return state.review.voided !== undefined;
  }
}

function fieldStates(
  fields: EnrollmentState['fields'],
  problems: FieldProblems,
): Partial<Record<FieldName, FieldState>> {
  const states: Partial<Record<FieldName, FieldState>> = {};
  for (const name of fieldNames) {
    const value = fields[name];
    const found = problems[name] ?? [];
    if (value) states[name] = { ...value, problems: [...found] };
    else if (found.length > 0) states[name] = { value: '', source: 'typed', problems: [...found] };
  }
  return states;
}
