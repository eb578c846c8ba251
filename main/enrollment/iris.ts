import { makeCurrent, readCapture } from '../../db/captures.ts';
import { DriverError } from '../../drivers/errors.ts';
import type { CapturedEyes, CapturingScanner } from '../../drivers/host-protocol.ts';
import type { PackedEye } from '../../drivers/iris/scanner.ts';
import { recordEvent } from '../audit/events.ts';
import type { Intention } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import type { Eye } from '../contract/iris.ts';
import { approve } from '../officers/sign-in.ts';
import { captureRulesOf, newCaptureId, storeCapture } from './desk.ts';
import {
  advanceIris,
  chosenEye,
  type EyeState,
  type EyeTry,
  eyeSnapshotOf,
  type IrisEvent,
  irisFindingsOf,
} from './iris-state.ts';
import type { Work } from './session.ts';

type Wanted<Kind extends Intention['kind']> = Extract<Intention, { kind: Kind }>;

/** How long the scanner waits for open eyes. */
const captureTimeoutMs = 20_000;

/**
 * Captures both eyes, or one; judges what will be stored, compares it with the other eye, and keeps the pictures, good or not. The officer decides
 * what to do with a poor one.
 */
export async function captureIris(work: Work, wanted: readonly Eye[]): Promise<void> {
  const { desk, signal } = work;
  const missing = work
    .state()
    .irises.filter(({ exception }) => exception)
    .map(({ eye }) => eye);
  const asked = wanted.filter((eye) => !missing.includes(eye));
  work.show({ kind: 'iris-capturing', eyes: asked });
  try {
    const captured = await desk.devices.call(
      'capture-iris',
      { eyes: asked, timeoutMs: captureTimeoutMs, missing },
      { signal, onProgress: (preview) => desk.eyePreview.set(preview) },
    );
    desk.eyePreview.set(null);
    await keepPictures(work, captured);
  } catch (error) {
    const notice = signal.aborted ? {} : { notice: desk.report(error) };
    work.commit({ kind: 'iris-failed', eyes: asked, ...notice });
  } finally {
    desk.eyePreview.set(null);
  }
}

interface JudgedEye {
  readonly eye: Eye;
  readonly taken: EyeTry;
  readonly png: Uint8Array;
}

async function keepPictures(work: Work, { eyes, scanner }: CapturedEyes): Promise<void> {
  const judged = await Promise.all(eyes.map((eye) => judge(work, eye)));
  const event = {
    kind: 'iris-captured',
    taken: judged.map(({ eye, taken }) => ({ eye, taken })),
    mostTries: captureRulesOf(work.state()).attempts,
  } as const satisfies IrisEvent;
  const same = await sameEyeAfter(work, event, judged);
  work.signal.throwIfAborted();
  work.commit({ ...event, ...(same ? { same } : {}) }, () => {
    for (const one of judged) storePicture(work, one, scanner);
    const after = advanceIris(work.state(), event).irises;
    for (const { eye, taken } of judged) {
      const chosen = after.find((candidate) => candidate.eye === eye)?.captureId;
      if (chosen !== undefined && chosen !== taken.captureId) makeCurrent(work.desk.store, chosen);
    }
  });
}

/** Judges the file that will be stored. */
async function judge({ desk, state, signal }: Work, packed: PackedEye): Promise<JudgedEye> {
  const { png, isLossy } = await desk.biometrics
    .run('iris-master', packed, signal)
    .catch((cause: unknown) => {
      throw new DriverError('iris/fault', 'the scanner packed no picture', { cause });
    });
  const { limits } = captureRulesOf(state()).iris;
  const { width, height, ...assessed } = await desk.biometrics.run('iris', { bytes: png, limits }, signal);
  return {
    eye: packed.eye,
    png,
    taken: { captureId: newCaptureId(), assessed, size: { width, height }, isLossy },
  };
}

