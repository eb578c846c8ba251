import type { AssessedEye } from '../biometrics/iris/assess.ts';
import type { CaptureId } from '../contract/ids.ts';
import {
  type Eye,
  type EyeException,
  type EyeSnapshot,
  eyes,
  type IrisFinding,
  type IrisKeepReason,
} from '../contract/iris.ts';
import type { ErrorNotice } from '../contract/notice.ts';

/** One picture of an eye, and what it shows by itself. */
export interface EyeTry {
  readonly captureId: CaptureId;
  readonly assessed: AssessedEye;
  readonly size: { readonly width: number; readonly height: number };
  /** The scanner had thrown detail away when it gave the picture. */
  readonly isLossy: boolean;
}

/** One eye. Plain JSON. */
export interface EyeState {
  readonly eye: Eye;
  readonly state: 'todo' | 'capturing' | 'captured' | 'failed';
  readonly attempts: number;
  /** Pictures to choose from, oldest first. */
  readonly tries: readonly EyeTry[];
  /** Which of them counts. */
  readonly captureId?: CaptureId;
  /** Comparing it with the other eye has shown that it is the same. */
  readonly isSameAsOther: boolean;
  readonly kept?: { readonly reason: IrisKeepReason; readonly bySupervisor?: string };
  readonly exception?: EyeException;
  readonly notice?: ErrorNotice;
}

/** The part of an enrollment that is about eyes. */
export interface IrisState {
  /** The right one first. */
  readonly irises: readonly EyeState[];
}

export type IrisEvent =
  | { readonly kind: 'iris-capturing'; readonly eyes: readonly Eye[] }
  | {
      readonly kind: 'iris-captured';
      readonly taken: readonly { readonly eye: Eye; readonly taken: EyeTry }[];
      /** From this try on the best counts, not the last. */
      readonly mostTries: number;
      /** The eye that shows the other one, if the two that count then are one. */
      readonly same?: Eye;
    }
  | { readonly kind: 'iris-failed'; readonly eyes: readonly Eye[]; readonly notice?: ErrorNotice }
  | {
      readonly kind: 'iris-kept';
      readonly eye: Eye;
      readonly reason: IrisKeepReason;
      readonly bySupervisor?: string;
    }
  | {
      readonly kind: 'eye-excepted';
      readonly eye: Eye;
      /** Without it the eye is as others again. */
      readonly exception?: Pick<EyeException, 'code' | 'note'>;
    };

/** Eyes nobody has captured yet. */
export function beginIris(): IrisState {
  return { irises: eyes.map(beginEye) };
}

function beginEye(eye: Eye): EyeState {
  return { eye, state: 'todo', attempts: 0, tries: [], isSameAsOther: false };
}

/** The picture that counts. */
export function chosenEye({ tries, captureId }: EyeState): EyeTry | undefined {
  return tries.find((one) => one.captureId === captureId);
}

/** Everything that is known against the picture that counts. */
export function irisFindingsOf(state: EyeState): IrisFinding[] {
  const side = chosenEye(state)?.assessed.side ?? 'unknown';
  const isOther = side !== 'unknown' && side !== state.eye;
  return [
    ...(state.isSameAsOther ? [{ kind: 'same-eye' } as const] : []),
    ...(isOther ? [{ kind: 'other-side' } as const] : []),
  ];
}

/** Nothing is to be done for an eye: it is good, the officer has said why it is kept, or there is nothing to capture. */
export function isEyeSettled(state: EyeState): boolean {
  if (state.exception || state.kept) return true;
  return chosenEye(state)?.assessed.isAccepted === true && irisFindingsOf(state).length === 0;
}

/** What the eyes become when something has happened to them. An event that makes no sense changes nothing. */
export function advanceIris<State extends IrisState>(state: State, event: IrisEvent): State {
  switch (event.kind) {
    case 'iris-capturing':
      return changeEyes(state, event.eyes, ({ notice: _over, ...eye }) => ({ ...eye, state: 'capturing' }));
    case 'iris-captured':
      return capture(state, event);
    case 'iris-failed':
      return changeEyes(state, event.eyes, (eye) => failCapture(eye, event.notice));
    case 'iris-kept': {
      const { reason, bySupervisor } = event;
      const kept = { reason, ...(bySupervisor === undefined ? {} : { bySupervisor }) };
      return changeEyes(state, [event.eye], (eye) => (eye.captureId ? { ...eye, kept } : eye));
    }
    case 'eye-excepted':
      return changeEyes(state, [event.eye], (eye) => setException(eye, event.exception));
  }
}

