import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../fixtures/random.ts';
import { readPgm } from '../../pgm.ts';
import { blockGrid } from './block.ts';
import { type FingerFeatures, fingerFeatures } from './features.ts';
import { ridgeMap } from './ridge-map.ts';
import type { Spread } from './spread.ts';
import { paint, quarterTurn, ridgePicture } from './test-pictures.ts';

const samples = process.env['STATION_SAMPLES'];
const folder = `${samples}/biometrics/nfiq2-sfinge`;

/** Which feature NFIQ 2 writes under which name, and how far ours may lie from it, as a share of the value. */
const single = [
  ['mean', 'Mu', 5e-6],
  ['deviation', 'UniformImage', 5e-6],
  ['blockMean', 'MMB', 5e-6],
  ['area', 'SufficientFingerprintForeground', 5e-4],
  ['areaMean', 'ImgProcROIArea_Mean', 1e-4],
  ['coherenceSum', 'OrientationMap_ROIFilter_CoherenceSum', 5e-6],
  ['coherenceMean', 'OrientationMap_ROIFilter_CoherenceRel', 5e-6],
] as const;
/** The last number is how many blocks may lie in another bin of the histogram. */
const spread = [
  ['orientationCertainty', 'OCL', 5e-6, 0],
  ['localClarity', 'LCS', 2e-4, 4],
  ['frequencyDomain', 'FDA', 3e-4, 0],
  ['ridgeValley', 'RVUP', 6e-4, 2],
  ['orientationFlow', 'OF', 5e-6, 0],
] as const;

describe.skipIf(samples === undefined || !existsSync(folder))(
  'against NFIQ 2 (set STATION_SAMPLES to the folder with biometrics/nfiq2-sfinge)',
  () => {
    it.each(['SFinGe_Test01', 'SFinGe_Test02'])(
      '%s has its 67 values that need no minutiae',
      async (name) => {
        const expected = readValues(await readFile(`${folder}/${name}_output.txt`, 'utf8'));
        const features = fingerFeatures(readPgm(await readFile(`${folder}/${name}.pgm`)));
        const isNear = (actual: number, key: string, share: number): void => {
          const value = expected.get(key) ?? Number.NaN;
          expect(Math.abs(actual - value), `${key}: ${actual} for ${value}`).toBeLessThan(share * value);
        };
        for (const [feature, key, share] of single) isNear(features[feature], key, share);
        for (const [feature, key, share, most] of spread) {
          isNear(features[feature].mean, `${key}_Bin10_Mean`, share);
          isNear(features[feature].deviation, `${key}_Bin10_StdDev`, share);
          const off = features[feature].histogram.reduce(
            (sum, count, bin) => sum + Math.abs(count - (expected.get(`${key}_Bin10_${bin}`) ?? Number.NaN)),
            0,
          );
          expect(off, `${key} histogram`).toBeLessThanOrEqual(most);
        }
      },
    );
  },
);

function readValues(text: string): Map<string, number> {
  return new Map(
    text.split('\n').map((line) => {
      const [key = '', value = ''] = line.split(': ');
      return [key, Number(value)];
    }),
  );
}

describe('ridges of known shape', () => {
  it('run across the direction that their gradients have', () => {
    for (let angle = -1.5; angle < 1.6; angle += 0.1) {
      const picture = ridgePicture({ width: 160, height: 160, angle, period: 9 });
      // Central differences see the sine of the phase between pixels.
      const [gx, gy] = [
        Math.sin((2 * Math.PI * Math.cos(angle)) / 9),
        Math.sin((2 * Math.PI * Math.sin(angle)) / 9),
      ];
      const expected = Math.atan2(gx * gy, gx * gx - gy * gy) / 2;
      const map = ridgeMap(picture, blockGrid(picture), 50);
      const off = map.blocks.map((block) => {
        const difference = (block?.angle ?? Number.NaN) - expected;
        return Math.abs(Math.atan2(Math.sin(2 * difference), Math.cos(2 * difference))) / 2;
      });
      expect(map.blocks.length).toBe(16);
      expect(Math.max(...off), `angle ${angle}`).toBeLessThan(0.02);
    }
  });

  it.each([
    [3, 6],
    [4, 4],
    [5, 4],
    [6, 3],
  ])('of %i pixels with valleys of %i have that ratio, that share and full clarity', (ridge, valley) => {
    const period = ridge + valley;
    const picture = ridgePicture({ width: 192, height: 192, angle: 0, period, ridge });
    const { ridgeValley, ridgeShare, localClarity, orientationCertainty } = fingerFeatures(picture);
    expect(ridgeShare).toBeCloseTo(ridge / period, 10);
    // NFIQ 2 turns some of the ratios over: none may be another than these two.
    const [ratio, inverse] = [ridge / valley, valley / ridge];
    const bins = fingerBins(ridgeValley, [ratio, inverse]);
    expect(bins).toBe(ridgeValley.histogram.reduce((sum, count) => sum + count, 0));
    expect(orientationCertainty.mean).toBe(1);
    // Ridges of three pixels are too thin where a block cuts one.
    if (ridge > 3) expect([localClarity.mean, localClarity.deviation]).toEqual([1, 0]);
  });

  /** How many values lie in the bins that these values belong to. */
  function fingerBins({ histogram }: Spread, values: readonly number[]): number {
    const edges = [0.5, 0.667, 0.8, 1, 1.25, 1.5, 2, 24, 30];
    const bins = new Set(values.map((value) => edges.filter((edge) => edge <= value).length));
    return [...bins].reduce((sum, bin) => sum + (histogram[bin] ?? 0), 0);
  }

  it('that are too thin for a finger have no clarity', () => {
    const picture = ridgePicture({ width: 192, height: 192, angle: 0, period: 6, ridge: 2 });
    expect(fingerFeatures(picture).localClarity.mean).toBe(0);
  });

  it('stand at one frequency when a block holds whole periods, and beside it otherwise', () => {
    const { frequencyDomain: whole } = fingerFeatures(
      ridgePicture({ width: 192, height: 192, angle: 0, period: 8 }),
    );
    expect(whole.mean).toBeGreaterThan(0.98);
    expect(whole.mean).toBeLessThanOrEqual(1);
    const { frequencyDomain: half } = fingerFeatures(
      ridgePicture({ width: 192, height: 192, angle: 0, period: 32 / 3.5 }),
    );
    expect(half.mean).toBeLessThan(0.6);
    expect(half.mean).toBeGreaterThan(0.3);
  });

  it('flow smoothly when they are straight, and less so when they bend', () => {
    expect(
      fingerFeatures(ridgePicture({ width: 256, height: 256, angle: 0.3, period: 9 })).orientationFlow.mean,
    ).toBe(0);
    const rings = paint(256, 256, (x, y) =>
      Math.round(130 - 70 * Math.cos((2 * Math.PI * Math.hypot(x - 128, y - 300)) / 9)),
    );
    expect(fingerFeatures(rings).orientationFlow.mean).toBeGreaterThan(0.02);
  });
});

