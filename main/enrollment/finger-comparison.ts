import { readCapture } from '../../db/captures.ts';
import type { SessionFinger } from '../biometrics/finger/minutiae/session.ts';
import type { CaptureId } from '../contract/ids.ts';
import { type CapturedPlacement, comparedFindings } from './finger-findings.ts';
import { isSlap, missingOf } from './finger-placements.ts';
import { type ComparedFindings, chosenTry, type FingersState } from './finger-state.ts';
import type { Work } from './session.ts';

/** Minutiae of the session's pictures, by capture. They are never stored: the pictures are. */
export type SessionTemplates = Map<CaptureId, readonly SessionFinger[]>;

/**
 * Compares the fingers of all placements that are captured with each other. After a restart the minutiae are taken from the stored pictures
 * again.
 */
export async function compareFingers(work: Work, state: FingersState): Promise<ComparedFindings> {
  const captured = state.fingers.flatMap((finger): CapturedPlacement[] => {
    const chosen = chosenTry(finger);
    return chosen ? [{ position: finger.position, chosen }] : [];
  });
  const fingersOf = async (placements: readonly CapturedPlacement[]): Promise<SessionFinger[]> =>
    (await Promise.all(placements.map((placement) => templatesOf(work, state, placement)))).flat();
  const [slaps, singles] = await Promise.all([
    fingersOf(captured.filter(({ position }) => isSlap(position))),
    fingersOf(captured.filter(({ position }) => !isSlap(position))),
  ]);
  const { biometrics } = work.desk;
  const [duplicates, swaps] = await Promise.all([
    biometrics.run('duplicates', { slaps, singles }, work.signal),
    biometrics.run('swaps', { slaps, singles }, work.signal),
  ]);
  return comparedFindings(captured, { ...duplicates, swaps });
}

async function templatesOf(
  { desk, templates, signal }: Work,
  { exceptions }: FingersState,
  { position, chosen }: CapturedPlacement,
): Promise<readonly SessionFinger[]> {
  const { captureId, resolutionPpi } = chosen;
  const known = templates.get(captureId);
  if (known) return known;
  const capture = readCapture(desk.store, captureId);
  if (!capture) throw new Error('a picture of this application is not in the store');
  const missing = missingOf(position, exceptions);
  // Found where they were judged: a placement without such fingers cannot be told apart.
  const input = { bytes: capture.bytes, resolutionPpi, position, missing, parted: chosen.fingers };
  const fingers = await desk.biometrics.run('minutiae', input, signal);
  templates.set(captureId, fingers);
  return fingers;
}
