import { type ColourPicture, colourToJpeg } from '../picture.ts';

/** Below the lowest, small letters break up; above the highest, only the file grows. */
const qualities = { lowest: 35, highest: 92 };

/**
 * The best JPEG of a page that keeps to a budget; when even the lowest quality does not, that one: letters come before bytes.
 *
 * @param budgetBytes most bytes of the file
 */
export async function jpegWithin(page: ColourPicture, budgetBytes: number): Promise<Uint8Array> {
  const best = await colourToJpeg(page, qualities.highest);
  if (best.length <= budgetBytes) return best;
  let { lowest, highest } = qualities;
  let fitting = await colourToJpeg(page, lowest);
  if (fitting.length > budgetBytes) return fitting;
  while (highest - lowest > 2) {
    const quality = (lowest + highest) >> 1;
    const jpeg = await colourToJpeg(page, quality);
    if (jpeg.length <= budgetBytes) [lowest, fitting] = [quality, jpeg];
    else highest = quality;
  }
  return fitting;
}
