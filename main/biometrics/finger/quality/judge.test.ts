import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, singleOf, slapOf } from '../../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../../../fixtures/people/people.ts';
import { randomFrom } from '../../../../fixtures/random.ts';
import { nfiq2LikeEstimate } from './estimate.ts';
import { type FingerFeatures, fingerFeatures } from './features.ts';
import { defaultFingerThresholds } from './hints.ts';
import { judgeFinger } from './judge.ts';
import { motionBetween } from './motion.ts';
import { judgePreview } from './preview.ts';
import { moved, paint, previewOf } from './test-pictures.ts';

const single = (condition: Condition = 'good') => singleOf(exchangeAt25, 2, 'flat', { condition }).picture;
const blank = paint(500, 600, () => 255);

describe('the NFIQ2-like estimate', () => {
  const blankFeatures = fingerFeatures(blank);
  const featuresOf = (row: Readonly<Record<string, string>>): FingerFeatures => {
    const value = (name: string): number => Number(row[name]);
    const spread = (name: string) => ({
      mean: value(`${name}_Bin10_Mean`),
      deviation: value(`${name}_Bin10_StdDev`),
      histogram: [],
    });
    return {
      ...blankFeatures,
      mean: value('Mu'),
      coherenceSum: value('OrientationMap_ROIFilter_CoherenceSum'),
      orientationCertainty: spread('OCL'),
      localClarity: spread('LCS'),
      frequencyDomain: spread('FDA'),
    };
  };

  const samples = process.env['STATION_SAMPLES'];
  const table = `${samples}/biometrics/nfiq2-conformance/conformance_expected_output-v2.3.0.csv`;
  it.skipIf(samples === undefined || !existsSync(table))(
    "orders NIST's conformance set as NFIQ 2 does (set STATION_SAMPLES to the folder with biometrics/nfiq2-conformance)",
    async () => {
      const [head = '', ...lines] = (await readFile(table, 'utf8')).trim().split('\n');
      const names = head.split(',').map((name) => name.replaceAll('"', ''));
      const rows = lines
        .map((line) => line.replace(/"[^"]*"/g, (text) => text.replaceAll(',', ';')).split(','))
        .map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])))
        .filter((row) => row['QualityScore'] !== 'NA');
      const estimates = rows.map((row) => nfiq2LikeEstimate(featuresOf(row)));
      const scores = rows.map((row) => Number(row['QualityScore']));
      expect(rows.length).toBe(199);
      expect(estimates.some(({ isExtrapolated }) => isExtrapolated)).toBe(false);
      const errors = estimates.map(({ score }, at) => Math.abs(score - (scores[at] ?? 0)));
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(8);
      const values = estimates.map(({ score }) => score);
      expect(correlation(ranks(values), ranks(scores))).toBeGreaterThan(0.93);
    },
  );

  const ranks = (values: readonly number[]): number[] =>
    values.map(
      (value) =>
        values.filter((other) => other < value).length + values.filter((other) => other === value).length / 2,
    );

  const correlation = (a: readonly number[], b: readonly number[]): number => {
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const [meanA, meanB] = [mean(a), mean(b)];
    const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
      x.reduce((sum, value, at) => sum + (value - mx) * ((y[at] ?? 0) - my), 0);
    return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
  };

  it('says so when a picture is like none it was made on', () => {
    expect(nfiq2LikeEstimate(blankFeatures).score).toBeLessThan(5);
    expect(nfiq2LikeEstimate(blankFeatures).isExtrapolated).toBe(true);
    expect(nfiq2LikeEstimate(fingerFeatures(single())).isExtrapolated).toBe(true);
  });
});

describe('a finger', () => {
  it.each<[Condition, readonly string[], boolean]>([
    ['good', [], false],
    ['dry', ['dry'], false],
    ['wet', ['wet'], false],
    ['low-contrast', ['faint'], false],
    ['partial', ['small-area'], true],
  ])('that is %s gets %j', (condition, hints, isBelowFloor) => {
    expect(judgeFinger(single(condition))).toMatchObject({ hints, isBelowFloor });
  });

  it('that lies well scores higher than any other', () => {
    const scoreOf = (condition: Condition): number => judgeFinger(single(condition)).estimate.score;
    const good = scoreOf('good');
    for (const condition of ['dry', 'wet', 'smeared', 'partial'] as const)
      expect(scoreOf(condition)).toBeLessThan(good);
  });

  it('is not there on a blank, a gray or a black glass', () => {
    for (const gray of [0, 128, 255])
      expect(judgeFinger(paint(500, 600, () => gray))).toMatchObject({
        hints: ['no-finger'],
        isBelowFloor: true,
      });
  });

  it('is smudged where no ridges run', () => {
    const random = randomFrom(3);
    const noise = paint(400, 500, (x, y) =>
      ((x - 200) / 150) ** 2 + ((y - 250) / 200) ** 2 > 1 ? 250 : Math.floor(80 + 110 * random()),
    );
    expect(judgeFinger(noise)).toMatchObject({ hints: ['smudged'], isBelowFloor: true });
  });

  it('is off-centre when it lies at the side of the glass', () => {
    const finger = single();
    const wide = paint(1000, 600, (x, y) => (x < 500 ? (finger.pixels[y * 500 + x] ?? 255) : 255));
    expect(judgeFinger(wide).hints).toEqual([]);
    const wider = paint(1400, 600, (x, y) => (x < 500 ? (finger.pixels[y * 500 + x] ?? 255) : 255));
    expect(judgeFinger(wider).hints).toEqual(['off-centre']);
  });

  it('is measured by the thresholds it is given', () => {
    const thresholds = { ...defaultFingerThresholds, leastArea: 200_000 };
    expect(judgeFinger(single(), { thresholds }).hints).toEqual(['small-area']);
  });

  it('moves when the frame before shows it elsewhere', () => {
    const finger = single();
    expect(judgeFinger(finger, { previous: finger }).hints).toEqual([]);
    expect(judgeFinger(finger, { previous: moved(finger, 30, 10) }).hints).toEqual(['moving']);
  });
});

