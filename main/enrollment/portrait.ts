import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';
import type { FaceRules } from '../biometrics/face/rules.ts';
import type { Intention } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import { type PortraitGuidance, type PortraitTicks, unheldTicks } from '../contract/portrait.ts';
import { approve } from '../officers/sign-in.ts';
import { captureRulesOf, type Desk, newCaptureId, storeCapture } from './desk.ts';
import { compareFaces } from './face-comparison.ts';
import { portraitSnapshotOf } from './portrait-state.ts';
import type { Work } from './session.ts';
import type { EnrollmentState } from './state.ts';

type Wanted<Kind extends Intention['kind']> = Extract<Intention, { kind: Kind }>;

/** The rules of the day the application was received. */
export function faceRulesOf({ receivedAtMs }: EnrollmentState): FaceRules {
  return rulesOn(receptionDay(receivedAtMs)).portrait;
}

/**
 * Judges and stores a still frame as it came from the camera, unretouched; then compares it with the chip's picture, if there is one.
 *
 * @throws StationError `portrait/unreadable` when the bytes are no picture
 */
export async function takePortrait(work: Work, frame: Wanted<'take-portrait'>): Promise<void> {
  const { desk } = work;
  const { width, height, qualities, ...assessment } = await desk.biometrics
    .run('portrait', { bytes: frame.image, rules: faceRulesOf(work.state()) }, work.signal)
    .catch((cause: unknown) => {
      throw new StationError('portrait/unreadable', 'the still frame cannot be decoded', { cause });
    });
  const captureId = newCaptureId();
  const verdict = assessment.hint === undefined ? 'accept' : 'retry';
  work.commit({ kind: 'portrait-taken', captureId, ...assessment }, () => {
    const state = work.state();
    storeCapture(desk, state, {
      id: captureId,
      kind: 'portrait',
      label: 'frontal',
      mime: frame.mime,
      bytes: frame.image,
      width,
      height,
      device: JSON.stringify({ model: frame.camera }),
      verdict: JSON.stringify({ ...assessment, qualities }),
    });
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: state.officerId,
      event: 'capture-attempt',
      subject: state.applicationId,
      details: { kind: 'portrait', label: 'frontal', verdict, device: frame.camera },
    });
  });
  await compareFaces(work);
}

/**
 * Keeps a portrait that is not as it should be, because the officer says why; where the rules ask for it, a supervisor gives his password.
 *
 * @throws StationError `portrait/nothing-to-keep`, `officer/not-supervisor`, `officer/wrong-password`, `officer/locked`
 */
export async function keepPortrait(
  work: Work,
  { reason, supervisor }: Wanted<'keep-portrait'>,
): Promise<void> {
  const { desk } = work;
  const { needsSupervisor, captureId } = requireKeepable(work.state());
  if (needsSupervisor && !supervisor)
    throw new StationError('officer/not-supervisor', 'only a supervisor may keep this');
  const approved =
    supervisor && (await approve(desk.store, supervisor.officerId, supervisor.password, desk.now()));
  const state = work.state();
  const { checks, ticks, headCovering, ...keepable } = requireKeepable(state);
  // What was approved is the picture that was seen.
  if (keepable.captureId !== captureId)
    throw new StationError('portrait/nothing-to-keep', 'another picture was taken meanwhile');
  const broken = checks.find(({ isMet, isAdvice }) => !isMet && !isAdvice);
  const unheld = unheldTicks({ ticks, headCovering }).map((name) => tickRules[name]);
  const bySupervisor = approved ? { bySupervisor: approved.id } : {};
  work.commit({ kind: 'portrait-kept', reason, ...bySupervisor }, () => {
    for (const rule of [...(broken ? [broken.name] : []), ...unheld])
      recordEvent(desk.store, {
        atMs: desk.now(),
        actor: approved?.id ?? state.officerId,
        event: 'override',
        subject: state.applicationId,
        details: { rule: `portrait-${rule}`, reason },
      });
  });
}

/** What the audit calls a tick that does not hold. */
const tickRules: Readonly<Record<keyof PortraitTicks, string>> = {
  noGlasses: 'glasses',
  bothEars: 'ears',
  bareHead: 'head',
  decentDress: 'dress',
};

function requireKeepable(state: EnrollmentState) {
  const snapshot = portraitSnapshotOf(state.portrait, captureRulesOf(state));
  if (!snapshot.mayKeep)
    throw new StationError('portrait/nothing-to-keep', 'tries are left, nothing is wrong, or it is kept');
  return snapshot;
}

/** Keeps what only the officer can see: glasses, ears, head, dress, and that it is the card's holder. */
export function confirmPortrait(
  work: Work,
  { ticks, headCovering, isRightPerson }: Wanted<'confirm-portrait'>,
): void {
  const covering = headCovering === undefined ? {} : { headCovering };
  work.commit({ kind: 'portrait-confirmed', ticks, ...covering, isRightPerson });
}

/**
 * Judges a live frame by the rules of the application it is for.
 *
 * @throws StationError `portrait/unreadable` when the bytes are no picture
 */
export function previewPortrait(
  desk: Desk,
  state: EnrollmentState,
  image: Uint8Array,
  signal: AbortSignal,
): Promise<PortraitGuidance> {
  return desk.biometrics
    .run('portrait-preview', { bytes: image, rules: faceRulesOf(state) }, signal)
    .catch((cause: unknown) => {
      throw new StationError('portrait/unreadable', 'the live frame cannot be decoded', { cause });
    });
}
