import type { StoredCapture } from '../db/captures.ts';
import type { BiometricsPool } from './biometrics/pool.ts';
import type { CallOutput } from './contract/calls.ts';

/**
 * A stored picture as the page can show it: a JPEG 2000 becomes a PNG of the same pixels. What cannot be decoded is given as it is
 * stored, and the page says that it cannot be shown; the capture itself never changes.
 */
export async function shownPicture(
  biometrics: Pick<BiometricsPool, 'run'>,
  log: (message: string) => void,
  { mime, bytes }: Pick<StoredCapture, 'mime' | 'bytes'>,
): Promise<CallOutput<'captures.read'>> {
  if (mime !== 'image/jp2') return { mime, bytes };
  try {
    const { png } = await biometrics.run('jpeg2000', { bytes });
    return { mime: 'image/png', bytes: png };
  } catch (error) {
    log(`a chip portrait cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
    return { mime, bytes };
  }
}
