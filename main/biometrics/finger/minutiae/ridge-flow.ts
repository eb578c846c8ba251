import type { GrayPicture } from '../../picture.ts';

/** Side of a cell in pixels: about one ridge at 500 ppi. */
export const cellPixels = 8;

/** Ridges run clearly enough from here on; noise stays near 0.1. Own values, set on the synthetic fingers. */
const clear = 0.35;
/** A cell belongs to the finger with this share of the strong cells' energy. */
const energyShare = 0.06;
/** Mean squared gradient of a sensor's noise, gray levels per pixel: nothing below is a ridge. */
const leastEnergy = 20;

/** How the ridges run, in cells of 8 × 8 pixels, row by row. Angles are doubled, so that opposite directions are one. */
export interface RidgeFlow {
  readonly columns: number;
  readonly rows: number;
  /** Cosine and sine of the doubled angle of the ridges (clockwise from the x axis, y runs down), times coherence. */
  readonly cos2: Float32Array;
  readonly sin2: Float32Array;
  /** 1 where the finger is. */
  readonly mask: Uint8Array;
}

/** Direction of the ridges from the gradients' covariance (Kass and Witkin 1987; Bazen and Gerez 2002), smoothed over neighbours. */
export function ridgeFlow(picture: GrayPicture): RidgeFlow {
  const columns = Math.floor(picture.width / cellPixels);
  const rows = Math.floor(picture.height / cellPixels);
  const [difference, product, energy] = gradientSums(picture, columns, rows).map((sums) =>
    smooth(smooth(sums, columns, rows), columns, rows),
  ) as [Float32Array, Float32Array, Float32Array];
  const cos2 = new Float32Array(columns * rows);
  const sin2 = new Float32Array(columns * rows);
  for (let cell = 0; cell < cos2.length; cell += 1) {
    // The ridge runs across the gradient: its doubled angle is half a turn away.
    const whole = Math.max(1e-6, energy[cell] as number);
    cos2[cell] = -(difference[cell] as number) / whole;
    sin2[cell] = -(product[cell] as number) / whole;
  }
  return { columns, rows, cos2, sin2, mask: fingerMask(cos2, sin2, energy, columns, rows) };
}

/** Per cell the means of gx² − gy², 2·gx·gy and gx² + gy², gradients by central differences over a 3 × 3 binomial. */
function gradientSums({ width, pixels }: GrayPicture, columns: number, rows: number): Float32Array[] {
  const [difference, product, energy] = [0, 1, 2].map(() => new Float32Array(columns * rows)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [lastX, lastY] = [columns * cellPixels - 1, rows * cellPixels - 1];
  const share = 1 / (cellPixels * cellPixels);
  for (let y = 1; y < lastY; y += 1) {
    const row = Math.floor(y / cellPixels) * columns;
    for (let x = 1; x < lastX; x += 1) {
      const at = y * width + x;
      const northWest = pixels[at - width - 1] as number;
      const northEast = pixels[at - width + 1] as number;
      const southWest = pixels[at + width - 1] as number;
      const southEast = pixels[at + width + 1] as number;
      const falling = southEast - northWest;
      const rising = northEast - southWest;
      const gx = (falling + rising + 2 * ((pixels[at + 1] as number) - (pixels[at - 1] as number))) / 8;
      const gy =
        (falling - rising + 2 * ((pixels[at + width] as number) - (pixels[at - width] as number))) / 8;
      const cell = row + ((x / cellPixels) | 0);
      difference[cell] = (difference[cell] as number) + share * (gx * gx - gy * gy);
      product[cell] = (product[cell] as number) + share * 2 * gx * gy;
      energy[cell] = (energy[cell] as number) + share * (gx * gx + gy * gy);
    }
  }
  return [difference, product, energy];
}

/** Binomial 1 2 1 in both directions; cells outside count as empty. */
export function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
  return smoothLine(smoothLine(values, columns, rows, 1, columns), rows, columns, columns, 1);
}

function smoothLine(
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  pitch: number,
): Float32Array {
  const smoothed = new Float32Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    for (let index = 0; index < length; index += 1) {
      const at = line * pitch + index * step;
      const before = index > 0 ? (values[at - step] as number) : 0;
      const after = index < length - 1 ? (values[at + step] as number) : 0;
      smoothed[at] = (before + 2 * (values[at] as number) + after) / 4;
    }
  }
  return smoothed;
}

function fingerMask(
  cos2: Float32Array,
  sin2: Float32Array,
  energy: Float32Array,
  columns: number,
  rows: number,
): Uint8Array {
  const sorted = energy.slice().sort();
  const strong = sorted[Math.floor(0.95 * sorted.length)] ?? 0;
  const least = Math.max(leastEnergy, energyShare * strong);
  const mask = Uint8Array.from(cos2, (cosine, cell) =>
    (energy[cell] as number) >= least && Math.hypot(cosine, sin2[cell] as number) >= clear ? 1 : 0,
  );
  // Cores and deltas, where directions meet, are filled from their neighbours; lone cells go.
  return majority(majority(majority(mask, columns, rows), columns, rows), columns, rows);
}

/** Each cell as most of the 5 × 5 around it. */
function majority(mask: Uint8Array, columns: number, rows: number): Uint8Array {
  return mask.map((_, cell) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    let count = 0;
    for (let dy = -2; dy <= 2; dy += 1) {
      for (let dx = -2; dx <= 2; dx += 1) count += cellOf(mask, columns, rows, x + dx, y + dy);
    }
    return count >= 13 ? 1 : 0;
  });
}

function cellOf(mask: Uint8Array, columns: number, rows: number, x: number, y: number): number {
  return x < 0 || y < 0 || x >= columns || y >= rows ? 0 : (mask[y * columns + x] as number);
}

/** Whether the finger reaches at least `cells` cells beyond a pixel to all sides. */
export function isInside({ mask, columns, rows }: RidgeFlow, x: number, y: number, cells: number): boolean {
  const [column, row] = [Math.floor(x / cellPixels), Math.floor(y / cellPixels)];
  for (let dy = -cells; dy <= cells; dy += 1) {
    for (let dx = -cells; dx <= cells; dx += 1) {
      const isNear = dx * dx + dy * dy <= cells * cells;
      if (isNear && cellOf(mask, columns, rows, column + dx, row + dy) === 0) return false;
    }
  }
  return true;
}

/** The flow at a pixel, linear between the cells' middles. */
export interface FlowAt {
  /** Angle of the ridges in radians, 0 ≤ a < π, clockwise from the x axis. */
  readonly angle: number;
  /** 0 no direction … 1 all one. */
  readonly coherence: number;
}

export function flowAt(flow: RidgeFlow, x: number, y: number): FlowAt {
  const { columns, rows } = flow;
  const gx = Math.max(0, Math.min(columns - 1.001, x / cellPixels - 0.5));
  const gy = Math.max(0, Math.min(rows - 1.001, y / cellPixels - 0.5));
  const [left, top] = [Math.floor(gx), Math.floor(gy)];
  const [fx, fy] = [gx - left, gy - top];
  const at = top * columns + left;
  const mix = (values: Float32Array): number =>
    ((values[at] ?? 0) * (1 - fx) + (values[at + 1] ?? 0) * fx) * (1 - fy) +
    ((values[at + columns] ?? 0) * (1 - fx) + (values[at + columns + 1] ?? 0) * fx) * fy;
  const [cosine, sine] = [mix(flow.cos2), mix(flow.sin2)];
  const angle = Math.atan2(sine, cosine) / 2;
  return { angle: angle < 0 ? angle + Math.PI : angle, coherence: Math.hypot(cosine, sine) };
}
