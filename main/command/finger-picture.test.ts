import { existsSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../fixtures/random.ts';
import { decodeWsq } from '../biometrics/finger/wsq/decode.ts';
import { encodeWsq } from '../biometrics/finger/wsq/encode.ts';
import { writePgm } from '../biometrics/pgm.ts';
import { grayToPng } from '../biometrics/picture.ts';
import { unknownDevice } from '../biometrics/records/capture-block.ts';
import { writeFingerRecord } from '../biometrics/records/finger-record-2011.ts';
import { writeItlTransaction } from '../biometrics/records/itl-transaction.ts';
import { spoil } from '../biometrics/test-mutations.ts';
import { isRefusal, readFingerPicture } from './finger-picture.ts';

const [width, height] = [40, 30];
const pixels = Uint8Array.from({ length: width * height }, (_, i) => 128 + 100 * Math.sin(i / 3));
const picture = { width, height, pixels };
const pgm = writePgm(picture);
const png = await grayToPng(picture);
const wsq = encodeWsq(picture);
const view = {
  ...picture,
  bytes: pixels,
  position: 3,
  impression: 'live-plain',
  resolutionPpi: 500,
} as const;
const capture = { ...view, quality: [], device: unknownDevice };

function transactionOf(
  binaryFingers: Parameters<typeof writeItlTransaction>[0]['binaryFingers'],
): Uint8Array {
  const header = {
    version: '0502',
    kind: 'X',
    date: '20261125',
    destination: 'A',
    origin: 'B',
    controlNumber: '1',
  };
  return writeItlTransaction({ header, descriptions: [], binaryFingers, faces: [], fingers: [] });
}

/** A chunk of PNG put behind the header, which ends at byte 33. */
function withChunk(file: Uint8Array, type: string, data: Buffer): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Uint8Array.from(Buffer.concat([file.subarray(0, 33), length, body, check, file.subarray(33)]));
}

/** What the file says of its resolution: pHYs in pixels per metre. */
function pngOf(pixelsPerMetre: number): Uint8Array {
  const data = Buffer.alloc(9);
  data.writeUInt32BE(pixelsPerMetre, 0);
  data.writeUInt32BE(pixelsPerMetre, 4);
  data[8] = 1;
  return withChunk(png, 'pHYs', data);
}

/** The same PNG with another size in its header. */
function pngClaiming(side: number): Uint8Array {
  const header = Buffer.from(png.subarray(12, 29));
  header.writeUInt32BE(side, 4);
  header.writeUInt32BE(side, 8);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(header));
  return Uint8Array.from(Buffer.concat([png.subarray(0, 12), header, check, png.subarray(33)]));
}

const colour = (channels: 3 | 4): Promise<Buffer> =>
  sharp({ create: { width, height, channels, background: 'red' } })
    .png()
    .toBuffer();
const [rgb, rgba] = [await colour(3), await colour(4)];
const deep = await sharp(Buffer.alloc(2 * width * height), { raw: { width, height, channels: 1 } })
  .toColourspace('grey16')
  .png()
  .toBuffer();

describe('a fingerprint is read', () => {
  const same = { picture, isLossy: false };
  const assumed = { resolutionPpi: 500, isResolutionAssumed: true };
  const said = { resolutionPpi: 500, isResolutionAssumed: false };
  const decoded = decodeWsq(wsq).pixels;
  const lossy = { picture: { width, height, pixels: decoded }, isLossy: true, ...said };
  it.each([
    ['PGM', pgm, { ...same, ...assumed, format: 'PGM' }],
    ['PNG without resolution', png, { ...same, ...assumed, format: 'PNG' }],
    ['PNG of 500 ppi', pngOf(19_685), { ...same, ...said, format: 'PNG' }],
    ['WSQ', wsq, { ...lossy, format: 'WSQ' }],
    [
      'a finger record',
      writeFingerRecord([{ ...capture, encoding: 'raw' }]),
      { ...same, ...said, format: 'raw in ISO/IEC 19794-4', position: 3 },
    ],
    [
      'a finger record with PNG',
      writeFingerRecord([{ ...capture, bytes: png, encoding: 'png' }]),
      { ...same, ...said, format: 'PNG in ISO/IEC 19794-4', position: 3 },
    ],
    [
      'a transaction with WSQ of another size than it says',
      transactionOf([{ ...view, width: 99, bytes: wsq, encoding: 'wsq', quality: [] }]),
      { ...lossy, format: 'WSQ in ANSI/NIST-ITL', position: 3 },
    ],
  ])('%s', async (_what, bytes, expected) => {
    expect(await readFingerPicture(bytes)).toEqual(expected);
  });
});

