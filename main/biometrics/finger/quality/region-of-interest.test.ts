import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../fixtures/random.ts';
import { blur } from './blur.ts';
import { otsuThreshold } from './otsu.ts';
import { regionOfInterest } from './region-of-interest.ts';
import { fillHoles, labelRegions } from './regions.ts';
import { paint } from './test-pictures.ts';

describe('a blur', () => {
  /** A step in the middle of 200 pixels, blurred; the picture goes on mirrored without its last pixel. */
  function blurredStep(x: number, deviation: number): number {
    let [bright, all] = [0, 0];
    for (let other = 0; other < 400; other += 1) {
      const weight = Math.exp(-((other - x) ** 2) / (2 * deviation * deviation));
      const isBright = other >= 100 && other <= 298;
      bright += isBright ? weight : 0;
      all += weight;
    }
    for (let other = -200; other < 0; other += 1)
      all += Math.exp(-((other - x) ** 2) / (2 * deviation * deviation));
    return (255 * bright) / all;
  }

  it.each([6.5, 14])('of %f pixels is a Gaussian to three gray levels', (deviation) => {
    const step = Uint8Array.from({ length: 200 * 3 }, (_, at) => (at % 200 < 100 ? 0 : 255));
    const blurred = blur(step, 200, 3, deviation);
    for (let x = 0; x < 200; x += 1)
      expect(Math.abs((blurred[200 + x] ?? 0) - blurredStep(x, deviation))).toBeLessThan(3);
  });
});

describe("Otsu's threshold", () => {
  it('is the one of the greatest variance between the two sides', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (pixels) => {
        const between = (threshold: number): number => {
          const [low, high] = [pixels.filter((v) => v <= threshold), pixels.filter((v) => v > threshold)];
          const mean = (values: Uint8Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
          return low.length === 0 || high.length === 0
            ? 0
            : low.length * high.length * (mean(low) - mean(high)) ** 2;
        };
        const best = Math.max(...Array.from({ length: 256 }, (_, threshold) => between(threshold)));
        expect(between(otsuThreshold(pixels))).toBeCloseTo(best, 4);
      }),
    );
  });
});

describe('regions', () => {
  /** Joins cells until nothing changes: slow and plain. */
  function plainLabels(mask: Uint8Array, width: number): number[] {
    const labels = Array.from(mask, (value, at) => (value === 1 ? at + 1 : 0));
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      labels.forEach((label, at) => {
        const beside = [
          at % width > 0 ? at - 1 : -1,
          at % width < width - 1 ? at + 1 : -1,
          at - width,
          at + width,
        ];
        const least = Math.min(label, ...beside.flatMap((other) => labels[other] || []));
        if (label > 0 && least < label) {
          labels[at] = least;
          isChanged = true;
        }
      });
    }
    return labels;
  }

  it('are what hangs together, with the rectangles around it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (width, height, seed) => {
          const random = randomFrom(seed);
          const mask = Uint8Array.from({ length: width * height }, () => (random() < 0.6 ? 1 : 0));
          const plain = plainLabels(mask, width);
          const { labels, regions } = labelRegions(mask, width);
          expect(regions.length).toBe(new Set(plain.filter((label) => label > 0)).size);
          for (const region of regions) {
            const cells = [...labels.keys()].filter((at) => labels[at] === region.label);
            const [xs, ys] = [cells.map((at) => at % width), cells.map((at) => Math.floor(at / width))];
            expect(new Set(cells.map((at) => plain[at])).size).toBe(1);
            expect(region).toEqual({
              label: region.label,
              size: cells.length,
              left: Math.min(...xs),
              right: Math.max(...xs),
              top: Math.min(...ys),
              bottom: Math.max(...ys),
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('have their holes filled, not their bays', () => {
    const draw = (rows: string[]): Uint8Array =>
      Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0));
    const mask = draw(['.####.', '.#..#.', '.#.##.', '.#.#..', '.###..', '......']);
    fillHoles(mask, 6);
    expect(mask).toEqual(draw(['.####.', '.####.', '.####.', '.###..', '.###..', '......']));
    const bay = draw(['##.#', '#..#', '####']);
    const before = bay.slice();
    fillHoles(bay, 4);
    expect(bay).toEqual(before);
  });
});

describe('the region of interest', () => {
  it('is the finger, closed, and not the dirt beside it', () => {
    const isFinger = (x: number, y: number): boolean => ((x - 150) / 100) ** 2 + ((y - 200) / 140) ** 2 < 1;
    const picture = paint(360, 400, (x, y) => {
      const isDirt = x > 310 && x < 340 && y > 20 && y < 60;
      return (isFinger(x, y) && x % 9 < 5) || isDirt ? 50 : 240;
    });
    const { mask, pixels, centre } = regionOfInterest(picture);
    let both = 0;
    mask.forEach((value, at) => {
      if (value === 1 && isFinger(at % 360, Math.floor(at / 360))) both += 1;
    });
    const truth = Math.PI * 100 * 140;
    expect(both / (truth + pixels - both)).toBeGreaterThan(0.9);
    expect(Math.hypot(centre.x - 150, centre.y - 200)).toBeLessThan(3);
    expect(mask[40 * 360 + 325]).toBe(0);
  });
});
