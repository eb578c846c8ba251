import { type ColourPicture, colourToJpeg } from './picture.ts';

/** Of a JPEG, 1 to 100. */
export interface Qualities {
  /** Below it the picture is of no use, whatever it weighs. */
  readonly lowest: number;
  /** Above it only the file grows. */
  readonly highest: number;
}

/**
 * The best JPEG that keeps to a budget, found by halves; when even the lowest quality does not, that one: what is seen comes before bytes.
 *
 * @param budgetBytes most bytes of the file
 */
export async function jpegWithin(
  picture: ColourPicture,
  budgetBytes: number,
  qualities: Qualities,
): Promise<Uint8Array> {
  let { lowest, highest } = qualities;
  const best = await colourToJpeg(picture, highest);
  if (best.length <= budgetBytes) return best;
  let fitting = await colourToJpeg(picture, lowest);
  if (fitting.length > budgetBytes) return fitting;
  while (highest - lowest > 1) {
    const quality = (lowest + highest) >> 1;
    const jpeg = await colourToJpeg(picture, quality);
    if (jpeg.length <= budgetBytes) [lowest, fitting] = [quality, jpeg];
    else highest = quality;
  }
  return fitting;
}
