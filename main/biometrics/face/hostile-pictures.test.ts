import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sitterFile } from '../../../fixtures/people/portraits.ts';
import { randomFrom } from '../../../fixtures/random.ts';
import { rulesOn } from '../../applications/rules.ts';
import { type BiometricsPool, openBiometricsPool } from '../pool.ts';
import { spoil } from '../test-mutations.ts';
import { assessFrame } from './assess.ts';
import { tensorCount } from './models.ts';

const rules = rulesOn('2026-11-25').portrait;

/** A small portrait, as a live frame is. */
let small: Sharp;
let jpeg: Uint8Array;
let png: Uint8Array;
let pool: BiometricsPool;
beforeAll(async () => {
  small = sharp(await readFile(sitterFile)).resize(180);
  jpeg = new Uint8Array(await small.clone().jpeg({ quality: 90 }).toBuffer());
  png = new Uint8Array(await small.clone().png({ palette: true }).toBuffer());
  pool = openBiometricsPool();
});
afterAll(() => pool.close());

/** What the worker makes of a picture: a verdict, or why there is none. */
function judged(bytes: Uint8Array): Promise<string> {
  return pool.run('portrait', { bytes, rules }).then(
    ({ checks, width, height }) => (checks.length > 0 && width > 0 && height > 0 ? 'verdict' : 'nothing'),
    (error: Error) => error.message,
  );
}

describe('hostile pictures', () => {
  it('are judged or refused by the hundred, and never end the worker', async () => {
    const random = randomFrom(7);
    const told = { verdict: 0, refusal: 0 };
    const tiny = small.clone().resize(48);
    // In most of them no face is found, which is quick.
    const tinies = [await tiny.clone().jpeg().toBuffer(), await tiny.clone().png().toBuffer()].map(
      (bytes) => new Uint8Array(bytes),
    );
    for (let round = 0; round < 120; round += 1) {
      const outcome = await judged(spoil(round % 6 === 0 ? [jpeg, png] : tinies, random));
      expect(outcome).not.toMatch(/^nothing$|worker ended|not judged in time/);
      told[outcome === 'verdict' ? 'verdict' : 'refusal'] += 1;
    }
    expect(told.verdict).toBeGreaterThan(5);
    expect(told.refusal).toBeGreaterThan(40);
  }, 240_000);

  it('are refused by their header when that says gigabytes', async () => {
    const frame = Buffer.from(jpeg);
    const sizeAt = frame.indexOf('ffc0', 0, 'hex') + 5;
    const table = Buffer.from(png);
    for (const side of [41_000, 65_500]) {
      frame.writeUInt16BE(side, sizeAt);
      frame.writeUInt16BE(side, sizeAt + 2);
      table.writeUInt32BE(side, 16);
      table.writeUInt32BE(side, 20);
      table.writeUInt32BE(crc32(table.subarray(12, 29)), 29);
      expect(await judged(frame)).toMatch(/pixel limit/);
      expect(await judged(table)).toMatch(/pixel limit/);
    }
  }, 60_000);

  it('are judged in every colour, depth and orientation that a JPEG or PNG can have', async () => {
    const kinds = {
      cmyk: small.clone().toColourspace('cmyk').jpeg(),
      gray: small.clone().grayscale().jpeg(),
      progressive: small.clone().jpeg({ progressive: true }),
      '16 bit': small.clone().toColourspace('rgb16').png(),
      '1 bit': small.clone().threshold().png({ palette: true, colours: 2 }),
      transparent: small.clone().ensureAlpha(0.5).png(),
      interlaced: small.clone().png({ progressive: true }),
    };
    const outcomes = Object.entries(kinds).map(async ([kind, file]) => [
      kind,
      await judged(await file.toBuffer()),
    ]);
    expect(Object.fromEntries(await Promise.all(outcomes))).toEqual(
      Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 'verdict'])),
    );
    for (const orientation of [2, 3, 4, 5, 6, 7, 8]) {
      const turned = await small.clone().withMetadata({ orientation }).jpeg().toBuffer();
      const { width, height } = await pool.run('portrait', { bytes: turned, rules });
      expect(width > height).toBe(orientation > 4);
    }
  }, 60_000);

  it('are refused when they move, or are of another kind', async () => {
    const pixels = { create: { width: 180, height: 240, channels: 3, background: '#808080' } } as const;
    const others = [
      await sharp([await small.clone().toBuffer(), await small.clone().toBuffer()], {
        join: { animated: true },
      })
        .gif()
        .toBuffer(),
      await sharp(pixels).webp().toBuffer(),
      await sharp(pixels).tiff().toBuffer(),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      new Uint8Array(),
      new Uint8Array(1 << 20),
    ];
    for (const bytes of others) expect(await judged(bytes)).toMatch(/^neither JPEG nor PNG/);
  }, 60_000);
});

describe('hundreds of frames', () => {
  it('leave no tensors behind', async () => {
    const nobody = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#909090' } })
      .jpeg()
      .toBuffer();
    await assessFrame(jpeg, rules);
    await assessFrame(nobody, rules);
    const before = await tensorCount();
    for (let round = 0; round < 100; round += 1) await assessFrame(round % 50 === 0 ? jpeg : nobody, rules);
    expect(await tensorCount()).toBe(before);
  }, 240_000);
});
