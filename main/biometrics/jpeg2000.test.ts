import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeDg2 } from '../../drivers/card/emrtd/lds/dg2.ts';
import { personalize } from '../../fixtures/chip/lds.ts';
import { grayJpeg2000, rgbJpeg2000 } from '../../fixtures/people/jpeg2000.ts';
import { neighbour } from '../../fixtures/people/people.ts';
import { randomFrom } from '../../fixtures/random.ts';
import { decodeJpeg2000 } from './jpeg2000.ts';
import { Jpeg2000Error } from './jpeg2000-header.ts';
import { type BiometricsPool, openBiometricsPool } from './pool.ts';

const samples = process.env['STATION_SAMPLES'];
const folder = `${samples}/biometrics/jp2`;
const sample = (name: string): Uint8Array => Uint8Array.from(readFileSync(`${folder}/${name}`));

interface Siz {
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  readonly top: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Depth and both reductions of each. */
  readonly components: readonly number[][];
}

/** A code stream's first markers: SOC and SIZ of one picture in one tile, and nothing to decode. */
function siz(change: Partial<Siz>): Uint8Array {
  const said = { right: 480, bottom: 640, left: 0, top: 0, components: [[7, 1, 1]], ...change };
  const { right, bottom, left, top, components, tileWidth = right, tileHeight = bottom } = said;
  const file = Buffer.alloc(42 + 3 * components.length);
  file.writeUInt32BE(0xff4fff51, 0);
  file.writeUInt16BE(38 + 3 * components.length, 4);
  for (const [i, n] of [right, bottom, left, top, tileWidth, tileHeight].entries())
    file.writeUInt32BE(n, 8 + 4 * i);
  file.writeUInt16BE(components.length, 40);
  file.set(components.flat(), 42);
  return Uint8Array.from(file);
}

const codeOf = (file: Uint8Array): Promise<unknown> =>
  decodeJpeg2000(file).then(
    () => 'picture',
    (error: unknown) => (error instanceof Jpeg2000Error ? error.code : error),
  );

describe.each([
  ['gray', grayJpeg2000, 1],
  ['RGB', rgbJpeg2000, 3],
])('a picture in %s', (_what, file, channels) => {
  it('is decoded to the last pixel', async () => {
    expect(await decodeJpeg2000(file)).toEqual({
      width: 32,
      height: 32,
      channels,
      pixels: Uint8Array.from({ length: 1024 * channels }, (_, n) => n >> 2),
    });
  });

  it('gives a picture or a typed error, cut anywhere', async () => {
    const seen = new Set<unknown>();
    for (let end = 0; end < file.length; end++) seen.add(await codeOf(file.subarray(0, end)));
    expect([...seen].filter((code) => !outcomes.has(code))).toEqual([]);
  });

  it('gives a picture or a typed error with bytes changed', () => tryChanges(file, 600), 60_000);
});

