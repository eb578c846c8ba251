import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BiometricsPool, openBiometricsPool } from './biometrics/pool.ts';
import { shownPicture } from './shown-picture.ts';

const samples = process.env['STATION_SAMPLES'];
const portrait = `${samples}/biometrics/jp2/port.jp2`;
const lines: string[] = [];
const log = (line: string): number => lines.push(line);

let pool: BiometricsPool;
beforeAll(() => {
  pool = openBiometricsPool();
});
afterAll(() => pool.close());

it('a picture that every page shows is given as it is stored', async () => {
  const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
  expect(await shownPicture(pool, log, { mime: 'image/jpeg', bytes })).toEqual({ mime: 'image/jpeg', bytes });
});

it.skipIf(samples === undefined || !existsSync(portrait))(
  'a JPEG 2000 becomes a PNG (set STATION_SAMPLES to the folder with biometrics/jp2)',
  async () => {
    const stored = { mime: 'image/jp2', bytes: new Uint8Array(readFileSync(portrait)) };
    const { mime, bytes } = await shownPicture(pool, log, stored);
    expect([mime, Buffer.from(bytes.subarray(0, 4)).toString('latin1')]).toEqual(['image/png', '\x89PNG']);
  },
);

it('one that cannot be decoded stays what it is, and the log says why', async () => {
  const stored = { mime: 'image/jp2', bytes: Uint8Array.of(0xff, 0x4f, 0xff, 0x51, ...Array(60).fill(0)) };
  expect(await shownPicture(pool, log, stored)).toEqual(stored);
  expect(lines).toEqual(['a chip portrait cannot be shown: jpeg2000/malformed: empty picture or tiles']);
});
