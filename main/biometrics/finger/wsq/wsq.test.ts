import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../fixtures/random.ts';
import type { GrayPicture } from '../../picture.ts';
import { countSymbols, decodeBlock, encodeBlock } from './coefficients.ts';
import { decodeWsq } from './decode.ts';
import { encodeWsq } from './encode.ts';
import { buildHuffmanTable, codesOf, flawOf, lookupOf } from './huffman.ts';
import { allotBinWidths } from './quantization.ts';
import { readWsq } from './read.ts';
import { subbandsOf } from './subbands.ts';
import { analyse, synthesize } from './wavelet.ts';

const samples = process.env['STATION_SAMPLES'];
const vectors = `${samples}/biometrics/wsq-vectors`;
const originals = `${samples}/biometrics/nfiq2-sfinge`;
const hasSamples = samples !== undefined && existsSync(vectors) && existsSync(originals);
const hasXz = spawnSync('xz', ['--version']).status === 0;

/** Made-up ridges: a wave of nine pixels that bends, with noise. */
function ridges(width: number, height: number, seed: number, noise = 20): GrayPicture {
  const random = randomFrom(seed);
  const angle = random() * Math.PI;
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const bend = ((x - width / 2) ** 2 + (y - height / 2) ** 2) / 400;
    const phase = (x * Math.cos(angle) + y * Math.sin(angle) + bend) / 9;
    return Math.round(128 + 90 * Math.sin(2 * Math.PI * phase) + (random() - 0.5) * noise);
  });
  return { width, height, pixels };
}

function filled(width: number, height: number, gray: () => number): GrayPicture {
  return { width, height, pixels: Uint8Array.from({ length: width * height }, gray) };
}

function psnr(a: Uint8Array, b: Uint8Array): number {
  const squares = a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}

