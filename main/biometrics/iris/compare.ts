import type { GrayPicture } from '../picture.ts';
import { locateEye } from './locate.ts';
import { type SeenEye, seeIris, seen } from './regions.ts';

/** Unrolled: rings from the pupil outwards, and places around. */
const rings = 12;
const places = 240;
/** Of the filter around the iris, places. */
const wavelength = 16;
const reach = 12;
/** An eye rolls this far between two pictures, places. */
const mostTurn = 12;
/** Share of the bits that are compared; of less nothing is said. */
const leastShare = 0.25;
/**
 * Fractional Hamming distance below which two pictures are of one eye. Independent irises differ in about half of their bits (Daugman 2004); the
 * limit leaves room on the side of saying nothing, because this warns and never identifies.
 */
const sameBelow = 0.34;

interface IrisCode {
  /** Two bits of phase for each place. */
  readonly bits: Uint8Array;
  readonly isSeen: Uint8Array;
}

const kernel = Array.from({ length: 2 * reach + 1 }, (_, index) => {
  const at = index - reach;
  const weight = Math.exp(-0.5 * (at / (reach / 2.2)) ** 2);
  return [
    weight * Math.cos((2 * Math.PI * at) / wavelength),
    weight * Math.sin((2 * Math.PI * at) / wavelength),
  ] as const;
});
const sumOfCosines = kernel.reduce((sum, [cosine]) => sum + cosine, 0) / kernel.length;

/**
 * Whether two pictures show the same eye. It is for one session, never for a search.
 *
 * @returns undefined when too little of either is seen
 */
export function isSameEye(a: GrayPicture, b: GrayPicture): boolean | undefined {
  const [one, other] = [codeOf(a), codeOf(b)];
  if (!one || !other) return undefined;
  const distance = distanceOf(one, other);
  return distance === undefined ? undefined : distance < sameBelow;
}

/** Least over all turns; 0 the same, about 0.5 another eye. */
function distanceOf(a: IrisCode, b: IrisCode): number | undefined {
  let least: number | undefined;
  for (let turn = -mostTurn; turn <= mostTurn; turn += 1) {
    const distance = distanceAt(a, b, turn);
    if (distance !== undefined && (least === undefined || distance < least)) least = distance;
  }
  return least;
}

/** @returns undefined when both show too little that the other shows too */
function distanceAt(a: IrisCode, b: IrisCode, turn: number): number | undefined {
  let [different, compared] = [0, 0];
  for (let here = 0; here < rings * places; here += 1) {
    const place = here % places;
    const there = here - place + ((place + turn + places) % places);
    if (a.isSeen[here] === 0 || b.isSeen[there] === 0) continue;
    const differing = (a.bits[here] ?? 0) ^ (b.bits[there] ?? 0);
    different += (differing & 1) + (differing >> 1);
    compared += 2;
  }
  return compared < leastShare * 2 * rings * places ? undefined : different / compared;
}

/** The phase of the pattern around the iris (Daugman 2004), with one filter along each ring. */
function codeOf(picture: GrayPicture): IrisCode | undefined {
  const located = locateEye(picture);
  if (!located) return undefined;
  const { values, isSeen } = unroll(seeIris(picture, located));
  const bits = new Uint8Array(rings * places);
  for (let ring = 0; ring < rings; ring += 1)
    for (let place = 0; place < places; place += 1) {
      let [real, imaginary] = [0, 0];
      for (const [index, [cosine, sine]] of kernel.entries()) {
        const value = values[ring * places + ((place + index - reach + places) % places)] ?? 0;
        real += (cosine - sumOfCosines) * value;
        imaginary += sine * value;
      }
      bits[ring * places + place] = (real > 0 ? 1 : 0) | (imaginary > 0 ? 2 : 0);
    }
  return { bits, isSeen };
}

/** Rubber sheet: each place between the pupil's circle and the iris', whatever the pupil's size. */
function unroll({ picture, pupil, iris, regions }: SeenEye): { values: Float32Array; isSeen: Uint8Array } {
  const values = new Float32Array(rings * places);
  const isSeen = new Uint8Array(rings * places);
  for (let ring = 0; ring < rings; ring += 1) {
    const depth = 0.1 + (0.75 * (ring + 0.5)) / rings;
    for (let place = 0; place < places; place += 1) {
      const angle = (2 * Math.PI * place) / places;
      const at = (circle: { x: number; y: number; radius: number }): readonly [number, number] => [
        circle.x + circle.radius * Math.cos(angle),
        circle.y + circle.radius * Math.sin(angle),
      ];
      const [inner, outer] = [at(pupil), at(iris)];
      const x = Math.round((inner[0] + depth * (outer[0] - inner[0])) / 2);
      const y = Math.round((inner[1] + depth * (outer[1] - inner[1])) / 2);
      if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
      values[ring * places + place] = picture.pixels[y * picture.width + x] ?? 0;
      isSeen[ring * places + place] = regions[y * picture.width + x] === seen ? 1 : 0;
    }
  }
  return { values, isSeen };
}