describe('a file is refused with a code', () => {
  const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
  it.each([
    ['nothing', new Uint8Array(), 'picture/unknown-format'],
    ['text', latin1('no picture'), 'picture/unknown-format'],
    [
      'SVG, which has no pixels',
      latin1('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'picture/unknown-format',
    ],
    ['PGM of 1 × 1', latin1('P5 1 1 255\n\0'), 'picture/too-small'],
    ['PGM that claims 20,000 × 20,000', latin1('P5 20000 20000 255\n'), 'pgm/too-large'],
    [
      'PGM of 4,097 × 16',
      writePgm({ width: 4097, height: 16, pixels: new Uint8Array(4097 * 16) }),
      'picture/too-large',
    ],
    ['PGM of 16 bits', latin1('P5 1 1 65535\n\0\0'), 'pgm/unsupported'],
    ['colour as PPM', latin1('P6 1 1 255\n\0\0\0'), 'pgm/unsupported'],
    ['PNG that claims 1 × 1', pngClaiming(1), 'picture/too-small'],
    ['PNG that claims 20,000 × 20,000', pngClaiming(20_000), 'picture/too-large'],
    ['PNG that claims 2³¹ − 1 to a side', pngClaiming(2 ** 31 - 1), 'picture/malformed'],
    ['PNG cut off', png.subarray(0, -100), 'picture/malformed'],
    ['PNG in colour', rgb, 'picture/not-gray'],
    ['PNG in colour with transparency', rgba, 'picture/not-gray'],
    ['PNG of 16 bits', deep, 'picture/not-8-bit'],
    ['PNG of 300 ppi', pngOf(11_811), 'picture/not-500-ppi'],
    ['WSQ of 1000 ppi', encodeWsq(picture, { resolutionPpi: 1000 }), 'picture/not-500-ppi'],
    ['WSQ cut off', wsq.subarray(0, -9), 'wsq/truncated'],
    ['JPEG 2000 cut off', Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0), 'jpeg2000/malformed'],
    [
      'a record of two',
      writeFingerRecord([1, 2].map((position) => ({ ...capture, position, encoding: 'raw' }))),
      'picture/not-one',
    ],
    ['a transaction without fingers', transactionOf([]), 'picture/not-one'],
    [
      'a record cut off',
      writeFingerRecord([{ ...capture, encoding: 'raw' }]).subarray(0, -1),
      'record/malformed',
    ],
    [
      'a record within a record',
      writeFingerRecord([
        { ...capture, bytes: writeFingerRecord([{ ...capture, encoding: 'raw' }]), encoding: 'png' },
      ]),
      'picture/unknown-format',
    ],
    [
      'a record of 1000 ppi',
      writeFingerRecord([{ ...capture, resolutionPpi: 1000, encoding: 'raw' }]),
      'picture/not-500-ppi',
    ],
  ])('%s', async (_what, bytes, code) => {
    const error = await readFingerPicture(bytes).catch((reason: unknown) => reason);
    expect(isRefusal(error)).toBe(true);
    expect(error).toMatchObject({ code, message: expect.stringMatching(new RegExp(`^${code}: .`)) });
  });
});

const samples = process.env['STATION_SAMPLES'];
const jp2 = `${samples}/biometrics/jp2/portll.jp2`;
it.skipIf(samples === undefined || !existsSync(jp2))(
  'refuses JPEG 2000 in colour (set STATION_SAMPLES to the folder with biometrics/jp2)',
  async () => {
    await expect(readFingerPicture(Uint8Array.from(readFileSync(jp2)))).rejects.toMatchObject({
      code: 'picture/not-gray',
    });
  },
);

it('of 2,000 spoilt files of all formats each is read or refused', async () => {
  const files = [pgm, pngOf(19_685), wsq, writeFingerRecord([{ ...capture, bytes: png, encoding: 'png' }])];
  const random = randomFrom(61);
  const seen = new Set<string>();
  for (let round = 0; round < 2000; round += 1) {
    try {
      const { picture: read } = await readFingerPicture(spoil(files, random));
      expect(read.pixels.length).toBe(read.width * read.height);
      seen.add('read');
    } catch (error) {
      if (!isRefusal(error)) throw error;
      seen.add(error.message.split(':')[0] ?? '');
    }
  }
  expect([...seen]).toEqual(
    expect.arrayContaining(['read', 'pgm/cut-off', 'picture/malformed', 'wsq/malformed']),
  );
});
