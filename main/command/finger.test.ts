import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pressing, singleOf, slapOf } from '../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { decodeWsq } from '../biometrics/finger/wsq/decode.ts';
import { readPgm, writePgm } from '../biometrics/pgm.ts';
import { type GrayPicture, grayToPng } from '../biometrics/picture.ts';
import { unknownDevice } from '../biometrics/records/capture-block.ts';
import { writeFingerRecord } from '../biometrics/records/finger-record-2011.ts';
import { fingerAssess, fingerCompare, fingerSegment } from './finger.ts';
import { fingerDecode, fingerEncode } from './finger-codec.ts';
import { type Command, type Outcome, UnusableInput } from './outcome.ts';

let dir: string;
const at = (name: string): string => join(dir, name);
const blank: GrayPicture = { width: 300, height: 300, pixels: new Uint8Array(90_000).fill(255) };
const single = (position: number, pressing: Pressing = {}): GrayPicture =>
  singleOf(exchangeAt25, position, 'flat', pressing).picture;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'finger-'));
  const pictures: Record<string, GrayPicture> = {
    good: single(2),
    again: single(2, { take: 1, turn: 0.3 }),
    other: single(3),
    dry: single(2, { condition: 'dry' }),
    blank,
    large: { width: 2049, height: 16, pixels: new Uint8Array(2049 * 16) },
  };
  for (const [name, picture] of Object.entries(pictures))
    await writeFile(at(`${name}.pgm`), writePgm(picture));
  for (const hand of ['right', 'left', 'thumbs'] as const)
    await writeFile(at(`${hand}.png`), await grayToPng(slapOf(exchangeAt25, hand).picture));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

interface Ran {
  readonly isFine: boolean;
  readonly json: Record<string, unknown>;
  readonly text: string;
}
async function run(command: Command, ...args: string[]): Promise<Ran> {
  const { isFine, json, text }: Outcome = await command(args);
  // What is printed is what JSON can hold.
  return { isFine, json: JSON.parse(JSON.stringify(json)) as Record<string, unknown>, text };
}

describe('station finger assess', () => {
  it('accepts a good print, with its features, and tells that the resolution is assumed', async () => {
    const { isFine, json, text } = await run(fingerAssess, at('good.pgm'));
    expect({ isFine, json }).toMatchObject({
      isFine: true,
      json: {
        verdict: 'accept',
        estimate: { name: 'NFIQ2-like estimate', score: expect.any(Number) },
        leastScore: 40,
        hints: [],
        features: { mean: expect.any(Number), orientationCertainty: { mean: expect.any(Number) } },
        picture: { width: 500, height: 600, format: 'PGM', resolutionPpi: 500, isResolutionAssumed: true },
      },
    });
    expect(text).toMatch(/^accept: NFIQ2-like estimate \d+.*, at least 40 is asked\n.* 500 ppi assumed/);
  });

  it('wants another try of a dry print and of none, and says why', async () => {
    expect(await run(fingerAssess, at('dry.pgm'))).toMatchObject({
      isFine: false,
      json: { verdict: 'retry', hints: expect.arrayContaining(['dry']) },
      text: expect.stringContaining('hints: dry'),
    });
    expect(await run(fingerAssess, at('blank.pgm'))).toMatchObject({
      isFine: false,
      json: { verdict: 'retry', isBelowFloor: true, hints: ['no-finger'] },
    });
  });

  it('asks less of a little finger, when the file says it is one', async () => {
    const { width, height, pixels } = single(5);
    const capture = { width, height, bytes: pixels, encoding: 'raw', impression: 'live-plain' } as const;
    const common = { ...capture, resolutionPpi: 500, quality: [], device: unknownDevice };
    await writeFile(at('little.fir'), writeFingerRecord([{ ...common, position: 5 }]));
    await writeFile(at('slap.fir'), writeFingerRecord([{ ...common, position: 13 }]));
    expect(await run(fingerAssess, at('little.fir'))).toMatchObject({
      json: { leastScore: 30, picture: { position: 5, isResolutionAssumed: false } },
    });
    await expect(run(fingerAssess, at('slap.fir'))).rejects.toThrow('several fingers');
  });
});

