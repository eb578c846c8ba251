import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../fixtures/random.ts';
import { readFingerRecord } from './finger-record.ts';
import { writeFingerRecord } from './finger-record-2011.ts';
import type { FingerCapture } from './finger-view.ts';
import { stationAlgorithm } from './quality.ts';
import { finger, hex, isRead, spoil } from './test-records.ts';

/** The right index, 3 × 2 pixels. */
const index: FingerCapture = {
  position: 2,
  impression: 'live-rolled',
  width: 3,
  height: 2,
  resolutionPpi: 500,
  encoding: 'raw',
  bytes: hex('00 10 20 30 40 50'),
  quality: [{ score: 77, ...stationAlgorithm }],
  capturedAt: new Date('2026-11-25T07:30:05.250Z'),
  device: { technology: 4, vendor: 0x1234, product: 0x0009 },
};

// Tables 2 to 4 of ISO/IEC 19794-4:2011, laid out by hand.
const record2011 = hex(`
  46495200 30323000 00000044 0001 00 01
  00000034 07ea 0b 19 07 1e 05 00fa 04 1234 0009 01 4d 0000 0001
  02 00 01 01f4 01f4 01f4 01f4 08 00 01 0003 0002 00000006 001020304050`);

// Tables of section 7 of ISO/IEC 19794-4:2005, laid out by hand: both thumbs, 2 × 2, 197 pixels per centimetre.
const record2005 = hex(`
  46495200 30313000 000000000044 0009 001e 02 02 00c5 00c5 00c5 00c5 08 00 0000
  00000012 01 01 01 fe 00 0002 0002 00 01020304
  00000012 06 01 01 fe 00 0002 0002 00 05060708`);

describe('a finger record of 2011', () => {
  it('has every byte where the tables put it', () => {
    expect(Buffer.from(writeFingerRecord([index])).toString('hex')).toBe(
      Buffer.from(record2011).toString('hex'),
    );
  });

  it('is as long as the one that MOSIP’s layout gives for 250,000 pixels', () => {
    const slap = { ...index, position: 13, width: 500, height: 500, bytes: new Uint8Array(250_000) };
    expect(writeFingerRecord([slap])).toHaveLength(250_062);
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(finger, { minLength: 1, maxLength: 14 }), (captures) => {
        expect(readFingerRecord(writeFingerRecord(captures))).toEqual({ version: '2011', captures });
      }),
    );
  });

  it('counts positions once and representations of one position from 0', () => {
    const written = writeFingerRecord([index, { ...index, position: 3 }, index]);
    const numbers = [0, 1, 2].map((place) => written[16 + place * 52 + 25]);
    expect({ representations: written[13], positions: written[15], numbers }).toEqual({
      representations: 3,
      positions: 2,
      numbers: [0, 0, 1],
    });
  });

  it('is read past certification blocks and what follows a picture', () => {
    const certified = hex(`
      46495200 30323000 00000045 0001 01 01
      00000035 ffff ff ff ff ff ff ffff 00 0000 0000 00 01 123405
      0d 00 02 00c5 00c5 00c5 00c5 08 01 1d 0001 0002 00000002 aabb 0001 0004 9999`);
    expect(readFingerRecord(certified).captures).toEqual([
      {
        position: 13,
        impression: 'unknown',
        width: 1,
        height: 2,
        resolutionPpi: 500,
        encoding: 'raw',
        bytes: hex('aabb'),
        quality: [],
        device: { technology: 0, vendor: 0, product: 0 },
      },
    ]);
  });

  it.each([
    ['another position', { position: 21 }, 'record/unsupported'],
    ['fewer pixels than its size', { width: 4 }, 'record/malformed'],
    ['a score above 100', { quality: [{ score: 101, vendor: 0, algorithm: 1 }] }, 'record/unwritable'],
    ['a vendor of more than 16 bits', { quality: [{ vendor: 0x10000, algorithm: 1 }] }, 'record/unwritable'],
  ])('is not written with %s', (_what, change, code) => {
    expect(() => writeFingerRecord([{ ...index, ...change }])).toThrow(expect.objectContaining({ code }));
  });
});

describe('a finger record of 2005', () => {
  it('is read by its tables', () => {
    const thumb: FingerCapture = {
      position: 1,
      impression: 'live-plain',
      width: 2,
      height: 2,
      resolutionPpi: 500,
      encoding: 'raw',
      bytes: hex('01020304'),
      quality: [],
      device: { technology: 0, vendor: 0, product: 9 },
    };
    const other = { ...thumb, position: 6, bytes: hex('05060708') };
    expect(readFingerRecord(record2005)).toEqual({ version: '2005', captures: [thumb, other] });
  });

  it('is not the American one, whose header is four bytes longer', () => {
    const american = Uint8Array.from([
      ...record2005.subarray(0, 14),
      ...hex('00070001'),
      ...record2005.subarray(14),
    ]);
    expect(isRead(readFingerRecord, american.with(13, american.length))).toBe(false);
  });

  it.each([
    [2, 'wsq'],
    [3, 'jpeg'],
    [4, 'jp2'],
    [5, 'png'],
  ])('names compression %i as this edition does', (code, encoding) => {
    expect(readFingerRecord(record2005.with(29, code)).captures[0]).toMatchObject({ encoding });
  });
});

describe.each([
  ['2011', record2011],
  ['2005', record2005],
])('a spoilt finger record of %s', (edition, record) => {
  it('is read or refused with the place, never worse', () => {
    spoil(readFingerRecord, record, randomFrom(Number(edition)));
  });

  it('is refused at the first byte that cannot be', () => {
    const refusal = (bytes: Uint8Array) => expect.objectContaining({ place: { offset: bytes.length } });
    const longer = Uint8Array.from([...record, 0]);
    expect(() => readFingerRecord(longer)).toThrow(
      expect.objectContaining({ code: 'record/malformed', place: { offset: 8 } }),
    );
    expect(() => readFingerRecord(record.subarray(0, 6))).toThrow(
      expect.objectContaining({ code: 'record/cut-off', place: { offset: 4 } }),
    );
    expect(() => readFingerRecord(new Uint8Array())).toThrow(refusal(new Uint8Array()));
  });
});
