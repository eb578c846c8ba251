import type { FingerPosition } from '../../drivers/fingerprint/scanner.ts';
import { newCaptureId, storeCapture } from './desk.ts';
import type { Work } from './session.ts';

/** How long the scanner waits for fingers. */
const captureTimeoutMs = 15_000;

/** How many fingers a placement has when it is no single finger. */
const fingersOn: Readonly<Partial<Record<FingerPosition, number>>> = { 13: 4, 14: 4, 15: 2 };

/** Captures one placement, judges the stored picture and keeps it, good or not; the officer decides what to do with a poor one. */
export async function captureFingers(work: Work, position: FingerPosition): Promise<void> {
  const { desk } = work;
  work.show({ kind: 'fingers-capturing', position });
  try {
    const { image, scanner } = await desk.devices.call(
      'capture-fingers',
      { position, timeoutMs: captureTimeoutMs },
      { signal: work.signal, onProgress: (preview) => desk.preview.set(preview) },
    );
    const { verdict, png } = await desk.biometrics.run(
      'fingers',
      { image, fingers: fingersOn[position] ?? 1 },
      work.signal,
    );
    const captureId = newCaptureId();
    work.commit({ kind: 'fingers-captured', position, captureId, verdict }, () =>
      storeCapture(desk, work.state(), {
        id: captureId,
        kind: 'finger',
        label: String(position),
        mime: 'image/png',
        bytes: png,
        width: image.width,
        height: image.height,
        device: JSON.stringify({ ...scanner, resolutionPpi: image.resolutionPpi }),
        verdict: JSON.stringify(verdict),
      }),
    );
  } catch (error) {
    const wasStopped = work.signal.aborted;
    work.commit({ kind: 'fingers-failed', position, ...(wasStopped ? {} : { notice: desk.report(error) }) });
  } finally {
    desk.preview.set(null);
  }
}
