import { bilinear } from '../bilinear.ts';
import type { Point } from '../document/quadrilateral.ts';
import type { GrayPicture } from '../picture.ts';

/** A rectangle of the page in millimetres. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Undefined outside of the photograph. */
export function grayAt(photo: GrayPicture, { x, y }: Point): number | undefined {
  if (!(x >= 0 && y >= 0 && x < photo.width - 1 && y < photo.height - 1)) return undefined;
  return bilinear(photo, x, y, 1, 0);
}
