import type { ColourPicture } from '../picture.ts';
import type { WantedCrop } from './crop.ts';
import type { FaceLandmarks } from './landmarks.ts';
import { labOf, linearAt, lumaOf } from './luminance.ts';

export type BackgroundPlace = 'top-left' | 'top' | 'top-right' | 'left' | 'right';

/** The ground behind the head, as far as the card's picture shows it. */
export interface Background {
  /** Medians: luma 0 … 255, and chroma in CIELAB. */
  readonly luma: number;
  readonly chroma: number;
  /** Root mean square of the distance from the median luma, in the part where it is largest. */
  readonly deviation: number;
  readonly worstAt: BackgroundPlace;
}

/** In lengths from the eyes to the chin. What is nearer than `head` is person; what is further than `hair` is not. */
const reach = {
  headAcross: 0.62,
  headAbove: 1,
  headBelow: 1.05,
  hairAcross: 1.2,
  hairAbove: 1.35,
  down: 0.62,
};
/** What differs so much from the ground and hangs together with the head is hair, an ear or a shoulder, not a shadow. */
const foreign = { luma: 60, chroma: 22 };
/** Soft edges of hair, in lengths from the eyes to the chin. */
const edge = 0.06;

/**
 * Measures the ground in the crop, down to the mouth: below are shoulders. The person is what lies within the head's shape, and what
 * differs from the ground and grows out of it; the middle tone of the crop's upper edges says what the ground is.
 *
 * @returns undefined when the head leaves no ground to be seen
 */
export function backgroundOf(
  picture: ColourPicture,
  landmarks: FaceLandmarks,
  crop: WantedCrop,
): Background | undefined {
  const ground = openGround(picture, landmarks, crop);
  const { luma, chroma } = middleTone(ground, ground.rim);
  const person = personIn(ground, { luma, chroma });
  const zones = new Map<BackgroundPlace, { squares: number; count: number }>();
  const tones: number[] = [];
  const chromas: number[] = [];
  for (const at of ground.inside) {
    if (person[at]) continue;
    tones.push(ground.luma[at] ?? 0);
    chromas.push(chromaAt(picture, at));
  }
  if (tones.length < leastPixels) return undefined;
  const middle = median(tones);
  for (const at of ground.inside) {
    if (person[at]) continue;
    const place = placeOf(at, picture.width, landmarks);
    const zone = zones.get(place) ?? { squares: 0, count: 0 };
    zone.squares += ((ground.luma[at] ?? 0) - middle) ** 2;
    zone.count += 1;
    zones.set(place, zone);
  }
  const rated = [...zones]
    .filter(([, { count }]) => count >= leastPixels / 4)
    .map(([place, { squares, count }]) => ({ place, deviation: Math.sqrt(squares / count) }))
    .toSorted((a, b) => b.deviation - a.deviation);
  const [worst] = rated;
  if (!worst) return undefined;
  return { luma: middle, chroma: median(chromas), deviation: worst.deviation, worstAt: worst.place };
}

const leastPixels = 200;

interface Ground {
  readonly picture: ColourPicture;
  readonly luma: Float32Array;
  /** Pixels of the crop above the mouth, by their place. */
  readonly inside: readonly number[];
  /** Those at its upper edges. */
  readonly rim: readonly number[];
  /** Within the head's shape, and beyond what hair can reach. */
  isHead(at: number): boolean;
  isBeyond(at: number): boolean;
  readonly edgePx: number;
}

function openGround(picture: ColourPicture, landmarks: FaceLandmarks, crop: WantedCrop): Ground {
  const { width, height } = picture;
  const { eyeMiddle, eyeToChinPx: unit } = landmarks;
  const [left, right] = [Math.max(0, Math.round(crop.x)), Math.min(width, Math.round(crop.x + crop.width))];
  const top = Math.max(0, Math.round(crop.y));
  const bottom = Math.min(height, Math.round(eyeMiddle[1] + reach.down * unit));
  const rimPx = Math.max(2, Math.round(edge * unit));
  const inside: number[] = [];
  const rim: number[] = [];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      inside.push(y * width + x);
      const isAtEdge = x < left + rimPx || x >= right - rimPx || y < top + rimPx;
      if (isAtEdge && y < eyeMiddle[1]) rim.push(y * width + x);
    }
  }
  const within = (at: number, across: number, above: number, below: number): boolean => {
    const x = ((at % width) - eyeMiddle[0]) / (across * unit);
    const dy = Math.floor(at / width) - eyeMiddle[1];
    const y = dy / ((dy < 0 ? above : below) * unit);
    return x * x + y * y <= 1;
  };
  return {
    picture,
    luma: lumaOf(picture),
    inside,
    rim,
    isHead: (at) => within(at, reach.headAcross, reach.headAbove, reach.headBelow),
    isBeyond: (at) => !within(at, reach.hairAcross, reach.hairAbove, 3),
    edgePx: rimPx,
  };
}

const [asGround, likePerson, person] = [0, 1, 2];

/** Grows the person out of the head, and then by the width of a soft edge. */
function personIn(ground: Ground, tone: { readonly luma: number; readonly chroma: number }): Uint8Array {
  const { width } = ground.picture;
  const state = new Uint8Array(ground.luma.length);
  for (const at of ground.inside) state[at] = kindOf(ground, at, tone);
  const queue = ground.inside.filter((at) => state[at] === person);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const neighbour of [next - 1, next + 1, next - width, next + width]) {
      if (state[neighbour] !== likePerson) continue;
      state[neighbour] = person;
      queue.push(neighbour);
    }
  }
  return widened(state, ground);
}

function kindOf(
  { picture, luma, isHead, isBeyond }: Ground,
  at: number,
  tone: { readonly luma: number; readonly chroma: number },
): number {
  if (isHead(at)) return person;
  const isForeign =
    Math.abs((luma[at] ?? 0) - tone.luma) > foreign.luma ||
    chromaAt(picture, at) - tone.chroma > foreign.chroma;
  return isForeign && !isBeyond(at) ? likePerson : asGround;
}

/** A square around each pixel of the person. */
function widened(state: Uint8Array, { inside, edgePx, picture: { width } }: Ground): Uint8Array {
  const wide = new Uint8Array(state.length);
  for (const at of inside) {
    if (state[at] !== person) continue;
    for (let row = at - edgePx * width; row <= at + edgePx * width; row += width)
      wide.fill(1, Math.max(0, row - edgePx), Math.max(0, row + edgePx + 1));
  }
  return wide;
}

function middleTone({ picture, luma }: Ground, rim: readonly number[]) {
  return {
    luma: median(rim.map((at) => luma[at] ?? 0)),
    chroma: median(rim.map((at) => chromaAt(picture, at))),
  };
}

function chromaAt({ pixels }: ColourPicture, at: number): number {
  const [, a, b] = labOf(linearAt(pixels, at * 3));
  return Math.hypot(a, b);
}

/** Above the eyes by thirds, below them by sides. */
function placeOf(at: number, width: number, { eyeMiddle, eyeToChinPx }: FaceLandmarks): BackgroundPlace {
  const across = ((at % width) - eyeMiddle[0]) / eyeToChinPx;
  const isTop = Math.floor(at / width) < eyeMiddle[1] - 0.3 * eyeToChinPx;
  if (isTop && Math.abs(across) < 0.35) return 'top';
  if (across < 0) return isTop ? 'top-left' : 'left';
  return isTop ? 'top-right' : 'right';
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
