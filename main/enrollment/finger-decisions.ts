import type { FingerStep } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';
import type { Intention } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import { approve } from '../officers/sign-in.ts';
import { captureRulesOf, newCaptureId, storeCapture } from './desk.ts';
import { compareFingers } from './finger-comparison.ts';
import { type FingerState, findingsOf, fingerSnapshotOf } from './finger-state.ts';
import type { Work } from './session.ts';

type Wanted<Kind extends Intention['kind']> = Extract<Intention, { kind: Kind }>;

/**
 * Keeps what is below the threshold, or does not seem to be the right finger, because the officer says why; where the rules ask for it, a
 * supervisor gives his password.
 *
 * @throws StationError `fingers/nothing-to-keep`, `officer/not-supervisor`, `officer/wrong-password`, `officer/locked`
 */
export async function keepFingers(
  work: Work,
  position: FingerStep,
  { reason, supervisor }: Wanted<'keep-fingers'>,
): Promise<void> {
  const { desk } = work;
  const { needsSupervisor } = requireKeepable(work, position).snapshot;
  if (needsSupervisor && !supervisor)
    throw new StationError('officer/not-supervisor', 'only a supervisor may keep this');
  const approved =
    supervisor && (await approve(desk.store, supervisor.officerId, supervisor.password, desk.now()));
  // Another picture may have come meanwhile.
  const { finger } = requireKeepable(work, position);
  const [finding] = findingsOf(finger);
  const bySupervisor = approved ? { bySupervisor: approved.id } : {};
  const state = work.state();
  work.commit({ kind: 'fingers-kept', position, reason, ...bySupervisor }, () =>
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: approved?.id ?? state.officerId,
      event: 'override',
      subject: state.applicationId,
      details: { rule: finding?.kind ?? 'finger-quality', reason },
    }),
  );
}

function requireKeepable(work: Work, position: FingerStep) {
  const state = work.state();
  const finger = state.fingers.find((candidate): candidate is FingerState => candidate.position === position);
  const snapshot = finger && fingerSnapshotOf(finger, captureRulesOf(state), false);
  if (!finger || !snapshot?.mayKeep)
    throw new StationError('fingers/nothing-to-keep', 'tries are left, or nothing is wrong');
  return { finger, snapshot };
}

/** Says of a finger that it cannot be printed, or not well; or takes that back. */
export async function setException(
  work: Work,
  { position, code, note }: Wanted<'set-finger-exception'>,
): Promise<void> {
  const exception = code === null ? {} : { exception: { code, note: note.trim() } };
  work.commit({ kind: 'finger-excepted', position, ...exception }, () =>
    recordException(work, code === null ? 'withdrawn' : 'set'),
  );
  // What was found against a placement that is open again is found no longer.
  if (work.state().fingers.every(({ compared }) => compared.length === 0)) return;
  const compared = await compareFingers(work, work.state());
  work.commit({ kind: 'fingers-compared', compared });
}

/**
 * Keeps a photo of a finger that is an exception.
 *
 * @throws StationError `portrait/unreadable` when the bytes are no picture, `rpc/invalid-input` when the finger is no exception
 */
export async function photographException(
  work: Work,
  { position, image, mime }: Wanted<'photograph-exception'>,
): Promise<void> {
  const { desk, signal } = work;
  const { width, height } = await desk.biometrics
    .run('photo', { bytes: image }, signal)
    .catch((cause: unknown) => {
      throw new StationError('portrait/unreadable', 'the photo cannot be decoded', { cause });
    });
  if (!work.state().exceptions.some((exception) => exception.position === position))
    throw new StationError('rpc/invalid-input', 'this finger is no exception');
  const captureId = newCaptureId();
  work.commit({ kind: 'exception-photographed', position, captureId }, () => {
    storeCapture(desk, work.state(), {
      id: captureId,
      kind: 'finger',
      label: `exception-${position}`,
      mime,
      bytes: image,
      width,
      height,
    });
    recordException(work, 'photographed');
  });
}

/** Which finger and what is wrong with it is the citizen's affair: the log only knows that somebody said something. */
function recordException(work: Work, change: 'set' | 'withdrawn' | 'photographed'): void {
  const { applicationId, officerId } = work.state();
  recordEvent(work.desk.store, {
    atMs: work.desk.now(),
    actor: officerId,
    event: 'finger-exception',
    subject: applicationId,
    details: { change },
  });
}
