import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FingerTruth, slapOf } from '../../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25, neighbour } from '../../../../fixtures/people/people.ts';
import { randomFrom } from '../../../../fixtures/random.ts';
import type { GrayPicture } from '../../picture.ts';
import { fingerFeatures } from '../quality/features.ts';
import { paint } from '../quality/test-pictures.ts';
import { cropFinger } from './crop-finger.ts';
import type { SlapKind } from './name-fingers.ts';
import { type PixelBox, type Slap, segmentSlap } from './segment-slap.ts';

/** Share of the two boxes together that lies in both. */
function overlap(a: PixelBox, b: FingerTruth['box']): number {
  const width = Math.min(a.left + a.width, b.x + b.width) - Math.max(a.left, b.x);
  const height = Math.min(a.top + a.height, b.y + b.height) - Math.max(a.top, b.y);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (a.width * a.height + b.width * b.height - both);
}

/** The worst of the fingers, each beside its truth of the same position. */
function worstOverlap({ fingers }: Slap, truths: readonly FingerTruth[]): number {
  return Math.min(
    ...truths.map((truth) => {
      const finger = fingers.find(({ position }) => position === truth.position);
      return finger ? overlap(finger.box, truth.box) : 0;
    }),
  );
}

/** The picture with the fingers of some positions wiped off. */
function without(
  picture: GrayPicture,
  truths: readonly FingerTruth[],
  positions: readonly number[],
): GrayPicture {
  const gone = truths.filter(({ position }) => positions.includes(position)).map(({ box }) => box);
  const { width, height, pixels } = picture;
  return paint(width, height, (x, y) => {
    const isGone = gone.some(
      (box) => x >= box.x - 8 && y >= box.y - 8 && x < box.x + box.width + 8 && y < box.y + box.height + 8,
    );
    return isGone ? 255 : (pixels[y * width + x] ?? 255);
  });
}

const named: Readonly<Record<SlapKind, readonly number[]>> = {
  right: [2, 3, 4, 5],
  left: [10, 9, 8, 7],
  thumbs: [6, 1],
};
const kinds: readonly SlapKind[] = ['right', 'left', 'thumbs'];

