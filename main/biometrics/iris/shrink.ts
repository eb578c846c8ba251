import type { GrayPicture } from '../picture.ts';

/** The same picture a whole number of times smaller: each pixel the mean of a square. */
export function shrink({ width, height, pixels }: GrayPicture, times: number): GrayPicture {
  const [across, down] = [Math.floor(width / times), Math.floor(height / times)];
  const small = new Uint8Array(across * down);
  const count = times * times;
  for (let y = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1) {
      let sum = 0;
      for (let row = 0; row < times; row += 1) {
        const start = (y * times + row) * width + x * times;
        for (let column = 0; column < times; column += 1) sum += pixels[start + column] ?? 0;
      }
      small[y * across + x] = sum / count;
    }
  return { width: across, height: down, pixels: small };
}

/** Without bright spots of up to two pixels: the least of each neighbourhood, then the most of the least. */
export function withoutSpots(picture: GrayPicture): GrayPicture {
  return extremeOf(extremeOf(picture, Math.min), Math.max);
}

function extremeOf(
  { width, height, pixels }: GrayPicture,
  choose: (...values: number[]) => number,
): GrayPicture {
  const across = new Uint8Array(pixels.length);
  const both = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 1)
    across[at] = choose(
      pixels[at - 1] ?? pixels[at] ?? 0,
      pixels[at] ?? 0,
      pixels[at + 1] ?? pixels[at] ?? 0,
    );
  for (let at = 0; at < pixels.length; at += 1) {
    const here = across[at] ?? 0;
    both[at] = choose(across[at - width] ?? here, here, across[at + width] ?? here);
  }
  return { width, height, pixels: both };
}

/** The value below which a share of the pixels lies. */
export function percentile(pixels: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
  let seen = 0;
  for (let value = 0; value < 256; value += 1) {
    seen += counts[value] ?? 0;
    if (seen >= share * pixels.length) return value;
  }
  return 255;
}
