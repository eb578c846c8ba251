import type { FingerStep } from '../applications/rules.ts';
import type {
  FingerException,
  FingerFinding,
  FingerSnapshot,
  JudgedFinger,
  KeepReason,
} from '../contract/fingers.ts';
import type { CaptureId } from '../contract/ids.ts';
import type { ErrorNotice } from '../contract/notice.ts';
import type { Verdict } from '../contract/verdict.ts';
import { missingOf } from './finger-placements.ts';

/** One picture of a placement, and what it shows by itself. */
export interface FingerTry {
  readonly captureId: CaptureId;
  readonly verdict: Verdict;
  readonly fingers: readonly JudgedFinger[];
  readonly size: { readonly width: number; readonly height: number };
  readonly resolutionPpi: number;
  /** The scanner had thrown detail away when it gave the picture. */
  readonly isLossy: boolean;
  readonly findings: readonly FingerFinding[];
}

/** One placement. Plain JSON. */
export interface FingerState {
  readonly position: FingerStep;
  readonly state: 'todo' | 'capturing' | 'captured' | 'failed';
  readonly attempts: number;
  /** Pictures to choose from, oldest first. */
  readonly tries: readonly FingerTry[];
  /** Which of them counts. */
  readonly captureId?: CaptureId;
  /** What comparing it with the other placements has shown. */
  readonly compared: readonly FingerFinding[];
  readonly kept?: { readonly reason: KeepReason; readonly bySupervisor?: string };
  readonly notice?: ErrorNotice;
}

/** What comparing all placements shows of each; a placement without findings may be absent. */
export type ComparedFindings = ReadonlyMap<FingerStep, readonly FingerFinding[]>;

/** The part of an enrollment that is about fingers. */
export interface FingersState {
  readonly fingers: readonly FingerState[];
  /** By position. */
  readonly exceptions: readonly FingerException[];
  readonly shouldCleanGlass: boolean;
}

export type FingersEvent =
  | { readonly kind: 'fingers-capturing'; readonly position: FingerStep }
  | {
      readonly kind: 'fingers-captured';
      readonly position: FingerStep;
      readonly taken: FingerTry;
      /** From this try on the best counts, not the last. */
      readonly mostTries: number;
      readonly compared: ComparedFindings;
      readonly shouldCleanGlass: boolean;
    }
  | { readonly kind: 'fingers-failed'; readonly position: FingerStep; readonly notice?: ErrorNotice }
  | {
      readonly kind: 'fingers-kept';
      readonly position: FingerStep;
      readonly reason: KeepReason;
      readonly bySupervisor?: string;
    }
  | { readonly kind: 'fingers-compared'; readonly compared: ComparedFindings }
  | {
      readonly kind: 'finger-excepted';
      readonly position: number;
      /** Without it the finger is as others again. */
      readonly exception?: Pick<FingerException, 'code' | 'note'>;
    }
  | { readonly kind: 'exception-photographed'; readonly position: number; readonly captureId: CaptureId };

/** Fingers nobody has captured yet. */
export function beginFingers(steps: readonly FingerStep[]): FingersState {
  return { fingers: steps.map(beginFinger), exceptions: [], shouldCleanGlass: false };
}

function beginFinger(position: FingerStep): FingerState {
  return { position, state: 'todo', attempts: 0, tries: [], compared: [] };
}

/** The picture that counts. */
export function chosenTry({ tries, captureId }: FingerState): FingerTry | undefined {
  return tries.find((one) => one.captureId === captureId);
}

/** Everything that is known against the picture that counts. */
export function findingsOf(finger: FingerState): FingerFinding[] {
  const own = chosenTry(finger)?.findings ?? [];
  const compared = finger.compared.filter(
    (found) => found.kind !== 'wrong-hand' || !own.some(({ kind }) => kind === 'wrong-hand'),
  );
  return [...own, ...compared];
}

/** Nothing is wrong with a placement, or the officer has said why it is kept. */
export function isSettled(finger: FingerState): boolean {
  const chosen = chosenTry(finger);
  if (!chosen) return false;
  return finger.kept !== undefined || (chosen.verdict.kind === 'accept' && findingsOf(finger).length === 0);
}

/** What the fingers become when something has happened to them. An event that makes no sense changes nothing. */
export function advanceFingers<State extends FingersState>(state: State, event: FingersEvent): State {
  switch (event.kind) {
    case 'fingers-capturing':
      return { ...changeFinger(state, event.position, startCapture), shouldCleanGlass: false };
    case 'fingers-captured': {
      const { taken, mostTries, compared, shouldCleanGlass } = event;
      const captured = changeFinger(state, event.position, (finger) => addTry(finger, taken, mostTries));
      return captured === state ? state : { ...withCompared(captured, compared), shouldCleanGlass };
    }
    case 'fingers-failed':
      return changeFinger(state, event.position, (finger) => failCapture(finger, event.notice));
    case 'fingers-kept': {
      const { reason, bySupervisor } = event;
      const kept = { reason, ...(bySupervisor === undefined ? {} : { bySupervisor }) };
      return changeFinger(state, event.position, (finger) =>
        finger.captureId ? { ...finger, kept } : finger,
      );
    }
    case 'fingers-compared':
      return withCompared(state, event.compared);
    case 'finger-excepted':
      return setException(state, event);
    case 'exception-photographed':
      return {
        ...state,
        exceptions: state.exceptions.map((exception) =>
          exception.position === event.position
            ? { ...exception, photoCaptureId: event.captureId }
            : exception,
        ),
      };
  }
}

