import type { GrayPicture } from '../picture.ts';
import type { Circle } from './circle.ts';
import type { LocatedEye } from './locate.ts';
import { shrink } from './shrink.ts';

/** Typical gray levels of the parts of an eye. */
export interface EyeLevels {
  readonly pupil: number;
  readonly iris: number;
  readonly sclera: number;
}

/** An eye at half its size, and what of its iris can be seen. */
export interface SeenEye extends LocatedEye {
  readonly picture: GrayPicture;
  readonly levels: EyeLevels;
  /** For each pixel: 0 no iris, 1 iris that is seen, 2 iris under a lid, lashes or a mirrored lamp. */
  readonly regions: Uint8Array;
  /** Share of the iris under mirrored light. */
  readonly glare: number;
}

export const outside = 0;
export const seen = 1;
const covered = 2;

/** As bright as this is light, not tissue. */
const saturated = 243;
/** So many pixels one after the other that are no iris are a lid or its lashes; a crypt is smaller. */
const lidPixels = 4;

/** Finds what of the iris is seen: everything between its circles that looks like it, up to the first lid of each column. */
export function seeIris(full: GrayPicture, located: LocatedEye): SeenEye {
  const picture = shrink(full, 2);
  const [pupil, iris] = [half(located.pupil), half(located.iris)];
  const levels = levelsOf(picture, pupil, iris);
  const isTissue = tissueOf(levels);
  const regions = new Uint8Array(picture.pixels.length);
  let [all, lit] = [0, 0];
  for (const at of placesBetween(picture, pupil, iris)) {
    const value = picture.pixels[at] ?? 0;
    all += 1;
    if (value >= saturated) lit += 1;
    regions[at] = isTissue(value) ? seen : covered;
  }
  for (let x = Math.max(0, Math.ceil(iris.x - iris.radius)); x < iris.x + iris.radius; x += 1)
    for (const step of [-1, 1]) coverBehindLid(picture, regions, pupil, iris, x, step);
  return {
    pupil: located.pupil,
    iris: located.iris,
    picture,
    levels,
    regions,
    glare: all > 0 ? lit / all : 0,
  };
}

function half<C extends Circle>({ x, y, radius, ...rest }: C) {
  return { ...rest, x: (x - 0.5) / 2, y: (y - 0.5) / 2, radius: radius / 2 };
}

/** Pixels of the ring, without its edges. */
function* placesBetween({ width, height }: GrayPicture, pupil: Circle, iris: Circle): Iterable<number> {
  const [top, bottom] = [
    Math.max(0, Math.ceil(iris.y - iris.radius)),
    Math.min(height, iris.y + iris.radius),
  ];
  const [left, right] = [Math.max(0, Math.ceil(iris.x - iris.radius)), Math.min(width, iris.x + iris.radius)];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const toIris = Math.hypot(x - iris.x, y - iris.y);
      const toPupil = Math.hypot(x - pupil.x, y - pupil.y);
      if (toIris < iris.radius - 1.5 && toPupil > pupil.radius + 1.5) yield y * width + x;
    }
}

/** Left and right, where lids reach last. */
function levelsOf(picture: GrayPicture, pupil: Circle, iris: Circle): EyeLevels {
  const sides = (from: number, to: number, around: Circle, share: number): number => {
    const values: number[] = [];
    for (let degrees = -25; degrees <= 35; degrees += 2)
      for (const side of [-1, 1])
        for (let times = from; times <= to; times += 0.04) {
          const angle = (degrees * Math.PI) / 180;
          const value = pixel(
            picture,
            around.x + side * times * around.radius * Math.cos(angle),
            around.y + times * around.radius * Math.sin(angle),
          );
          if (value !== undefined && value < saturated) values.push(value);
        }
    return valueAt(values, share);
  };
  // From the pupil's edge outwards as far as the iris goes on the narrower side.
  const gap = iris.radius - pupil.radius - Math.hypot(iris.x - pupil.x, iris.y - pupil.y);
  const inner = 1 + (0.25 * gap) / pupil.radius;
  const outer = 1 + (0.85 * gap) / pupil.radius;
  return {
    // Lamps are mirrored in it.
    pupil: sides(0.2, 0.8, pupil, 0.25),
    iris: sides(inner, Math.max(inner, outer), pupil, 0.5),
    sclera: sides(1.12, 1.32, iris, 0.5),
  };
}

/** What is nearer to the iris' gray than to that of skin, white, lashes or light. */
function tissueOf({ pupil, iris, sclera }: EyeLevels): (value: number) => boolean {
  const brightest = iris + Math.max(0.55 * (sclera - iris), 0.35 * (iris - pupil));
  const darkest = iris - 0.6 * (iris - pupil);
  return (value) => value <= brightest && value >= darkest;
}

/** From the middle of the column on, upwards or downwards: behind a lid nothing is iris, whatever it looks like. */
function coverBehindLid(
  { width, height }: GrayPicture,
  regions: Uint8Array,
  pupil: Circle,
  iris: Circle,
  x: number,
  step: number,
): void {
  const across = x - pupil.x;
  const inPupil = pupil.radius ** 2 - across ** 2;
  let y = Math.round(pupil.y + (inPupil > 0 ? step * (Math.sqrt(inPupil) + 2) : 0));
  let foreign = 0;
  let isBehind = false;
  for (; x < width && y >= 0 && y < height && Math.abs(y - iris.y) <= iris.radius; y += step) {
    const at = y * width + x;
    if (regions[at] === outside) continue;
    foreign = regions[at] === covered ? foreign + 1 : 0;
    isBehind ||= foreign >= lidPixels;
    if (isBehind) regions[at] = covered;
  }
}

/** @returns undefined outside of the picture */
export function pixel({ width, height, pixels }: GrayPicture, x: number, y: number): number | undefined {
  const [column, row] = [Math.round(x), Math.round(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return undefined;
  return pixels[row * width + column];
}

/** The value below which a share of them lies. */
function valueAt(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
