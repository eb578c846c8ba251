import type { GrayPicture } from '../../picture.ts';
import type { LeaningBox } from './finger-box.ts';

const glass = 255;

/** One finger by itself, turned upright, between pixels linearly; white where its box leaves the picture. */
export function cropFinger(picture: GrayPicture, box: LeaningBox): GrayPicture {
  const [width, height] = [Math.max(1, Math.round(box.width)), Math.max(1, Math.round(box.height))];
  const pixels = new Uint8Array(width * height);
  const [cos, sin] = [Math.cos(box.angle), Math.sin(box.angle)];
  for (let row = 0; row < height; row += 1) {
    const v = row + 0.5 - height / 2;
    for (let column = 0; column < width; column += 1) {
      const u = column + 0.5 - width / 2;
      const x = box.x + u * cos - v * sin - 0.5;
      const y = box.y + u * sin + v * cos - 0.5;
      pixels[row * width + column] = grayAt(picture, x, y);
    }
  }
  return { width, height, pixels };
}

function grayAt({ width, height, pixels }: GrayPicture, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return glass;
  const [fx, fy, at] = [x - left, y - top, top * width + left];
  const upper = (pixels[at] as number) * (1 - fx) + (pixels[at + 1] as number) * fx;
  const lower = (pixels[at + width] as number) * (1 - fx) + (pixels[at + width + 1] as number) * fx;
  return Math.round(upper * (1 - fy) + lower * fy);
}