describe('features', () => {
  const random = randomFrom(5);
  const grain = Float64Array.from({ length: 256 * 256 }, () => random() - 0.5);
  const finger = paint(256, 256, (x, y) => {
    const edge = ((x - 128) / 110) ** 2 + ((y - 120) / 118) ** 2;
    const ridge = Math.cos((2 * Math.PI * Math.hypot(x - 100, y - 140)) / 9);
    return Math.round((edge > 1 ? 220 : 120 - 70 * ridge) + 30 * (grain[y * 256 + x] ?? 0));
  });

  it('do not change with a quarter turn, where blocks turn with the picture', () => {
    const keep = ({ mean, deviation, blockMean, area, orientationCertainty, coherenceSum }: FingerFeatures) =>
      [
        mean,
        deviation,
        blockMean,
        area,
        orientationCertainty.mean,
        orientationCertainty.deviation,
        coherenceSum,
      ].map((value) => Number(value.toFixed(6)));
    expect(keep(fingerFeatures(quarterTurn(finger)))).toEqual(keep(fingerFeatures(finger)));
  });

  it('do not change with brightness, but for the means', () => {
    const brighter = { ...finger, pixels: finger.pixels.map((value) => value + 15) };
    const [before, after] = [fingerFeatures(finger), fingerFeatures(brighter)];
    expect(after.mean).toBeCloseTo(before.mean + 15, 9);
    expect(after.areaMean).toBeCloseTo(before.areaMean + 15, 9);
    expect(after.deviation).toBeCloseTo(before.deviation, 9);
    expect(after.area).toBe(before.area);
    expect(after.orientationCertainty).toEqual(before.orientationCertainty);
    expect(after.coherenceSum).toBe(before.coherenceSum);
    expect(after.orientationFlow).toEqual(before.orientationFlow);
    expect(after.localClarity.mean).toBeCloseTo(before.localClarity.mean, 2);
    expect(after.ridgeValley.mean).toBeCloseTo(before.ridgeValley.mean, 1);
  });

  it('fall with noise', () => {
    const noisy = paint(
      256,
      256,
      (x, y) => (finger.pixels[y * 256 + x] ?? 0) + 200 * (grain[(y * 256 + x) ^ 255] ?? 0),
    );
    const [clean, worse] = [fingerFeatures(finger), fingerFeatures(noisy)];
    expect(worse.orientationCertainty.mean).toBeLessThan(clean.orientationCertainty.mean - 0.2);
    expect(worse.localClarity.mean).toBeLessThan(clean.localClarity.mean - 0.1);
  });

  it('are finite numbers for any picture', () => {
    const anyPicture = fc
      .record({
        width: fc.nat(90),
        height: fc.nat(90),
        seed: fc.nat(),
        levels: fc.constantFrom(1, 2, 3, 256),
        base: fc.nat(255),
      })
      .map(({ width, height, seed, levels, base }) => {
        const next = randomFrom(seed);
        return paint(width, height, () => (base + Math.floor(next() * levels)) & 255);
      });
    fc.assert(
      fc.property(anyPicture, (picture) => {
        const { orientationCertainty, centre, ...features } = fingerFeatures(picture);
        for (const value of Object.values(features)) {
          const numbers =
            typeof value === 'number' ? [value] : [value.mean, value.deviation, ...value.histogram];
          for (const number of numbers) expect(Number.isFinite(number)).toBe(true);
        }
        for (const share of [orientationCertainty.mean, centre.x, centre.y, features.ridgeShare]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(features.area).toBeLessThanOrEqual(picture.pixels.length);
      }),
      { numRuns: 150 },
    );
  });
});