function changeFinger<State extends FingersState>(
  state: State,
  position: FingerStep,
  change: (finger: FingerState) => FingerState,
): State {
  const old = state.fingers.find((finger) => finger.position === position);
  const changed = old && change(old);
  if (changed === old || changed === undefined) return state;
  return { ...state, fingers: state.fingers.map((finger) => (finger === old ? changed : finger)) };
}

function startCapture({ notice: _over, ...finger }: FingerState): FingerState {
  return { ...finger, state: 'capturing' };
}

/**
 * The last try counts, so that the officer sees what it did; from the last one allowed on it is the best. What was fine by itself, or
 * turned out to be another finger, is no choice any more once it is taken again.
 */
function addTry(finger: FingerState, taken: FingerTry, mostTries: number): FingerState {
  const { notice: _over, kept: _kept, ...rest } = finger;
  const before = chosenTry(finger);
  const isSeries = before?.verdict.kind === 'retry' && finger.compared.length === 0;
  const tries = isSeries ? [...finger.tries, taken] : [taken];
  const attempts = finger.attempts + 1;
  const { captureId } = attempts >= mostTries ? tries.reduce(better) : taken;
  return { ...rest, state: 'captured', attempts, tries, captureId };
}

/** The later one when they are alike. */
function better(a: FingerTry, b: FingerTry): FingerTry {
  const isAccepted = Number(b.verdict.kind === 'accept') - Number(a.verdict.kind === 'accept');
  const hasFewerFindings = a.findings.length - b.findings.length;
  return (isAccepted || hasFewerFindings || b.verdict.score - a.verdict.score) >= 0 ? b : a;
}

/** The picture of an earlier try stays; only the try that failed is told. */
function failCapture(finger: FingerState, notice: ErrorNotice | undefined): FingerState {
  const { notice: _over, ...rest } = finger;
  const state = finger.captureId ? 'captured' : notice ? 'failed' : 'todo';
  return { ...rest, state, ...(notice ? { notice } : {}) };
}

/** What was kept is kept no longer when something else is found against it. */
function withCompared<State extends FingersState>(state: State, compared: ComparedFindings): State {
  return {
    ...state,
    fingers: state.fingers.map((finger) => {
      const found = compared.get(finger.position) ?? [];
      if (isSameFindings(found, finger.compared)) return finger;
      const known = finger.compared.map((finding) => JSON.stringify(finding));
      if (found.every((finding) => known.includes(JSON.stringify(finding))))
        return { ...finger, compared: found };
      const { kept: _no, ...open } = finger;
      return { ...open, compared: found };
    }),
  };
}

function isSameFindings(a: readonly FingerFinding[], b: readonly FingerFinding[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Placements that now show other fingers are open again: their pictures were judged by what they should have shown. */
function setException<State extends FingersState>(
  state: State,
  { position, exception }: Extract<FingersEvent, { kind: 'finger-excepted' }>,
): State {
  const old = state.exceptions.find((candidate) => candidate.position === position);
  const others = state.exceptions.filter((candidate) => candidate !== old);
  const photo = old?.photoCaptureId ? { photoCaptureId: old.photoCaptureId } : {};
  const exceptions = exception ? [...others, { position, ...exception, ...photo }] : others;
  exceptions.sort((a, b) => a.position - b.position);
  const isSameSet = (step: FingerStep): boolean =>
    missingOf(step, exceptions).join() === missingOf(step, state.exceptions).join();
  return {
    ...state,
    exceptions,
    fingers: state.fingers.map((finger) =>
      isSameSet(finger.position) ? finger : beginFinger(finger.position),
    ),
  };
}

/** What was being captured is not any more. */
export function resumeFinger(finger: FingerState): FingerState {
  return finger.state === 'capturing' ? { ...finger, state: finger.captureId ? 'captured' : 'todo' } : finger;
}

/** What the page shows of one placement. */
export function fingerSnapshotOf(
  finger: FingerState,
  rules: { readonly attempts: number; readonly supervisorToKeep: boolean },
  isSkipped: boolean,
): FingerSnapshot {
  const { position, state, attempts, captureId, kept, notice } = finger;
  const chosen = chosenTry(finger);
  const mayKeep = chosen !== undefined && !isSettled(finger) && attempts >= rules.attempts;
  return {
    position,
    state: isSkipped ? 'skipped' : state,
    attempts,
    ...(captureId ? { captureId } : {}),
    ...(chosen ? { verdict: chosen.verdict, size: { ...chosen.size } } : {}),
    fingers: [...(chosen?.fingers ?? [])],
    findings: findingsOf(finger),
    ...(kept ? { kept } : {}),
    mayKeep,
    needsSupervisor: mayKeep && rules.supervisorToKeep,
    ...(notice ? { notice } : {}),
  };
}
