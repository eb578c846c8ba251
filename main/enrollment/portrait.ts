import { StationError } from '../contract/errors.ts';
import { newCaptureId, storeCapture } from './desk.ts';
import type { Work } from './session.ts';

export interface StillFrame {
  readonly image: Uint8Array;
  readonly mime: 'image/jpeg' | 'image/png';
  /** The camera's own name. */
  readonly camera: string;
}

/**
 * Judges and stores a still frame as it came from the camera, unretouched.
 *
 * @throws StationError `portrait/unreadable` when the bytes are no picture
 */
export async function takePortrait(work: Work, frame: StillFrame): Promise<void> {
  const { desk } = work;
  const judged = await desk.biometrics
    .run('portrait', { bytes: frame.image }, work.signal)
    .catch((cause: unknown) => {
      throw new StationError('portrait/unreadable', 'the still frame cannot be decoded', { cause });
    });
  const captureId = newCaptureId();
  work.commit({ kind: 'portrait-taken', captureId, verdict: judged.verdict }, () =>
    storeCapture(desk, work.state(), {
      id: captureId,
      kind: 'portrait',
      label: 'frontal',
      mime: frame.mime,
      bytes: frame.image,
      width: judged.width,
      height: judged.height,
      device: JSON.stringify({ model: frame.camera }),
      verdict: JSON.stringify(judged.verdict),
    }),
  );
}
