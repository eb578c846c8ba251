/** The gray that parts a picture best into dark and bright (Otsu 1979): pixels above it are bright. 0 when all are alike. */
export function otsuThreshold(pixels: Uint8Array): number {
  const histogram = new Float64Array(256);
  for (const value of pixels) histogram[value] = (histogram[value] as number) + 1;
  let total = 0;
  for (let gray = 0; gray < 256; gray += 1) total += gray * (histogram[gray] as number);
  let [count, sum, best, threshold] = [0, 0, 0, 0];
  for (let gray = 0; gray < 256; gray += 1) {
    count += histogram[gray] as number;
    sum += gray * (histogram[gray] as number);
    const rest = pixels.length - count;
    if (count === 0 || rest === 0) continue;
    const between = count * rest * (sum / count - (total - sum) / rest) ** 2;
    if (between > best) [best, threshold] = [between, gray];
  }
  return threshold;
}