describe('a JPEG 2000 is refused before it is decoded', () => {
  it.each([
    ['a side of 4097', siz({ right: 4097, tileWidth: 4097 }), 'too-large'],
    ['the largest size there is', siz({ right: 0xffff_ffff, bottom: 0xffff_ffff }), 'too-large'],
    ['a far corner', siz({ left: 0xffff_0000, right: 0xffff_ffff }), 'too-large'],
    ['more tiles than pictures have', siz({ tileWidth: 8, tileHeight: 8 }), 'too-large'],
    ['no width', siz({ left: 480 }), 'malformed'],
    ['less than no width', siz({ left: 481 }), 'malformed'],
    ['tiles of no size', siz({ tileWidth: 0 }), 'malformed'],
    ['no components', siz({ components: [] }), 'unsupported'],
    ['two components', siz({ components: Array(2).fill([7, 1, 1]) }), 'unsupported'],
    ['four components', siz({ components: Array(4).fill([7, 1, 1]) }), 'unsupported'],
    ['16 bits', siz({ components: [[15, 1, 1]] }), 'unsupported'],
    ['signed samples', siz({ components: [[0x87, 1, 1]] }), 'unsupported'],
    [
      'a component of half the width',
      siz({
        components: [
          [7, 1, 1],
          [7, 2, 1],
          [7, 1, 1],
        ],
      }),
      'unsupported',
    ],
    ['components cut off', siz({}).subarray(0, 44), 'malformed'],
    ['a cut SIZ', siz({}).subarray(0, 41), 'malformed'],
    ['nothing', new Uint8Array(), 'malformed'],
    ['a JPEG', Uint8Array.from([0xff, 0xd8, 0xff, ...Array(60).fill(0)]), 'malformed'],
    ['a box that never advances', jp2([7, 0x66747970]), 'malformed'],
    ['a long box shorter than its header', jp2([1, 0x66747970, 0, 15]), 'malformed'],
    ['a box longer than a number', jp2([1, 0x66747970, 0xffff_ffff, 0xffff_ffff]), 'malformed'],
    ['boxes without end', jp2(Array.from({ length: 4000 }, (_, i) => (i % 2 ? 0x66726565 : 8))), 'malformed'],
  ])('with %s', async (_what, file, code) => {
    expect(await codeOf(file)).toBe(`jpeg2000/${code}`);
  });

  it('with tiny precincts by the codec, which gets no more memory', async () => {
    const greedy = Buffer.concat([
      siz({ right: 4096, bottom: 4096 }),
      // COD: precincts of 2 × 2 at two levels; then what follows COD in a good file.
      Uint8Array.of(0xff, 0x52, 0, 15, 1, 0, 0, 1, 0, 2, 4, 4, 0, 1, 0x11, 0x11, 0x11),
      grayJpeg2000.subarray(Buffer.from(grayJpeg2000).indexOf('ff5c', 'hex')),
    ]);
    const before = process.memoryUsage.rss();
    expect(await codeOf(greedy)).toBe('jpeg2000/malformed');
    expect(process.memoryUsage.rss() - before).toBeLessThan(1e9);
  });
});

/** A JP2 signature and these words behind it. */
function jp2(words: readonly number[]): Uint8Array {
  const file = Buffer.alloc(12 + 4 * words.length + 16);
  file.set([0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a]);
  for (const [i, word] of words.entries()) file.writeUInt32BE(word, 12 + 4 * i);
  return Uint8Array.from(file);
}

