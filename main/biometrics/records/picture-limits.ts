/** A picture as a record carries it: its size as the record says it, and the file itself, which no record reader opens. */
export interface CarriedPicture<Encoding extends string> {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** `raw` is 8-bit gray, row by row from the top left. */
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
}

/** No capture of ours is larger on a side, nor as a whole. */
const mostPixelsOfSide = 16_384;
const mostPixels = 40_000_000;

/** One person has ten fingers three times over, two eyes and a face. */
export const mostPictures = 256;

/** @returns what is wrong with the picture's size, if anything is */
export function pictureFault(picture: CarriedPicture<string>): string | undefined {
  const { width, height, encoding, bytes } = picture;
  if (Math.min(width, height, bytes.length) < 1) return 'an empty picture';
  if (Math.max(width, height) > mostPixelsOfSide || width * height > mostPixels) return 'too many pixels';
  if (encoding === 'raw' && bytes.length !== width * height) return 'not one byte for each pixel';
  return undefined;
}
