interface Raster {
  readonly width: number;
  readonly height: number;
  /** Row by row from the top left, the channels of a pixel side by side. */
  readonly pixels: Uint8Array;
}

/** Pixels' middles lie at whole numbers; the last of a row has no next one. */
const lastPart = 1.001;

/** What is between four pixels, by how near each is; over the edge, what is at the edge. */
export function bilinear(
  { width, height, pixels }: Raster,
  x: number,
  y: number,
  channels: 1 | 3,
  channel: number,
): number {
  const px = Math.min(width - lastPart, Math.max(0, x));
  const py = Math.min(height - lastPart, Math.max(0, y));
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const [right, down] = [px - left, py - top];
  const at = (top * width + left) * channels + channel;
  const below = at + width * channels;
  const upper = (pixels[at] ?? 0) * (1 - right) + (pixels[at + channels] ?? 0) * right;
  const lower = (pixels[below] ?? 0) * (1 - right) + (pixels[below + channels] ?? 0) * right;
  return upper * (1 - down) + lower * down;
}