/** @returns the eye that was captured last, when both that count then are one */
async function sameEyeAfter(
  work: Work,
  event: Extract<IrisEvent, { kind: 'iris-captured' }>,
  judged: readonly JudgedEye[],
): Promise<Eye | undefined> {
  const { desk, signal } = work;
  const pictures = advanceIris(work.state(), event).irises.flatMap((state) => {
    const chosen = chosenEye(state)?.captureId;
    if (chosen === undefined) return [];
    const png =
      judged.find(({ taken }) => taken.captureId === chosen)?.png ?? readCapture(desk.store, chosen)?.bytes;
    return png ? [png] : [];
  });
  const [one, other] = pictures;
  if (!one || !other) return undefined;
  const { isSame } = await desk.biometrics.run('iris-same', { one, other }, signal);
  return isSame ? judged.at(-1)?.eye : undefined;
}

function storePicture(
  { desk, state }: Work,
  { eye, taken, png }: JudgedEye,
  scanner: CapturingScanner,
): void {
  const { captureId, assessed, size } = taken;
  const { applicationId, officerId } = state();
  storeCapture(desk, state(), {
    id: captureId,
    kind: 'iris',
    label: eye,
    mime: 'image/png',
    bytes: png,
    ...size,
    device: JSON.stringify(scanner),
    verdict: JSON.stringify(assessed),
  });
  const verdict = assessed.isAccepted ? 'accept' : 'retry';
  recordEvent(desk.store, {
    atMs: desk.now(),
    actor: officerId,
    event: 'capture-attempt',
    subject: applicationId,
    details: { kind: 'iris', label: eye, verdict, device: scanner.serial },
  });
}

/**
 * Keeps what is below the limits, or does not seem to be the right eye, because the officer says why; where the rules ask for it, a supervisor
 * gives his password.
 *
 * @throws StationError `iris/nothing-to-keep`, `officer/not-supervisor`, `officer/wrong-password`, `officer/locked`
 */
export async function keepIris(work: Work, { eye, reason, supervisor }: Wanted<'keep-iris'>): Promise<void> {
  const { desk } = work;
  const needsSupervisor = eyeSnapshotOf(
    requireKeepable(work, eye),
    captureRulesOf(work.state()),
  ).needsSupervisor;
  if (needsSupervisor && !supervisor)
    throw new StationError('officer/not-supervisor', 'only a supervisor may keep this');
  const approved =
    supervisor && (await approve(desk.store, supervisor.officerId, supervisor.password, desk.now()));
  // Another picture may have come meanwhile.
  const [finding] = irisFindingsOf(requireKeepable(work, eye));
  const { applicationId, officerId } = work.state();
  const bySupervisor = approved ? { bySupervisor: approved.id } : {};
  work.commit({ kind: 'iris-kept', eye, reason, ...bySupervisor }, () =>
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: approved?.id ?? officerId,
      event: 'override',
      subject: applicationId,
      details: { rule: finding?.kind ?? 'iris-quality', reason },
    }),
  );
}

function requireKeepable(work: Work, eye: Eye): EyeState {
  const state = work.state();
  const found = state.irises.find((candidate) => candidate.eye === eye);
  if (!found || !eyeSnapshotOf(found, captureRulesOf(state)).mayKeep)
    throw new StationError('iris/nothing-to-keep', 'tries are left, or nothing is wrong');
  return found;
}

/** Says of an eye that it cannot be captured, or takes that back. Which eye and why is the citizen's affair: the log only knows that it was said. */
export function setEyeException(work: Work, { eye, code, note }: Wanted<'set-eye-exception'>): void {
  const { desk } = work;
  const { applicationId, officerId } = work.state();
  const exception = code === null ? {} : { exception: { code, note: note.trim() } };
  work.commit({ kind: 'eye-excepted', eye, ...exception }, () =>
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: officerId,
      event: 'eye-exception',
      subject: applicationId,
      details: { change: code === null ? 'withdrawn' : 'set' },
    }),
  );
}