describe('a slap', () => {
  it.each(kinds)('of the %s is found at any turn of the hand, finger by finger', (kind) => {
    for (const [take, degrees] of [-30, -15, 0, 15, 30].entries()) {
      const turn = (degrees * Math.PI) / 180;
      const { picture, fingers } = slapOf(exchangeAt25, kind, { turn, take });
      const slap = segmentSlap(picture, kind);
      expect(slap.fingers.map(({ position }) => position)).toEqual(named[kind]);
      expect(worstOverlap(slap, fingers), `${degrees}°`).toBeGreaterThan(0.85);
      expect(slap.hand).toBe(kind === 'thumbs' ? 'unknown' : kind);
      slap.fingers.forEach((finger, index) => {
        const off = Math.abs(finger.angle - (fingers[index]?.angle ?? Number.NaN));
        // Where the glass ends across a finger, what is left of it seems to lean a little.
        expect(off).toBeLessThan(finger.isCutOff ? 0.2 : 0.1);
      });
      expect(Math.abs(slap.handAngle - turn)).toBeLessThan(0.08);
    }
  });

  it.each([
    ['dry', 'right'],
    ['wet', 'left'],
    ['partial', 'left'],
    ['ghost', 'thumbs'],
    ['low-contrast', 'thumbs'],
  ] as const)('of %s fingers is found, %s', (condition, kind) => {
    const { picture, fingers } = slapOf(neighbour, kind, { condition, turn: 0.15 });
    const slap = segmentSlap(picture, kind);
    expect({ isComplete: slap.isComplete, count: slap.count }).toEqual({
      isComplete: true,
      count: fingers.length,
    });
    expect(worstOverlap(slap, fingers)).toBeGreaterThan(0.75);
  });

  it('of smeared fingers may lack one, and never has one too many', () => {
    for (const person of [exchangeAt25, neighbour])
      for (const kind of ['right', 'left'] as const) {
        const { picture, fingers } = slapOf(person, kind, { condition: 'smeared', turn: 0.15 });
        const { count } = segmentSlap(picture, kind);
        expect(count).toBeGreaterThanOrEqual(fingers.length - 2);
        expect(count).toBeLessThanOrEqual(fingers.length);
      }
  });

  const { picture, fingers } = slapOf(exchangeAt25, 'right', { turn: -0.1 });

  it('names the fingers that are left when it is told which are missing', () => {
    const slap = segmentSlap(without(picture, fingers, [3]), 'right', { missing: [3, 9] });
    expect(slap).toMatchObject({ count: 3, expectedCount: 3, isComplete: true, hand: 'unknown' });
    expect(slap.fingers.map(({ position }) => position)).toEqual([2, 4, 5]);
  });

  it('names none when there are fewer or more than there should be', () => {
    const fewer = segmentSlap(without(picture, fingers, [4]), 'right');
    expect(fewer).toMatchObject({ count: 3, expectedCount: 4, isComplete: false, hand: 'unknown' });
    expect(fewer.fingers.every(({ position }) => position === undefined)).toBe(true);
    expect(segmentSlap(picture, 'right', { missing: [2] })).toMatchObject({
      count: 4,
      expectedCount: 3,
      isComplete: false,
    });
    expect(segmentSlap(picture, 'thumbs')).toMatchObject({ count: 4, expectedCount: 2, isComplete: false });
  });

  it('of the other hand is told by its shape', () => {
    for (const person of [exchangeAt25, neighbour]) {
      for (const turn of [-0.4, 0.3]) {
        expect(segmentSlap(slapOf(person, 'left', { turn }).picture, 'right').hand).toBe('left');
        expect(segmentSlap(slapOf(person, 'right', { turn }).picture, 'left').hand).toBe('right');
      }
    }
  });

  it('is not complete when a finger lies across the edge of the glass', () => {
    const cut = paint(1500, 1000, (x, y) => picture.pixels[y * 1600 + x + 100] ?? 255);
    const slap = segmentSlap(cut, 'right');
    expect(slap.isComplete).toBe(false);
    expect(slap.fingers.map(({ isCutOff }) => isCutOff)).toEqual([true, false, false, false]);
  });
});

/** Straight fingers with a round tip, a crease and another joint below, on gray glass. */
interface Drawn {
  readonly x: number;
  readonly tip: number;
  readonly width: number;
  readonly crease: number;
}

function draw(fingers: readonly Drawn[], turn: number): GrayPicture {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return paint(1600, 1000, (x, y) => {
    const handX = 800 + (x - 800) * cos + (y - 450) * sin;
    const handY = 450 + (y - 450) * cos - (x - 800) * sin;
    const finger = fingers.find((one) => isSkin(handX - one.x, handY - one.tip, one));
    if (finger === undefined) return 245;
    const way = Math.hypot(handX - finger.x, handY - finger.tip - finger.width);
    return Math.round(150 + 90 * Math.sin((2 * Math.PI * way) / 9));
  });
}

function isSkin(u: number, v: number, { width, crease }: Drawn): boolean {
  const isInCrease = v > crease && v < crease + 20;
  if (Math.abs(u) > width / 2 || v < 0 || v > 820 || isInCrease) return false;
  const round = 0.6 * width;
  return v > round || (2 * u) ** 2 / width ** 2 + (v / round - 1) ** 2 < 1;
}

/** @param gap pixels between the fingers */
const handWith = (gap: number): Drawn[] =>
  [130, 50, 80, 220].map((tip, index) => {
    const width = index === 3 ? 250 : 300;
    return { x: 800 + (index - 1.5) * (300 + gap), tip, width, crease: index === 3 ? 390 : 450 };
  });

