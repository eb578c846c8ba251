import type { Point, Quadrilateral } from './quadrilateral.ts';
import { distanceOf } from './quadrilateral.ts';

/** Sizes that sheets and cards come in, millimetres upright: ISO/IEC 7810 ID-1, ISO 216 A4 and A5. */
export const sheetFormats = {
  'id-1': { shortMm: 53.98, longMm: 85.6 },
  a4: { shortMm: 210, longMm: 297 },
  a5: { shortMm: 148, longMm: 210 },
} as const;
export type SheetFormat = keyof typeof sheetFormats;

/** A sheet in its true shape. */
export interface SheetShape {
  /** Width through height. */
  readonly ratio: number;
  /** The only one of those it may have whose shape it has; its true size is known then. */
  readonly format?: SheetFormat;
}

/** An estimate from perspective is within this factor of the truth. */
const tolerance = 1.13;
/** All sheets of the A series have one shape, but for rounding to millimetres. */
const alike = 0.01;
/** What a camera at a desk sees: focal length by the long side of its picture, and what is taken where the corners do not tell. */
const focal = { least: 0.6, most: 2.2, usual: 0.9 };

/**
 * The true shape of a sheet seen in perspective: that of a known format when it is near to one, else as estimated.
 *
 * @param formats those it may have
 */
export function shapeOf(
  corners: Quadrilateral,
  picture: { readonly width: number; readonly height: number },
  formats: readonly SheetFormat[],
): SheetShape {
  const seen = estimatedRatio(corners, picture);
  const fits = formats
    .map((format) => {
      const { shortMm, longMm } = sheetFormats[format];
      const ratio = seen >= 1 ? longMm / shortMm : shortMm / longMm;
      return { format, ratio, off: Math.abs(Math.log(ratio / seen)) };
    })
    .filter(({ off }) => off <= Math.log(tolerance))
    .sort((a, b) => a.off - b.off);
  const [best] = fits;
  if (!best) return { ratio: seen };
  const isOnly = fits.every((fit) => fit === best || Math.abs(Math.log(fit.ratio / best.ratio)) > alike);
  return { ratio: best.ratio, ...(isOnly ? { format: best.format } : {}) };
}

/**
 * Width through height of a rectangle in perspective, with square pixels and the optical axis in the middle of the picture
 * (Zhang and He, "Whiteboard scanning and image enhancement", 2007, section 3).
 */
function estimatedRatio(
  [topLeft, topRight, bottomRight, bottomLeft]: Quadrilateral,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  const scale = Math.max(width, height);
  const homogeneous = ({ x, y }: Point): Vector => [(x - width / 2) / scale, (y - height / 2) / scale, 1];
  const [m1, m2, m3, m4] = [topLeft, topRight, bottomLeft, bottomRight].map(homogeneous) as [
    Vector,
    Vector,
    Vector,
    Vector,
  ];
  const k2 = dot(cross(m1, m4), m3) / dot(cross(m2, m4), m3);
  const k3 = dot(cross(m1, m4), m2) / dot(cross(m3, m4), m2);
  const across = minus(times(m2, k2), m1);
  const down = minus(times(m3, k3), m1);
  const f = focalLength(across, down);
  const ratio = lengthOf(across, f) / lengthOf(down, f);
  if (Number.isFinite(ratio) && ratio > 0) return ratio;
  return (
    (distanceOf(topLeft, topRight) + distanceOf(bottomLeft, bottomRight)) /
    (distanceOf(topLeft, bottomLeft) + distanceOf(topRight, bottomRight))
  );
}

type Vector = readonly [number, number, number];

function focalLength(across: Vector, down: Vector): number {
  const squared = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2]);
  const f = Math.sqrt(squared);
  return f >= focal.least && f <= focal.most ? f : focal.usual;
}

function lengthOf([x, y, z]: Vector, f: number): number {
  return Math.hypot(x / f, y / f, z);
}

function cross([a, b, c]: Vector, [d, e, f]: Vector): Vector {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

function dot([a, b, c]: Vector, [d, e, f]: Vector): number {
  return a * d + b * e + c * f;
}

function times([a, b, c]: Vector, by: number): Vector {
  return [a * by, b * by, c * by];
}

function minus([a, b, c]: Vector, [d, e, f]: Vector): Vector {
  return [a - d, b - e, c - f];
}
