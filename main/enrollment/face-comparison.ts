import { readCapture } from '../../db/captures.ts';
import type { Work } from './session.ts';

/**
 * Compares the portrait with the chip's picture, when both are there; the officer sees how alike they are. Advice: when it cannot be
 * done, the log says why and the work goes on.
 */
export async function compareFaces(work: Work): Promise<void> {
  const { desk, signal } = work;
  const { card, portrait } = work.state();
  const captureId = portrait.taken?.captureId;
  const chip = card.state === 'read' && card.faceCaptureId && readCapture(desk.store, card.faceCaptureId);
  const live = captureId && readCapture(desk.store, captureId);
  if (!captureId || !live || !chip) return;
  try {
    const likeness = await desk.biometrics.run('likeness', { chip: chip.bytes, live: live.bytes }, signal);
    // Another card may have been read meanwhile: its own reading compares again.
    const now = work.state().card;
    if (now.state !== 'read' || now.faceCaptureId !== chip.id || work.state().state !== 'draft') return;
    work.commit({ kind: 'portrait-compared', captureId, ...(likeness ? { likeness } : {}) });
  } catch (error) {
    desk.report(error);
  }
}