/** Binary PGM, the samples' format. */
function readPgm(file: Buffer): GrayPicture {
  const [head = '', width = '', height = ''] =
    /^P5\s+(?:#.*\n)*(\d+)\s+(\d+)\s+\d+\s/.exec(file.toString('latin1', 0, 200)) ?? [];
  return { width: Number(width), height: Number(height), pixels: new Uint8Array(file.subarray(head.length)) };
}

describe.skipIf(!hasSamples)(
  'beside NBIS (set STATION_SAMPLES to the folder with biometrics/wsq-vectors and biometrics/nfiq2-sfinge)',
  () => {
    const nbis = (name: string): Uint8Array => Uint8Array.from(readFileSync(`${vectors}/${name}.wsq`));
    const original = (name: string): GrayPicture =>
      readPgm(readFileSync(`${originals}/SFinGe_Test0${name.slice(-1)}.pgm`));

    it.skipIf(!hasXz).each(['sf1', 'sf2'])('decodes %s as NBIS does (install xz-utils)', (name) => {
      const reference = execFileSync('xz', ['-dc', `${vectors}/${name}.decoded.raw.xz`], {
        maxBuffer: 2 ** 24,
      });
      const { width, height, pixels, resolutionPpi, comments } = decodeWsq(nbis(name));
      expect({ width, height, resolutionPpi, length: pixels.length }).toEqual({
        width: 416,
        height: 560,
        resolutionPpi: 500,
        length: reference.length,
      });
      expect(comments).toHaveLength(1);
      const differences = pixels.map((pixel, i) => Math.abs(pixel - (reference[i] ?? 0)));
      expect(differences.every((difference) => difference <= 1)).toBe(true);
      expect(differences.filter(Boolean).length).toBeLessThan(20);
    });

    it.each([
      ['sf1', 19_454, 25.8],
      ['sf2', 18_465, 25.6],
    ])('encodes the original of %s as small and as well', (name, size, quality) => {
      const picture = original(name);
      const file = encodeWsq(picture);
      expect(file.length).toBeLessThanOrEqual(size * 1.02);
      expect(psnr(picture.pixels, decodeWsq(file).pixels)).toBeGreaterThanOrEqual(quality - 0.2);
    });

    it.each(['sf1', 'sf2'])('writes the coefficients of %s that NBIS writes', (name) => {
      const theirs = readWsq(nbis(name));
      const ours = readWsq(encodeWsq(original(name)));
      expect(ours.frame).toEqual(theirs.frame);
      const ratio = (a: number, i: number): number =>
        Math.abs(a - (theirs.quantization.binWidths[i] ?? 0)) / (a || 1);
      expect(Math.max(...ours.quantization.binWidths.map(ratio))).toBeLessThan(1e-4);
      expect(ours.coefficients.length).toBe(theirs.coefficients.length);
      const steps = ours.coefficients.map((bin, i) => Math.abs(bin - (theirs.coefficients[i] ?? 0)));
      expect(steps.every((step) => step <= 1)).toBe(true);
      expect(steps.filter(Boolean).length).toBeLessThanOrEqual(5);
    });
  },
);

describe('a picture through WSQ', () => {
  it.each([
    [16, 16],
    [16, 31],
    [17, 16],
    [31, 33],
    [33, 47],
    [419, 16],
    [17, 700],
    [257, 129],
    [700, 333],
  ])('of %i × %i comes back alike', (width, height) => {
    const picture = ridges(width, height, width + height);
    const { pixels, ...rest } = decodeWsq(encodeWsq(picture, { bitsPerPixel: 4, resolutionPpi: 1000 }));
    expect(rest).toMatchObject({ width, height, resolutionPpi: 1000 });
    expect(psnr(picture.pixels, pixels)).toBeGreaterThan(32);
  });

  it('of any size comes back alike', () => {
    const side = fc.integer({ min: 48, max: 170 });
    fc.assert(
      fc.property(side, side, fc.integer(), (width, height, seed) => {
        const picture = ridges(width, height, seed, 0);
        const { pixels } = decodeWsq(encodeWsq(picture, { bitsPerPixel: 5 }));
        expect(psnr(picture.pixels, pixels)).toBeGreaterThan(28);
      }),
      { numRuns: 60 },
    );
  });

  it('smaller than any finger comes back with its size, and something of it', () => {
    // The standard measures a band by its middle, which is hardly there: how much is kept is a matter of luck.
    const side = fc.integer({ min: 16, max: 48 });
    fc.assert(
      fc.property(side, side, fc.integer(), (width, height, seed) => {
        const picture = ridges(width, height, seed, 0);
        const decoded = decodeWsq(encodeWsq(picture, { bitsPerPixel: 5 }));
        expect([decoded.width, decoded.height]).toEqual([width, height]);
        expect(psnr(picture.pixels, decoded.pixels)).toBeGreaterThan(10);
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 127, 200, 255])('of nothing but gray %i comes back the same', (gray) => {
    const picture = filled(100, 99, () => gray);
    expect(decodeWsq(encodeWsq(picture)).pixels).toEqual(picture.pixels);
  });

  it('of two grays, one of them once, comes back near', () => {
    const picture = filled(64, 64, () => 255);
    picture.pixels[2000] = 0;
    const { pixels } = decodeWsq(encodeWsq(picture, { bitsPerPixel: 5 }));
    expect(psnr(picture.pixels, pixels)).toBeGreaterThan(30);
  });

  it('of noise takes the rate it may, and no more', () => {
    const random = randomFrom(3);
    const picture = filled(320, 320, () => Math.floor(random() * 256));
    for (const bitsPerPixel of [0.75, 1, 1.5, 2.25]) {
      const rate = (encodeWsq(picture, { bitsPerPixel }).length * 8) / picture.pixels.length;
      expect(rate / bitsPerPixel).toBeGreaterThan(0.93);
      expect(rate / bitsPerPixel).toBeLessThan(1.05);
    }
  });

  it('gets larger and better with the rate', () => {
    const picture = ridges(300, 411, 1);
    const rates = [0.3, 0.5, 0.75, 1, 1.5, 2.25];
    const files = rates.map((bitsPerPixel) => encodeWsq(picture, { bitsPerPixel }));
    const sizes = files.map((file) => file.length);
    const qualities = files.map((file) => psnr(picture.pixels, decodeWsq(file).pixels));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(qualities).toEqual(qualities.toSorted((a, b) => a - b));
    const most = rates.map((rate) => (rate * picture.pixels.length) / 8);
    expect(sizes.every((size, i) => size <= (most[i] ?? 0) * 1.05)).toBe(true);
  });

  it('says what it is in a NISTCOM', () => {
    const { comments } = decodeWsq(encodeWsq(ridges(40, 30, 1)));
    expect(comments).toEqual([
      [
        'NIST_COM 9',
        'PIX_WIDTH 40',
        'PIX_HEIGHT 30',
        'PIX_DEPTH 8',
        'PPI 500',
        'LOSSY 1',
        'COLORSPACE GRAY',
        'COMPRESSION WSQ',
        'WSQ_BITRATE 0.750000',
      ].join('\n'),
    ]);
  });

  it.each([
    ['15 pixels wide', filled(15, 20, () => 1), 0.75],
    ['4097 pixels high', filled(16, 4097, () => 1), 0.75],
    ['with a pixel missing', { ...ridges(20, 20, 1), pixels: new Uint8Array(399) }, 0.75],
    ['at no rate', ridges(20, 20, 1), Number.NaN],
    ['at a rate above all use', ridges(20, 20, 1), 5.1],
    ['at no resolution', ridges(20, 20, 1), 0.75, 0],
  ])('is refused %s', (_what, picture, bitsPerPixel, resolutionPpi = 500) => {
    expect(() => encodeWsq(picture, { bitsPerPixel, resolutionPpi })).toThrow(/^wsq\/not-encodable/);
  });
});

describe('the bin widths', () => {
  it('share out the rate that was asked for', () => {
    const random = randomFrom(5);
    const [width, height] = [256, 256];
    const { bands } = subbandsOf(width, height);
    for (const bitsPerPixel of [0.3, 0.75, 2.25]) {
      const plane = new Float32Array(width * height);
      // Bands of even noise, each of its own strength, none so strong that only the middle is measured.
      const strengths = bands.map(() => 3 + 40 * random());
      for (const [band, area] of bands.entries())
        for (let i = 0; i < area.width * area.height; i += 1)
          plane[(area.y + Math.floor(i / area.width)) * width + area.x + (i % area.width)] =
            (random() - 0.5) * (strengths[band] ?? 0) * Math.sqrt(12);
      const widths = allotBinWidths(plane, width, bands, bitsPerPixel);
      // A band gets as many bits a sample as bins are told apart in five deviations.
      const rate = bands.reduce((sum, area, band) => {
        const bits = Math.log2((5 * (strengths[band] ?? 0)) / (widths[band] ?? 0));
        return band < 60 && bits > 0 ? sum + (bits * area.width * area.height) / plane.length : sum;
      }, 0);
      expect(rate / bitsPerPixel).toBeGreaterThan(0.95);
      expect(rate / bitsPerPixel).toBeLessThan(1.05);
    }
  });
});

describe('the wavelet transform', () => {
  it('is undone for any size', () => {
    const side = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(side, side, fc.integer(), (width, height, seed) => {
        const random = randomFrom(seed);
        const plane = Float32Array.from({ length: width * height }, () => 256 * random() - 128);
        const { splits, bands } = subbandsOf(width, height);
        expect(bands.reduce((sum, band) => sum + band.width * band.height, 0)).toBe(plane.length);
        const changed = plane.slice();
        analyse(changed, width, splits);
        synthesize(changed, width, splits);
        expect(Math.max(...changed.map((value, i) => Math.abs(value - (plane[i] ?? 0))))).toBeLessThan(1e-3);
      }),
      { numRuns: 200 },
    );
  });

  it('gathers an even plane in the lowest band, and a wave in the band of its frequency', () => {
    const [width, height] = [256, 128];
    const { splits, bands } = subbandsOf(width, height);
    const strongest = (value: (x: number, y: number) => number): number => {
      const plane = Float32Array.from({ length: width * height }, (_, i) =>
        value(i % width, Math.floor(i / width)),
      );
      analyse(plane, width, splits);
      const energies = bands.map((area) => {
        let energy = 0;
        for (let y = area.y; y < area.y + area.height; y += 1)
          for (let x = area.x; x < area.x + area.width; x += 1) energy += (plane[y * width + x] ?? 0) ** 2;
        return energy;
      });
      return energies.indexOf(Math.max(...energies));
    };
    expect(strongest(() => 100)).toBe(0);
    // Columns of bands in the order of frequency: each a sixteenth of the half band wide.
    const columns = [4, 7, 8, 19, 20, 23, 24];
    const found = [1, 2, 3, 4, 5, 6, 7].map((step) =>
      strongest((x) => 100 * Math.cos((Math.PI * (step + 0.5) * (x + 0.5)) / 16)),
    );
    expect(found).toEqual(columns);
  });
});

describe('a Huffman table', () => {
  const frequencies = fc.array(fc.oneof(fc.constant(0), fc.nat(1000), fc.nat(2 ** 30)), {
    minLength: 256,
    maxLength: 256,
  });

  it('is a prefix code with a code for each symbol that comes, none all ones', () => {
    fc.assert(
      fc.property(frequencies, (counts) => {
        const table = buildHuffmanTable(counts);
        expect(flawOf(table)).toBeUndefined();
        const { bits } = codesOf(table);
        if (counts.some(Boolean)) expect([...bits].map(Boolean)).toEqual(counts.map(Boolean));
        expect(lookupOf(table)[0xffff]).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps to 16 bits where the best code is longer', () => {
    let [a, b] = [1, 1];
    const fibonacci = Array.from({ length: 256 }, (_, i) => {
      [a, b] = [b, a + b];
      return i < 40 ? a : 0;
    });
    const table = buildHuffmanTable(fibonacci);
    expect(table.lengths).toHaveLength(16);
    expect(table.lengths.reduce((sum, n) => sum + n, 0)).toBe(40);
    expect(flawOf(table)).toBeUndefined();
  });

  it('takes as few bits as can be', () => {
    // ITU-T T.81 annex K leaves all ones free: of 1 : 1 : 2 : 4 and that, the entropy's code plus one.
    const table = buildHuffmanTable([4, 2, 1, 1, ...new Array<number>(252).fill(0)]);
    expect(table).toEqual({ lengths: [1, 1, 1, 1, ...new Array<number>(12).fill(0)], symbols: [0, 1, 2, 3] });
  });

  it.each([
    ['no codes', { lengths: [0], symbols: [] }],
    ['three codes of one bit', { lengths: [3], symbols: [1, 2, 3] }],
    ['a symbol twice', { lengths: [0, 2], symbols: [1, 1] }],
  ])('with %s is none', (_what, table) => {
    expect(flawOf(table)).toEqual(expect.any(String));
  });
});

describe('coefficients', () => {
  const coefficient = fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    fc.integer({ min: -90, max: 90 }),
    fc.integer({ min: -300, max: 300 }),
    fc.integer({ min: -32_767, max: 32_767 }),
  );
  const run = fc.oneof(fc.nat(120), fc.nat(300), fc.constantFrom(65_535, 65_536, 140_000));
  const block = fc
    .array(fc.tuple(run, fc.array(coefficient, { maxLength: 20 })), { maxLength: 5 })
    .map((parts) =>
      Int16Array.from(parts.flatMap(([zeros, some]) => [...new Array<number>(zeros).fill(0), ...some])),
    );

  it('come back from their codes', () => {
    fc.assert(
      fc.property(block, (coefficients) => {
        const table = buildHuffmanTable(countSymbols(coefficients));
        const coded = encodeBlock(coefficients, table).filter(
          (byte, i, all) => byte !== 0 || all[i - 1] !== 0xff,
        );
        const back = new Int16Array(coefficients.length);
        expect(decodeBlock(coded, 0, lookupOf(table), back, 0)).toBe(back.length);
        expect(back).toEqual(coefficients);
      }),
      { numRuns: 150 },
    );
  });
});