describe('station finger segment', () => {
  it.each([
    ['right', [2, 3, 4, 5]],
    ['left', [10, 9, 8, 7]],
    ['thumbs', [6, 1]],
  ])('finds the fingers of %s in their order', async (hand, positions) => {
    const { isFine, json } = await run(fingerSegment, at(`${hand}.png`), '--slap', hand);
    const fingers = json['fingers'] as { position: number; box: { left: number } }[];
    expect([isFine, json['verdict'], fingers.map(({ position }) => position)]).toEqual([
      true,
      'complete',
      positions,
    ]);
    const lefts = fingers.map(({ box }) => box.left);
    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
    expect(fingers[0]).toMatchObject({ isCutOff: false, estimate: { score: expect.any(Number) }, hints: [] });
  });

  it('knows the other hand, and too few fingers', async () => {
    expect(await run(fingerSegment, at('left.png'), '--slap', 'right')).toMatchObject({
      isFine: false,
      json: { verdict: 'wrong-hand', hand: 'left' },
    });
    expect(await run(fingerSegment, at('thumbs.png'), '--slap', 'right')).toMatchObject({
      isFine: false,
      json: { verdict: 'wrong-count', count: 2, expectedCount: 4 },
    });
  });
});

describe('station finger compare', () => {
  it('finds the same finger, and tells two apart', async () => {
    expect(await run(fingerCompare, at('good.pgm'), at('again.pgm'))).toMatchObject({
      isFine: true,
      json: { verdict: 'same-finger', minutiae: [expect.any(Number), expect.any(Number)] },
    });
    expect(await run(fingerCompare, at('good.pgm'), at('other.pgm'))).toMatchObject({
      isFine: false,
      json: { verdict: 'different-fingers' },
    });
    expect(await run(fingerCompare, at('good.pgm'), at('blank.pgm'))).toMatchObject({
      isFine: false,
      json: { verdict: 'too-few-minutiae', score: 0 },
    });
  });
});

describe('station finger encode and decode', () => {
  it('goes to WSQ and back to what the decoder gives', async () => {
    const encoded = await run(fingerEncode, at('good.pgm'), at('good.wsq'));
    const wsq = Uint8Array.from(await readFile(at('good.wsq')));
    expect(encoded).toMatchObject({
      isFine: true,
      json: { out: at('good.wsq'), bytes: wsq.length, bitsPerPixel: 0.75 },
    });
    expect(await run(fingerDecode, at('good.wsq'), at('back.pgm'))).toMatchObject({
      isFine: true,
      json: { width: 500, height: 600, resolutionPpi: 500 },
    });
    const { pixels } = decodeWsq(wsq);
    expect(readPgm(Uint8Array.from(await readFile(at('back.pgm'))))).toEqual({
      width: 500,
      height: 600,
      pixels,
    });
  });

  it('keeps more with --bpp 2.25', async () => {
    const [usual, fine] = [
      await run(fingerEncode, at('good.pgm'), at('usual.wsq')),
      await run(fingerEncode, at('good.pgm'), at('fine.wsq'), '--bpp', '2.25'),
    ];
    expect(Number(fine.json['bytes'])).toBeGreaterThan(1.5 * Number(usual.json['bytes']));
  });

  it('leaves a picture alone that would be lost', async () => {
    await symlink(at('good.pgm'), at('link.pgm'));
    const before = await readFile(at('good.pgm'));
    await expect(run(fingerEncode, at('good.pgm'), at('link.pgm'))).rejects.toThrow('written over');
    await expect(run(fingerEncode, at('good.pgm'), at('good.pgm'))).rejects.toThrow('written over');
    expect(await readFile(at('good.pgm'))).toEqual(before);
  });
});

