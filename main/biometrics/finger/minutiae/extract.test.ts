import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singleOf } from '../../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../../../fixtures/people/people.ts';
import { randomFrom } from '../../../../fixtures/random.ts';
import type { GrayPicture } from '../../picture.ts';
import { extractMinutiae } from './extract.ts';
import { turnBetween } from './template.ts';

const degree = Math.PI / 180;

/** A picture of what `valueAt` says, 0 to 255. */
function draw(width: number, height: number, valueAt: (x: number, y: number) => number): GrayPicture {
  return {
    width,
    height,
    pixels: Uint8Array.from({ length: width * height }, (_, at) =>
      Math.round(valueAt(at % width, Math.floor(at / width))),
    ),
  };
}

interface Planted {
  readonly kind: 'ending' | 'bifurcation';
  readonly spacing: number;
  /** Clockwise, radians: the ridges run this way, and there is one more of them ahead of the minutia than behind. */
  readonly turn: number;
  readonly x: number;
  readonly y: number;
}

/** Parallel ridges with one dislocation: a wave whose phase winds once about a point (Larkin and Fletcher 2007). */
function planted({ kind, spacing, turn, x: px, y: py }: Planted): GrayPicture {
  const phase = kind === 'ending' ? 0 : Math.PI;
  return draw(240, 240, (x, y) => {
    const u = (x - px) * Math.cos(turn) + (y - py) * Math.sin(turn);
    const v = (y - py) * Math.cos(turn) - (x - px) * Math.sin(turn);
    return 128 - 100 * Math.cos((2 * Math.PI * v) / spacing + Math.atan2(v, u) + phase);
  });
}

