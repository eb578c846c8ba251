import { mostRecordBytes } from '../biometrics/records/record-error.ts';
import { type FingerPicture, isRefusal, readFingerPicture } from './finger-picture.ts';
import { readFileUpTo } from './folder.ts';
import { UnusableInput } from './outcome.ts';

/**
 * Reads one fingerprint from a file.
 *
 * @throws UnusableInput naming the file and the reason, with its code
 */
export async function readFinger(file: string): Promise<FingerPicture> {
  const bytes = await readFileUpTo(file, mostRecordBytes);
  return refusing(file, () => readFingerPicture(bytes));
}

/** Does something with a file's bytes; what is wrong with them becomes unusable input that names the file. */
export async function refusing<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new UnusableInput(`${file}: ${cause.message}`, { cause });
  }
}

/** The whole glass of a scanner of slaps with one finger on it; 50 mm are two fingers long already. */
const mostPixelsOfFinger = 2048;
const mostSinglePosition = 10;

/**
 * The same for a picture of one finger.
 *
 * @throws UnusableInput also for a slap, and for what is too large to be one finger
 */
export async function readSingleFinger(file: string): Promise<FingerPicture> {
  const finger = await readFinger(file);
  const { width, height } = finger.picture;
  if ((finger.position ?? 0) > mostSinglePosition)
    throw new UnusableInput(`${file}: picture/not-one: several fingers; station finger segment parts them`);
  if (Math.max(width, height) > mostPixelsOfFinger)
    throw new UnusableInput(
      `${file}: picture/too-large: ${width} × ${height} pixels; one finger has at most ${mostPixelsOfFinger} to a side`,
    );
  return finger;
}

/** What a picture is, for people: `416 × 560 PGM, 500 ppi assumed`. */
export function described({ picture, format, resolutionPpi, isResolutionAssumed }: FingerPicture): string {
  const assumed = isResolutionAssumed ? ' assumed, since the file does not say' : '';
  return `${picture.width} × ${picture.height} ${format}, ${resolutionPpi} ppi${assumed}`;
}

/** The same for programs. */
export function pictureJson({
  picture: { width, height },
  format,
  resolutionPpi,
  isResolutionAssumed,
  position,
}: FingerPicture) {
  return { width, height, format, resolutionPpi, isResolutionAssumed, position: position ?? null };
}
