import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../fixtures/random.ts';
import { orientationCertainty } from './finger/quality/ocl.ts';
import { decodeGray, type GrayPicture, grayToPng } from './picture.ts';
import { type BiometricsPool, openBiometricsPool } from './pool.ts';

const portrait = new URL('../../fixtures/people/portrait.jpg', import.meta.url);

describe('orientation certainty', () => {
  const stripes = (angle: number, noise: number): GrayPicture => ({
    width: 96,
    height: 96,
    pixels: Uint8Array.from({ length: 96 * 96 }, (_, index) => {
      const [x, y] = [index % 96, Math.floor(index / 96)];
      const wave = Math.sin((2 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle))) / 9);
      const scatter = ((Math.imul(index + 1, 2_654_435_761) >>> 0) / 2 ** 32 - 0.5) * noise;
      return Math.round(128 + 100 * wave + scatter);
    }),
  });
  const random = randomFrom(1);
  const mean = (picture: GrayPicture): number => {
    const blocks = orientationCertainty(picture);
    return blocks.reduce((sum, { certainty }) => sum + certainty, 0) / blocks.length;
  };

  it('is near one on straight ridges in any direction, and falls with noise', () => {
    for (const angle of [0, 0.4, 0.9, 1.5, 2.3]) expect(mean(stripes(angle, 0))).toBeGreaterThan(0.95);
    expect(mean(stripes(0.9, 60))).toBeLessThan(mean(stripes(0.9, 0)));
    expect(
      mean({
        ...stripes(0, 0),
        pixels: stripes(0, 0).pixels.map(() => Math.floor(random() * 256)),
      }),
    ).toBeLessThan(0.4);
  });

  const samples = process.env['STATION_SAMPLES'];
  const folder = `${samples}/biometrics/nfiq2-sfinge`;
  it.skipIf(samples === undefined || !existsSync(folder))(
    'has the mean that NFIQ 2 gives (set STATION_SAMPLES to the folder with biometrics/nfiq2-sfinge)',
    async () => {
      for (const name of ['SFinGe_Test01', 'SFinGe_Test02']) {
        const expected = Number(
          /OCL_Bin10_Mean: ([\d.]+)/.exec(await readFile(`${folder}/${name}_output.txt`, 'utf8'))?.[1],
        );
        expect(mean(readPgm(await readFile(`${folder}/${name}.pgm`)))).toBeCloseTo(expected, 5);
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

describe('the worker', () => {
  let pool: BiometricsPool;
  beforeAll(() => {
    pool = openBiometricsPool();
  });
  afterAll(() => pool.close());

  it('keeps a picture to the last pixel', async () => {
    const image = {
      width: 64,
      height: 40,
      pixels: Uint8Array.from({ length: 2560 }, (_, index) => (index * 7) & 0xff),
    };
    const { png } = await pool.run('png', { image });
    expect((await decodeGray(png)).pixels).toEqual(image.pixels);
    expect(await grayToPng(image)).toEqual(png);
  });

  it('refuses what is no picture, and judges the next one', async () => {
    await expect(pool.run('photo', { bytes: new Uint8Array([1, 2, 3]) })).rejects.toThrow();
    const bytes = new Uint8Array(await readFile(portrait));
    expect(await pool.run('photo', { bytes })).toEqual({ width: 528, height: 704 });
  });

  it('does not begin what was given up before', async () => {
    const image = { width: 2, height: 2, pixels: new Uint8Array(4) };
    await expect(pool.run('png', { image }, AbortSignal.abort())).rejects.toThrow();
  });

  it('forgets what is given up while it waits, and does the rest', async () => {
    const image = { width: 512, height: 512, pixels: new Uint8Array(512 * 512) };
    const abort = new AbortController();
    const runs = [1, 2, 3, 4].map((count) =>
      pool.run('png', { image }, count === 3 ? abort.signal : undefined),
    );
    abort.abort();
    const ends = await Promise.allSettled(runs);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not decode a picture that claims to be enormous', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"></svg>');
    await expect(pool.run('photo', { bytes: new Uint8Array(svg) })).rejects.toThrow();
  });
});