describe('motion', () => {
  it('grows with the way and hardly with noise', () => {
    const finger = previewOf(single());
    const random = randomFrom(4);
    const noisy = paint(
      finger.width,
      finger.height,
      (x, y) => (finger.pixels[y * finger.width + x] ?? 0) + 16 * (random() - 0.5),
    );
    const motions = [finger, noisy, moved(finger, 4, 0), moved(finger, 12, 0), blank].map((other) =>
      motionBetween(finger, other),
    );
    expect(motions[0]).toBe(0);
    expect(motions).toEqual([...motions].sort((a, b) => a - b));
    expect(motions[1]).toBeLessThan(defaultFingerThresholds.mostMotion / 2);
    expect(motions[3]).toBeGreaterThan(defaultFingerThresholds.mostMotion);
    expect(motions[4]).toBe(1);
  });
});

describe('a live frame', () => {
  const frame = previewOf(slapOf(exchangeAt25, 'right').picture);

  it('shows a line around each finger of a hand at rest', () => {
    const { state, hint, outlines } = judgePreview(frame, frame, { kind: 'right' });
    expect({ state, hint, lines: outlines.length }).toEqual({ state: 'still', hint: undefined, lines: 4 });
    expect(outlines.flat().length).toBeLessThanOrEqual(64);
    const { fingers } = slapOf(exchangeAt25, 'right');
    outlines.forEach((line, index) => {
      const { x, y, width, height } = fingers[index]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
      const around = [
        Math.min(...line.map((point) => point.x)) * 4 - x,
        Math.min(...line.map((point) => point.y)) * 4 - y,
        Math.max(...line.map((point) => point.x)) * 4 - x - width,
        Math.max(...line.map((point) => point.y)) * 4 - y - height,
      ];
      for (const off of around) expect(Math.abs(off)).toBeLessThan(24);
    });
  });

  it.each<[Condition, string]>([
    ['dry', 'faint'],
    ['low-contrast', 'faint'],
    ['wet', 'wet'],
    ['partial', 'small-area'],
  ])('of a %s hand says %s', (condition, hint) => {
    const picture = previewOf(slapOf(exchangeAt25, 'right', { condition }).picture);
    expect(judgePreview(picture, undefined, { kind: 'right' })).toMatchObject({ state: 'still', hint });
  });

  it('tells motion, an empty glass, and too few or too many fingers', () => {
    expect(judgePreview(frame, moved(frame, 6, 6), { kind: 'right' })).toMatchObject({
      state: 'moving',
      hint: 'moving',
    });
    expect(judgePreview(paint(400, 250, () => 250))).toEqual({
      state: 'absent',
      hint: 'no-finger',
      outlines: [],
    });
    const three = paint(frame.width, frame.height, (x, y) =>
      x < 280 ? (frame.pixels[y * frame.width + x] ?? 0) : 255,
    );
    expect(judgePreview(three, undefined, { kind: 'right' }).hint).toBe('too-few-fingers');
    expect(judgePreview(three, undefined, { kind: 'right', missing: [4] }).hint).not.toBe('too-few-fingers');
    expect(judgePreview(frame, undefined, { kind: 'thumbs' }).hint).toBe('too-many-fingers');
    expect(judgePreview(previewOf(single())).hint).toBeUndefined();
  });

  it('of any kind is taken', () => {
    fc.assert(
      fc.property(
        fc.nat(120),
        fc.nat(120),
        fc.nat(),
        fc.constantFrom(1, 2, 40, 256),
        (width, height, seed, levels) => {
          const random = randomFrom(seed);
          const next = (): number => Math.floor(random() * levels);
          const [a, b] = [paint(width, height, next), paint(width, height, next)];
          const { outlines, state } = judgePreview(a, b);
          expect(outlines.flat().length).toBeLessThanOrEqual(64);
          expect(outlines.length === 0).toBe(state === 'absent');
        },
      ),
      { numRuns: 100 },
    );
  });
});