function changeEyes<State extends IrisState>(
  state: State,
  which: readonly Eye[],
  change: (eye: EyeState) => EyeState,
): State {
  const irises = state.irises.map((eye) => (which.includes(eye.eye) ? change(eye) : eye));
  return irises.every((eye, index) => eye === state.irises[index]) ? state : { ...state, irises };
}

/** The last try counts, so that the officer sees what it did; from the last one allowed on it is the best. */
function capture<State extends IrisState>(
  state: State,
  { taken, mostTries, same }: Extract<IrisEvent, { kind: 'iris-captured' }>,
): State {
  const both = eyes.slice();
  return changeEyes(state, both, (eye) => {
    const isSameAsOther = same === eye.eye;
    const added = taken.find((one) => one.eye === eye.eye)?.taken;
    if (added && !eye.exception) return { ...addTry(eye, added, mostTries), isSameAsOther };
    if (eye.isSameAsOther === isSameAsOther) return eye;
    const { kept: _open, ...open } = eye;
    return { ...(isSameAsOther ? open : eye), isSameAsOther };
  });
}

/** What was fine by itself, or turned out to be another eye, is no choice any more once it is taken again. */
function addTry(eye: EyeState, taken: EyeTry, mostTries: number): EyeState {
  const { notice: _over, kept: _kept, ...rest } = eye;
  const before = chosenEye(eye);
  const isSeries = before !== undefined && !before.assessed.isAccepted && irisFindingsOf(eye).length === 0;
  const tries = isSeries ? [...eye.tries, taken] : [taken];
  const attempts = eye.attempts + 1;
  const { captureId } = attempts >= mostTries ? tries.reduce(better) : taken;
  return { ...rest, state: 'captured', attempts, tries, captureId };
}

/** The later one when they are alike. */
function better(a: EyeTry, b: EyeTry): EyeTry {
  const isAccepted = Number(b.assessed.isAccepted) - Number(a.assessed.isAccepted);
  return (isAccepted || b.assessed.score - a.assessed.score) >= 0 ? b : a;
}

/** The picture of an earlier try stays; only the try that failed is told. */
function failCapture(eye: EyeState, notice: ErrorNotice | undefined): EyeState {
  const { notice: _over, ...rest } = eye;
  const state = eye.captureId ? 'captured' : notice ? 'failed' : 'todo';
  return { ...rest, state, ...(notice ? { notice } : {}) };
}

/** An eye that is excepted, or no longer, is open again. */
function setException(eye: EyeState, exception: Pick<EyeException, 'code' | 'note'> | undefined): EyeState {
  const fresh = beginEye(eye.eye);
  return exception ? { ...fresh, exception: { eye: eye.eye, ...exception } } : fresh;
}

/** What was being captured is not any more. */
export function resumeEye(eye: EyeState): EyeState {
  return eye.state === 'capturing' ? { ...eye, state: eye.captureId ? 'captured' : 'todo' } : eye;
}

/** What the page shows of one eye. */
export function eyeSnapshotOf(
  eye: EyeState,
  rules: { readonly attempts: number; readonly supervisorToKeep: boolean },
): EyeSnapshot {
  const { attempts, captureId, kept, exception, notice } = eye;
  const chosen = chosenEye(eye);
  const mayKeep = chosen !== undefined && !isEyeSettled(eye) && attempts >= rules.attempts;
  return {
    eye: eye.eye,
    state: exception ? 'skipped' : eye.state,
    attempts,
    ...(captureId ? { captureId } : {}),
    ...(chosen ? { score: chosen.assessed.score, size: { ...chosen.size } } : {}),
    isAccepted: chosen?.assessed.isAccepted ?? false,
    checks: chosen?.assessed.checks.map((check) => ({ ...check, limit: { ...check.limit } })) ?? [],
    ...(chosen?.assessed.pupil ? { pupil: { ...chosen.assessed.pupil } } : {}),
    ...(chosen?.assessed.iris ? { iris: { ...chosen.assessed.iris } } : {}),
    findings: irisFindingsOf(eye),
    ...(kept ? { kept: { ...kept } } : {}),
    mayKeep,
    needsSupervisor: mayKeep && rules.supervisorToKeep,
    ...(exception ? { exception: { ...exception } } : {}),
    ...(notice ? { notice } : {}),
  };
}
