import { DriverError } from '../../drivers/errors.ts';
import type { FaceCapture } from '../../drivers/face/scanner.ts';
import { takePortrait } from './portrait.ts';
import type { Work } from './session.ts';

/** How long the scanner waits for a face. */
const captureTimeoutMs = 20_000;

/**
 * Takes the portrait with a face scanner instead of the camera. What it gives is judged and stored as a still frame of the camera is; what the
 * scanner thinks of it does not count.
 *
 * @throws DriverError of the scanner
 * @throws StationError `portrait/unreadable` when it gave no picture
 */
export async function scanPortrait(work: Work): Promise<void> {
  const { desk, signal } = work;
  const { face, scanner } = await desk.devices.call(
    'capture-face',
    { timeoutMs: captureTimeoutMs },
    { signal },
  );
  const camera = `${scanner.model} ${scanner.serial}`;
  await takePortrait(work, { kind: 'take-portrait', ...(await stillOf(work, face)), camera });
}

/** A JPEG stays as it came; a JPEG 2000, which no page can show, becomes a PNG pixel by pixel. */
async function stillOf(
  { desk, signal }: Work,
  { encoding, bytes }: FaceCapture,
): Promise<{ readonly image: Uint8Array; readonly mime: 'image/jpeg' | 'image/png' }> {
  if (encoding === 'jpeg') return { image: bytes, mime: 'image/jpeg' };
  const { png } = await desk.biometrics.run('jpeg2000', { bytes }, signal).catch((cause: unknown) => {
    throw new DriverError('face/fault', 'the scanner packed no picture', { cause });
  });
  return { image: png, mime: 'image/png' };
}