describe.skipIf(samples === undefined || !existsSync(folder))(
  'sample pictures (set STATION_SAMPLES to the folder with biometrics/jp2)',
  () => {
    let pool: BiometricsPool;
    let reference: Uint8Array;
    beforeAll(async () => {
      pool = openBiometricsPool();
      reference = await pixelsOf(sample('port.png'));
    });
    afterAll(() => pool.close());

    async function pixelsOf(picture: Uint8Array): Promise<Uint8Array> {
      return new Uint8Array(await sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer());
    }

    it('a lossless one is the reference to the last pixel', async () => {
      const { width, height, channels, pixels } = await decodeJpeg2000(sample('portll.jp2'));
      expect([width, height, channels]).toEqual([480, 640, 3]);
      expect(Buffer.compare(pixels, reference)).toBe(0);
    });

    it.each(['port.jp2', 'port.j2k'])('a lossy one is near the reference: %s', async (name) => {
      const { pixels } = await decodeJpeg2000(sample(name));
      expect(psnr(pixels, reference)).toBeGreaterThan(leastPsnr);
    });

    it('a file that says sYCC comes out as RGB', async () => {
      const file = Buffer.from(sample('portll.jp2'));
      file[file.indexOf('colr') + 10] = 18;
      const { pixels } = await decodeJpeg2000(file);
      const [y = 0, cb = 0, cr = 0] = reference;
      const [r, g, b] = pixels;
      expect(Math.abs((r ?? 0) - (y + 1.402 * (cr - 128)))).toBeLessThan(2);
      expect(Math.abs((g ?? 0) - (y - 0.344 * (cb - 128) - 0.714 * (cr - 128)))).toBeLessThan(2);
      expect(Math.abs((b ?? 0) - (y + 1.772 * (cb - 128)))).toBeLessThan(2);
    });

    it('one with foreign colours is refused', async () => {
      const file = Buffer.from(sample('port.jp2'));
      file[file.indexOf('colr') + 10] = 12;
      expect(await codeOf(file)).toBe('jpeg2000/unsupported');
    });

    it('a portrait of a chip becomes a PNG in the worker', async () => {
      const dg2 = personalize(neighbour, { face: sample('portll.jp2') }).get('DG2') ?? new Uint8Array();
      const { mime, bytes } = decodeDg2(dg2);
      const { png } = await pool.run('jpeg2000', { bytes });
      expect([mime, (await sharp(png).metadata()).format]).toEqual(['image/jp2', 'png']);
      expect(Buffer.compare(await pixelsOf(png), reference)).toBe(0);
    });

    const bsi = `${samples}/chip/lds-bsi-refds2014/Datagroup2.bin`;
    it.skipIf(!existsSync(bsi))(
      'the portrait of the BSI reference set has the size its file tells',
      async () => {
        const { bytes } = decodeDg2(readFileSync(bsi));
        const header = Buffer.from(bytes);
        const box = header.indexOf('ihdr') + 4;
        const { width, height, channels } = await decodeJpeg2000(bytes);
        expect([height, width, channels]).toEqual([
          header.readUInt32BE(box),
          header.readUInt32BE(box + 4),
          header.readUInt16BE(box + 8),
        ]);
      },
    );

    it('gives a picture or a typed error, cut anywhere', async () => {
      const file = sample('port.jp2');
      const seen = new Set<unknown>();
      for (let i = 0; i < 200; i++)
        seen.add(await codeOf(file.subarray(0, i < 150 ? i : Math.floor((file.length * (i - 150)) / 50))));
      expect([...seen].filter((code) => !outcomes.has(code))).toEqual([]);
    });

    it(
      'gives a picture or a typed error with bytes changed',
      () => tryChanges(sample('port.jp2'), 300),
      60_000,
    );

    it('a bad one does not spoil the next', async () => {
      const bytes = sample('port.jp2');
      await expect(pool.run('jpeg2000', { bytes: bytes.subarray(0, 5000) })).rejects.toThrow(
        /jpeg2000\/malformed/,
      );
      expect((await pool.run('jpeg2000', { bytes })).png.length).toBeGreaterThan(100_000);
    });
  },
);

const outcomes: ReadonlySet<unknown> = new Set([
  'picture',
  'jpeg2000/malformed',
  'jpeg2000/too-large',
  'jpeg2000/unsupported',
]);

/** One to four bytes changed, half of the files in the first 200, where the sizes stand. */
function mutate(file: Uint8Array, random: () => number): Uint8Array {
  const changed = Uint8Array.from(file);
  const reach = random() < 0.5 ? 200 : file.length;
  for (let n = 1 + Math.floor(random() * 4); n > 0; n--)
    changed[Math.floor(random() * reach)] = Math.floor(random() * 256);
  return changed;
}

async function tryChanges(file: Uint8Array, times: number): Promise<void> {
  const random = randomFrom(2000);
  const seen = new Map<unknown, number>();
  for (let i = 0; i < times; i++) {
    const code = await codeOf(mutate(file, random));
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  expect([...seen.keys()].filter((code) => !outcomes.has(code))).toEqual([]);
  // Both ends are met: neither everything refused nor nothing.
  expect(Math.min(seen.get('picture') ?? 0, seen.get('jpeg2000/malformed') ?? 0)).toBeGreaterThan(20);
}

/** At a fortieth of the size a portrait keeps at least this much, in dB. */
const leastPsnr = 36;

function psnr(a: Uint8Array, b: Uint8Array): number {
  const squares = a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (squares / a.length));
}