describe('fingers that go on below their crease', () => {
  it.each([80, 30, 12, 0])('are cut there, with %i pixels between them', (gap) => {
    for (const turn of [-0.3, 0, 0.2]) {
      const drawn = handWith(gap);
      const slap = segmentSlap(draw(drawn, turn), 'right');
      expect(slap.count).toBe(4);
      expect(Math.abs(slap.handAngle - turn)).toBeLessThan(0.05);
      slap.fingers.forEach((finger, index) => {
        const { width, crease } = drawn[index] ?? { width: 0, crease: 0 };
        expect(Math.abs(finger.width - width)).toBeLessThan(48);
        expect(Math.abs(finger.height - crease)).toBeLessThan(32);
      });
    }
  });
});

describe('a finger that is cut out', () => {
  it('stands upright and keeps its ridges', () => {
    const upright = slapOf(exchangeAt25, 'right', { turn: 0 });
    const turned = slapOf(exchangeAt25, 'right', { turn: 0.5 });
    const sizes = [upright, turned].map(({ picture }) =>
      segmentSlap(picture, 'right').fingers.map((finger) => {
        const crop = cropFinger(picture, finger);
        expect(crop.pixels.length).toBe(crop.width * crop.height);
        return { crop, features: fingerFeatures(crop) };
      }),
    );
    sizes[0]?.forEach(({ crop, features }, index) => {
      const other = sizes[1]?.[index];
      expect(Math.abs(crop.width - (other?.crop.width ?? 0))).toBeLessThan(32);
      expect(Math.abs(crop.height - (other?.crop.height ?? 0))).toBeLessThan(32);
      expect(
        Math.abs(features.orientationCertainty.mean - (other?.features.orientationCertainty.mean ?? 0)),
      ).toBeLessThan(0.06);
    });
  });

  it('is the picture itself when nothing is turned', () => {
    const random = randomFrom(2);
    const picture = paint(40, 30, () => Math.floor(random() * 256));
    const crop = cropFinger(picture, { x: 20, y: 15, width: 20, height: 10, angle: 0 });
    expect(crop).toEqual(paint(20, 10, (x, y) => picture.pixels[(y + 10) * 40 + x + 10] ?? 0));
  });
});

describe('a picture without fingers', () => {
  const random = randomFrom(9);
  it.each<[string, (x: number, y: number) => number]>([
    ['white', () => 255],
    ['black', () => 0],
    ['noise', () => Math.floor(random() * 256)],
    ['faint noise', () => 225 + Math.floor(random() * 30)],
    ['a slope', (x) => x / 6.3],
    ['stripes', (x) => (x % 9 < 4 ? 60 : 220)],
    ['a dark field', (x, y) => (x > 300 && x < 1300 && y > 200 && y < 800 ? 40 : 250)],
  ])('of %s has none', (_, gray) => {
    expect(segmentSlap(paint(1600, 1000, gray), 'left')).toMatchObject({
      count: 0,
      isComplete: false,
      hand: 'unknown',
    });
  });

  it('of any kind is taken', () => {
    const blob = fc.record({
      x: fc.nat(400),
      y: fc.nat(300),
      size: fc.integer({ min: 5, max: 200 }),
      gray: fc.nat(255),
    });
    fc.assert(
      fc.property(
        fc.nat(400),
        fc.nat(300),
        fc.array(blob, { maxLength: 6 }),
        fc.nat(),
        (width, height, blobs, seed) => {
          const next = randomFrom(seed);
          const picture = paint(width, height, (x, y) => {
            const on = blobs.find((one) => Math.hypot(x - one.x, (y - one.y) / 1.5) < one.size);
            return on ? on.gray + 60 * (next() - 0.5) : 250;
          });
          const slap = segmentSlap(picture, 'right');
          expect(slap.count).toBe(slap.fingers.length);
          for (const finger of slap.fingers) {
            const { left, top } = finger.box;
            expect(Math.min(left, top, finger.box.width, finger.box.height)).toBeGreaterThanOrEqual(0);
            expect(left + finger.box.width).toBeLessThanOrEqual(width);
            expect(top + finger.box.height).toBeLessThanOrEqual(height);
            expect(Number.isFinite(finger.x + finger.y + finger.width + finger.height + finger.angle)).toBe(
              true,
            );
            cropFinger(picture, finger);
          }
        },
      ),
      { numRuns: 120 },
    );
  });
});