describe('the minutiae of a drawn pattern', () => {
  it('are none in parallel ridges of any direction', () => {
    for (let turn = 0; turn < Math.PI; turn += 0.3) {
      const picture = draw(
        240,
        240,
        (x, y) => 128 + 100 * Math.sin((2 * Math.PI * (y * Math.cos(turn) - x * Math.sin(turn))) / 9),
      );
      expect(extractMinutiae(picture).minutiae).toEqual([]);
    }
  });

  it('are the one planted, within 4 pixels and 10 degrees, whatever its place, direction and ridge spacing', () => {
    const anyPlanted = fc.record<Planted>({
      kind: fc.constantFrom('ending', 'bifurcation'),
      spacing: fc.double({ min: 7, max: 12, noNaN: true }),
      turn: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      x: fc.integer({ min: 80, max: 160 }),
      y: fc.integer({ min: 80, max: 160 }),
    });
    fc.assert(
      fc.property(anyPlanted, (truth) => {
        const { minutiae } = extractMinutiae(planted(truth));
        expect(minutiae).toHaveLength(1);
        const [{ x, y, angle } = { x: 0, y: 0, angle: 0 }] = minutiae;
        // The middle line of a ridge ends, or forks, half a ridge from where black and white change places.
        const along = (truth.kind === 'ending' ? 1 : -1) * (truth.spacing / 4);
        const [trueX, trueY] = [
          truth.x + along * Math.cos(truth.turn),
          truth.y + along * Math.sin(truth.turn),
        ];
        expect(Math.hypot(x - trueX, y - trueY)).toBeLessThan(4);
        expect(Math.abs(turnBetween(-truth.turn, angle))).toBeLessThan(10 * degree);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('are told apart as endings and bifurcations', () => {
    for (const kind of ['ending', 'bifurcation'] as const) {
      for (const turn of [0, 1, 2.5, 4]) {
        const { minutiae } = extractMinutiae(planted({ kind, spacing: 9, turn, x: 120, y: 120 }));
        expect(minutiae.map((minutia) => minutia.kind)).toEqual([kind]);
      }
    }
  });

  it('are not those that a pore, a speck, a short break and a bridge make', () => {
    const ridges = (x: number, y: number): number => {
      if ((x - 80) ** 2 + (y - 90) ** 2 < 6) return 240;
      const isBreak = x > 118 && x < 124 && y > 130 && y < 141;
      const isBridge = x > 160 && x < 164 && y > 100 && y < 111;
      if (isBridge) return 30;
      return isBreak ? 225 : 128 + 100 * Math.sin((2 * Math.PI * y) / 9);
    };
    expect(extractMinutiae(draw(240, 240, ridges)).minutiae).toEqual([]);
  });
});

describe('pictures without a finger', () => {
  const random = randomFrom(3);
  it.each<[string, GrayPicture]>([
    ['nothing', draw(0, 0, () => 0)],
    ['one pixel', draw(1, 1, () => 0)],
    ['a narrow strip', draw(20, 900, (_, y) => (y % 9) * 20)],
    ['white', draw(300, 300, () => 255)],
    ['black', draw(300, 300, () => 0)],
    ['a slope', draw(300, 300, (x) => x / 2)],
    ['the noise of a sensor', draw(300, 300, () => 245 + 10 * random())],
    ['strong noise', draw(300, 300, () => 255 * random())],
    ['a checkerboard', draw(300, 300, (x, y) => ((Math.floor(x / 5) + Math.floor(y / 5)) % 2) * 255)],
  ])('have no minutiae: %s', (_, picture) => {
    expect(extractMinutiae(picture).minutiae).toEqual([]);
  });

  it('whatever they are, give minutiae inside the picture only', () => {
    const anyPicture = fc
      .tuple(
        fc.integer({ min: 0, max: 150 }),
        fc.integer({ min: 0, max: 150 }),
        fc.nat(),
        fc.integer({ min: 1, max: 12 }),
      )
      .map(([width, height, seed, coarse]) => {
        const noise = randomFrom(seed);
        const values = Float64Array.from({ length: 400 }, () => 255 * noise());
        return draw(
          width,
          height,
          (x, y) => values[(Math.floor(x / coarse) * 7 + Math.floor(y / coarse) * 31) % 400] ?? 0,
        );
      });
    fc.assert(
      fc.property(anyPicture, (picture) => {
        const { minutiae } = extractMinutiae(picture);
        expect(minutiae.length).toBeLessThanOrEqual(255);
        for (const { x, y, angle, quality } of minutiae) {
          expect(x >= 0 && x < picture.width && y >= 0 && y < picture.height).toBe(true);
          expect(angle >= 0 && angle < 2 * Math.PI && quality >= 0 && quality <= 100).toBe(true);
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});

describe('the minutiae of a finger', () => {
  it('are 40 to 75 of a rolled one and 20 to 50 of a flat one, best first', () => {
    for (const position of [1, 5, 9]) {
      const rolled = extractMinutiae(singleOf(exchangeAt25, position, 'rolled').picture).minutiae;
      const flat = extractMinutiae(singleOf(exchangeAt25, position, 'flat').picture).minutiae;
      expect(rolled.length).toBeGreaterThanOrEqual(40);
      expect(rolled.length).toBeLessThanOrEqual(75);
      expect(flat.length).toBeGreaterThanOrEqual(20);
      expect(flat.length).toBeLessThanOrEqual(50);
      const qualities = rolled.map(({ quality }) => quality);
      expect(qualities).toEqual(qualities.toSorted((a, b) => b - a));
    }
  });

  const samples = process.env['STATION_SAMPLES'];
  const folder = `${samples}/biometrics/nfiq2-sfinge`;
  it.skipIf(samples === undefined || !existsSync(folder))(
    'are about as many as another extractor finds (set STATION_SAMPLES to the folder with biometrics/nfiq2-sfinge)',
    async () => {
      for (const name of ['SFinGe_Test01', 'SFinGe_Test02']) {
        const theirs = Number(
          /FingerJetFX_MinutiaeCount: (\d+)/.exec(
            await readFile(`${folder}/${name}_output.txt`, 'utf8'),
          )?.[1],
        );
        const ours = extractMinutiae(readPgm(await readFile(`${folder}/${name}.pgm`))).minutiae.length;
        expect(Math.abs(ours - theirs)).toBeLessThan(0.15 * theirs);
      }
    },
  );
});

/** Binary PGM, the samples' format. */
function readPgm(file: Buffer): GrayPicture {
  const [head = '', width = '', height = ''] =
    /^P5\s+(?:#.*\n)*(\d+)\s+(\d+)\s+\d+\s/.exec(file.toString('latin1', 0, 200)) ?? [];
  return { width: Number(width), height: Number(height), pixels: new Uint8Array(file.subarray(head.length)) };
}
