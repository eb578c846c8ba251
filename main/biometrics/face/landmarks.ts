import type { FoundFace, MeshPoint } from './models.ts';

/** Points of MediaPipe's face mesh by what they are on the face; right and left are the citizen's own. */
const points = {
  rightEye: {
    outer: 33,
    inner: 133,
    lids: [
      [160, 144],
      [159, 145],
      [158, 153],
    ],
  },
  leftEye: {
    outer: 263,
    inner: 362,
    lids: [
      [385, 380],
      [386, 374],
      [387, 373],
    ],
  },
  innerLips: [
    [13, 14],
    [82, 87],
    [312, 317],
  ],
  mouthCorners: [61, 291],
  chin: 152,
} as const;

/** The line around the face, clockwise in the picture from the top. */
const outline = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** Points that are each other's mirror image, right and left; none of the eyes, whose depth the iris model flattens. */
const mirrored = [
  [61, 291],
  [234, 454],
  [127, 356],
  [93, 323],
  [129, 358],
  [58, 288],
] as const;

/** From the forehead to below the nose: what a moving mouth does not move. */
const upright = [
  [10, 2],
  [67, 98],
  [297, 327],
  [151, 164],
] as const;

export type Point = readonly [x: number, y: number];

/** What the measures of a portrait are taken from, in pixels of the picture. */
export interface FaceLandmarks {
  /** Middles between the corners of the citizen's right and left eye. */
  readonly rightEye: Point;
  readonly leftEye: Point;
  readonly eyeMiddle: Point;
  readonly mouth: Point;
  readonly chin: Point;
  /** Between the eyes. */
  readonly interEyePx: number;
  /** From the middle between the eyes to the chin: T of ISO/IEC 29794-5. */
  readonly eyeToChinPx: number;
  /** Largest distances of the lids of the right and the left eye. */
  readonly lidsPx: readonly [number, number];
  /** Largest distance of the inner lips. */
  readonly lipsPx: number;
  readonly outline: readonly Point[];
  /** From each point on the right to its mirror image on the left, in three dimensions. */
  readonly across: readonly MeshPoint[];
  /** From points of the forehead to points below the nose. */
  readonly down: readonly MeshPoint[];
}

/** Names what the mesh of a face says. */
export function landmarksOf({ mesh }: FoundFace): FaceLandmarks {
  const at = (index: number): MeshPoint => mesh[index] ?? [0, 0, 0];
  const middle = (a: number, b: number): Point => between(at(a), at(b));
  const widest = (pairs: readonly (readonly [number, number])[]): number =>
    Math.max(...pairs.map(([a, b]) => distance(at(a), at(b))));
  const rightEye = middle(points.rightEye.outer, points.rightEye.inner);
  const leftEye = middle(points.leftEye.outer, points.leftEye.inner);
  const eyeMiddle = between(rightEye, leftEye);
  const chin = at(points.chin);
  return {
    rightEye,
    leftEye,
    eyeMiddle,
    mouth: middle(...points.mouthCorners),
    chin: flat(chin),
    interEyePx: distance(rightEye, leftEye),
    eyeToChinPx: distance(eyeMiddle, chin),
    lidsPx: [widest(points.rightEye.lids), widest(points.leftEye.lids)],
    lipsPx: widest(points.innerLips),
    outline: outline.map((index) => flat(at(index))),
    across: mirrored.map(([right, left]) => minus(at(left), at(right))),
    down: upright.map(([above, below]) => minus(at(below), at(above))),
  };
}

/** The same face in the same picture of another size. */
export function scaled(landmarks: FaceLandmarks, factor: number): FaceLandmarks {
  const flatly = ([x, y]: Point): Point => [x * factor, y * factor];
  const deeply = ([x, y, z]: MeshPoint): MeshPoint => [x * factor, y * factor, z * factor];
  const { lidsPx, ...lengths } = landmarks;
  return {
    rightEye: flatly(landmarks.rightEye),
    leftEye: flatly(landmarks.leftEye),
    eyeMiddle: flatly(landmarks.eyeMiddle),
    mouth: flatly(landmarks.mouth),
    chin: flatly(landmarks.chin),
    interEyePx: lengths.interEyePx * factor,
    eyeToChinPx: lengths.eyeToChinPx * factor,
    lidsPx: [lidsPx[0] * factor, lidsPx[1] * factor],
    lipsPx: lengths.lipsPx * factor,
    outline: lengths.outline.map(flatly),
    across: lengths.across.map(deeply),
    down: lengths.down.map(deeply),
  };
}

function flat([x, y]: MeshPoint): Point {
  return [x, y];
}

function between(a: readonly number[], b: readonly number[]): Point {
  return [((a[0] ?? 0) + (b[0] ?? 0)) / 2, ((a[1] ?? 0) + (b[1] ?? 0)) / 2];
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
}

function minus([ax, ay, az]: MeshPoint, [bx, by, bz]: MeshPoint): MeshPoint {
  return [ax - bx, ay - by, az - bz];
}