describe('what cannot be used is named, with the reason', () => {
  beforeAll(async () => {
    await writeFile(at('nonsense'), 'nonsense');
    await writeFile(at('sparse.pgm'), '');
    await truncate(at('sparse.pgm'), 400_000_015);
    await run(fingerEncode, at('good.pgm'), at('first.wsq'));
    await writeFile(at('cut.wsq'), (await readFile(at('first.wsq'))).subarray(0, -100));
  });

  /** `@` stands for the folder. */
  it.each<[string, Command, string[], string]>([
    ['no file', fingerAssess, [], 'station finger assess: give FILE'],
    ['two files', fingerAssess, ['a', 'b'], 'station finger assess: give FILE'],
    ['an unknown option', fingerAssess, ['--bpp', '1', 'a'], '--bpp'],
    ['a missing file', fingerAssess, ['@nowhere.pgm'], 'nowhere.pgm: is not there'],
    ['a folder', fingerAssess, ['@.'], ': is not a file'],
    ['a sparse file of 400 MB', fingerAssess, ['@sparse.pgm'], 'sparse.pgm: has 400000015 bytes'],
    ['nonsense', fingerAssess, ['@nonsense'], 'nonsense: picture/unknown-format: '],
    [
      'what is too large for a finger',
      fingerAssess,
      ['@large.pgm'],
      'large.pgm: picture/too-large: 2049 × 16',
    ],
    ['one file to compare', fingerCompare, ['@good.pgm'], 'station finger compare: give A B'],
    ['nonsense to compare', fingerCompare, ['@good.pgm', '@nonsense'], 'nonsense: picture/unknown-format: '],
    ['no slap', fingerSegment, ['@right.png'], 'station finger segment: give --slap'],
    ['another slap', fingerSegment, ['@right.png', '--slap', 'up'], '--slap up'],
    ['no output', fingerEncode, ['@good.pgm'], 'station finger encode: give IN OUT.wsq'],
    ['a rate of 9', fingerEncode, ['@good.pgm', '@x.wsq', '--bpp', '9'], '--bpp 9'],
    ['a rate that is no number', fingerEncode, ['@good.pgm', '@x.wsq', '--bpp', '1e0'], '--bpp 1e0'],
    ['an output in no folder', fingerEncode, ['@good.pgm', '@no/x.wsq'], 'no/x.wsq: cannot be written'],
    ['a WSQ to encode', fingerEncode, ['@first.wsq', '@x.wsq'], 'first.wsq: has lost detail as WSQ'],
    ['a PGM to decode', fingerDecode, ['@good.pgm', '@x.pgm'], 'good.pgm: wsq/malformed: no WSQ (byte 0)'],
    ['a WSQ cut off', fingerDecode, ['@cut.wsq', '@x.pgm'], 'cut.wsq: wsq/truncated: '],
  ])('%s', async (_what, command, args, words) => {
    const files = args.map((arg) => (arg.startsWith('@') ? at(arg.slice(1)) : arg));
    const refusal = await run(command, ...files).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnusableInput);
    expect((refusal as Error).message.replaceAll(`${dir}/`, '')).toContain(words);
  });
});

const samples = process.env['STATION_SAMPLES'];
const sfinge = `${samples}/biometrics/nfiq2-sfinge`;
const vectors = `${samples}/biometrics/wsq-vectors`;
describe.skipIf(samples === undefined || !existsSync(sfinge) || !existsSync(vectors))(
  'on samples of NIST (set STATION_SAMPLES to the folder with biometrics/)',
  () => {
    const first = `${sfinge}/SFinGe_Test01.pgm`;
    it('gives the mean gray that NFIQ 2 gives', async () => {
      expect(await run(fingerAssess, first)).toMatchObject({
        isFine: true,
        json: { features: { mean: expect.closeTo(183.975, 3) } },
      });
    });

    it('knows a print from its WSQ, and from another', async () => {
      expect(await run(fingerCompare, first, `${vectors}/sf1.wsq`)).toMatchObject({ isFine: true });
      expect(await run(fingerCompare, first, `${vectors}/sf2.wsq`)).toMatchObject({ isFine: false });
    });
  },
);
