import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../fixtures/random.ts';
import type { FingerView } from './finger-view.ts';
import { writeBinaryFinger } from './itl-binary-finger.ts';
import type { ItlFace } from './itl-face.ts';
import { readItlFile } from './itl-file.ts';
import type { FingerSegment, ItlFinger, ItlFingerWithoutPicture } from './itl-finger.ts';
import { itlVersion } from './itl-header.ts';
import { type ItlTransaction, readItlTransaction, writeItlTransaction } from './itl-transaction.ts';
import { stationAlgorithm } from './quality.ts';
import { fileBytes, finger, hex, picture, quality, spoil } from './test-records.ts';

/** Control pictures for the separators, as text that can be seen. */
function laid(text: string): Uint8Array {
  const separators = { '␜': '\x1c', '␝': '\x1d', '␞': '\x1e', '␟': '\x1f' };
  const plain = Object.entries(separators).reduce((out, [seen, real]) => out.replaceAll(seen, real), text);
  return Uint8Array.from(Buffer.from(plain.replaceAll('\n', ''), 'utf8'));
}

const header = {
  version: itlVersion,
  kind: 'ENROLL',
  date: '20261125',
  destination: 'CENTRE',
  origin: 'STATION',
  controlNumber: '0001',
};

/** Four pixels that are all separators: what is in a picture must not end a field. */
const leftFour: ItlFinger = {
  position: 14,
  impression: 'live-plain',
  width: 4,
  height: 1,
  resolutionPpi: 500,
  encoding: 'raw',
  bytes: hex('1c 1d 1e 1f'),
  quality: [],
  source: 'CA',
  date: '20261125',
  comment: 'own',
  missing: [
    { position: 9, why: 'amputated' },
    { position: 10, why: 'unprintable' },
  ],
  segments: [
    { position: 7, left: 0, right: 1, top: 0, bottom: 0, quality: [{ score: 81, ...stationAlgorithm }] },
    { position: 8, left: 2, right: 3, top: 0, bottom: 0, quality: [] },
  ],
};
const nothing = { descriptions: [], binaryFingers: [], faces: [], fingers: [] };
const oneSlap: ItlTransaction = { ...nothing, header, fingers: [leftFour] };

// Annex B and section 8.14, laid out and counted by hand: 143 and 223 bytes.
const slapFile = laid(
  `1.001:143␝1.002:0502␝1.003:1␟1␞14␟00␝1.004:ENROLL␝1.005:20261125␝1.007:CENTRE␝1.008:STATION␝
1.009:0001␝1.011:00.00␝1.012:00.00␝1.015:003␟UTF-8␜
14.001:223␝14.002:00␝14.003:0␝14.004:CA␝14.005:20261125␝14.006:4␝14.007:1␝14.008:1␝14.009:500␝
14.010:500␝14.011:NONE␝14.012:8␝14.013:14␝14.018:9␟XX␞10␟UP␝14.020:own␝
14.021:7␟0␟1␟0␟0␞8␟2␟3␟0␟0␝14.024:7␟81␟0000␟1␝14.999:␜␝␞␟␜`,
);

const index: FingerView = {
  position: 2,
  impression: 'live-rolled',
  width: 2,
  height: 1,
  resolutionPpi: 500,
  encoding: 'raw',
  bytes: hex('ab cd'),
  quality: [],
};

describe('a transaction', () => {
  it('has every byte and both counts where the standard puts them', () => {
    expect(slapFile).toHaveLength(143 + 223);
    expect(Buffer.from(writeItlTransaction(oneSlap)).toString('latin1')).toBe(
      Buffer.from(slapFile).toString('latin1'),
    );
  });

  it('lists its records in their order, with the resolution of type 4', () => {
    const face: ItlFace = {
      width: 1,
      height: 1,
      encoding: 'jpeg',
      bytes: hex('ffd8'),
      colour: 'srgb',
      source: 'CA',
      date: '20261125',
    };
    const descriptions = [[{ number: 18, subfields: [['Nguyễn Văn Mẫu']] }]];
    const file = writeItlTransaction({
      header,
      descriptions,
      binaryFingers: [index],
      faces: [face],
      fingers: [leftFour],
    });
    const text = Buffer.from(file).toString('latin1');
    expect(text).toContain('\x1d1.003:1\x1f4\x1e2\x1f00\x1e4\x1f01\x1e10\x1f02\x1e14\x1f03\x1d');
    expect(text).toContain('\x1d1.011:19.69\x1d1.012:19.69\x1d');
    expect(text).toContain(
      `2.001:44\x1d2.002:00\x1d2.018:${Buffer.from('Nguyễn Văn Mẫu').toString('latin1')}\x1c`,
    );
    expect(readItlTransaction(file)).toMatchObject({
      descriptions,
      binaryFingers: [index],
      faces: [face],
      others: [],
    });
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(transaction, (written) => {
        expect(readItlTransaction(writeItlTransaction(written))).toEqual({ ...written, others: [] });
      }),
    );
  });

  it('counts the digits of a length in the length', () => {
    for (let size = 1; size < 1200; size++) {
      const one = { ...leftFour, width: size, bytes: new Uint8Array(size) };
      const file = writeItlTransaction({ ...oneSlap, fingers: [one] });
      const [length] = /(?<=14\.001:)\d+/.exec(Buffer.from(file).toString('latin1')) ?? [];
      expect(Number(length)).toBe(file.length - 143);
    }
  });

  it('is read as others write it: short tags, a separator before the end, unknown fields and records', () => {
    const foreign = laid(
      `1.01:119␝1.02:0300␝1.03:1␟2␞4␟01␞13␟2␝1.04:X␝1.05:19990101␝1.07:A␝1.08:B␝1.09:C␝1.10:D␝1.11:39.37␝1.12:39.37␝1.99:new␝␜`,
    );
    const four = hex('00000013 01 04 03 ffffffffff 01 0001 0001 00 7f');
    const latent = laid('13.1:34␝13.02:2␝13.999:␜␝7.1:8␜34␜');
    const file = Uint8Array.from([...foreign, ...four, ...latent]);
    const read = readItlTransaction(file);
    expect(read.header).toMatchObject({ version: '0300', answersTo: 'D', nativeScanningResolution: 39.37 });
    expect(read.binaryFingers).toEqual([
      {
        ...index,
        impression: 'latent',
        position: 3,
        resolutionPpi: 1000,
        width: 1,
        height: 1,
        bytes: hex('7f'),
      },
    ]);
    expect(read.others).toEqual([{ kind: 'tagged', type: 13, idc: 2, fields: [], data: laid('␜␝7.1:8␜34') }]);
  });

  it('is refused when a record is another than the list says', () => {
    const swapped = Uint8Array.from(
      Buffer.from(Buffer.from(slapFile).toString('latin1').replace('14\x1f00', '14\x1f01'), 'latin1'),
    );
    expect(() => readItlFile(swapped)).toThrow(
      expect.objectContaining({ code: 'record/malformed', place: { offset: 143 } }),
    );
  });

  it('is read or refused with the place when it is spoilt', () => {
    spoil(readItlTransaction, slapFile, randomFrom(14));
    spoil(
      readItlTransaction,
      writeItlTransaction({ ...oneSlap, fingers: [], binaryFingers: [index] }),
      randomFrom(4),
    );
  });

  it.each([
    ['separators in text', { ...leftFour, comment: 'a\x1db' }, '14.020'],
    ['half a letter', { ...leftFour, comment: '\ud800' }, '14.020'],
    [
      'a segment of a slap',
      { ...leftFour, segments: [{ ...leftFour.segments[0], position: 13 } as FingerSegment] },
      '14.021',
    ],
    [
      'half a pixel',
      { ...leftFour, segments: [{ ...leftFour.segments[0], left: 0.5 } as FingerSegment] },
      '14.021',
    ],
    ['no agency', { ...leftFour, source: '' }, '14.004'],
    ['no date', { ...leftFour, date: '2026-11-25' }, '14.005'],
  ])('is not written with %s', (_what, one, field) => {
    expect(() => writeItlTransaction({ ...oneSlap, fingers: [one] })).toThrow(
      expect.objectContaining({ code: 'record/unwritable', place: { field } }),
    );
  });

  it.each([
    ['14.003', '14.003:0', '14.003:A'],
    ['14.006', '14.006:4', '14.006:Z'],
    ['14.018', '9\x1fXX', '9\x1fYY'],
    ['14.021', '7\x1f0\x1f1\x1f0\x1f0', '7\x1f0\x1f1\x1f0\x1fA'],
    ['14.024', '81\x1f0000', '181\x1f000'],
    ['14.999', '14.007:1', '14.007:2'],
  ])('is refused with field %s when that is wrong', (field, was, is) => {
    const text = Buffer.from(slapFile).toString('latin1');
    expect(text.split(was)).toHaveLength(2);
    const changed = Uint8Array.from(Buffer.from(text.replace(was, is), 'latin1'));
    expect(() => readItlTransaction(changed)).toThrow(
      expect.objectContaining({ code: 'record/malformed', place: { field } }),
    );
  });
});

describe('a record of type 4', () => {
  it('has its 18 bytes of header in order', () => {
    const { body } = writeBinaryFinger(index, 0);
    expect(Buffer.from(body).toString('hex')).toBe('0102ffffffffff000002000100abcd');
    const file = writeItlTransaction({ ...oneSlap, fingers: [], binaryFingers: [index] });
    expect(Buffer.from(file.subarray(-20, -15)).toString('hex')).toBe('0000001400');
  });

  it('is for 500 ppi only', () => {
    expect(() => writeBinaryFinger({ ...index, resolutionPpi: 1000 }, 0)).toThrow(
      expect.objectContaining({ code: 'record/unwritable', place: { field: '4.005' } }),
    );
  });
});

const plain = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' });
const word = fc.stringMatching(/^[A-Za-z0-9]{1,9}$/);
const date = fc.constantFrom('20261125', '19991231', '20240229');
const vietnamese = fc.constantFrom('Nguyễn Thị Ánh', 'Đặng', 'a&b', 'Hoà');
const single = fc.integer({ min: 1, max: 10 });
const pixel = fc.integer({ min: 0, max: 99_999 });
const why = fc.constantFrom('amputated' as const, 'unprintable' as const);
const missing = fc.array(fc.record({ position: single, why }), { maxLength: 3 });
const origin = fc
  .record({
    source: word,
    date,
    missing,
    comment: fc.option(fc.oneof(plain, vietnamese), { nil: undefined }),
  })
  .map(({ comment, ...rest }) => ({ ...rest, ...(comment !== undefined && { comment }) }));

function view(capture: FingerView): FingerView {
  const { position, impression, width, height, resolutionPpi, encoding, bytes } = capture;
  return { position, impression, width, height, resolutionPpi, encoding, bytes, quality: [] };
}

const segments = fc
  .uniqueArray(single, { minLength: 1, maxLength: 4 })
  .chain((positions) =>
    fc.tuple(
      ...positions.map((position) =>
        fc
          .tuple(pixel, pixel, pixel, pixel, fc.array(quality, { maxLength: 2 }))
          .map(([left, right, top, bottom, of]) => ({ position, left, right, top, bottom, quality: of })),
      ),
    ),
  );
const rolled = fc.tuple(finger, origin, single, fc.array(quality, { maxLength: 2 })).map(
  ([capture, from, position, of]): ItlFinger => ({
    ...view(capture),
    ...from,
    position,
    quality: of,
    segments: [],
  }),
);
const slap = fc.tuple(finger, origin, fc.constantFrom(13, 14, 15), segments).map(
  ([capture, from, position, parts]): ItlFinger => ({
    ...view(capture),
    ...from,
    position,
    segments: parts,
  }),
);
const absent = fc.tuple(finger, origin, single, why).map(
  ([{ impression }, from, position, reason]): ItlFingerWithoutPicture => ({
    ...from,
    position,
    impression,
    missing: [{ position, why: reason }],
  }),
);
const face = fc
  .record({
    image: picture(['jpeg', 'jp2', 'png'] as const),
    colour: fc.constantFrom('srgb' as const, 'gray' as const, 'ycc' as const, 'unknown' as const),
    source: word,
    date,
  })
  .map(({ image, ...rest }): ItlFace => ({ ...rest, ...image }));
const field = fc.record({
  number: fc.integer({ min: 3, max: 998 }),
  subfields: fc.array(fc.array(fc.oneof(word, vietnamese, fc.constant('')), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  }),
});
const transaction: fc.Arbitrary<ItlTransaction> = fc
  .record({
    header: fc.record({
      version: word,
      kind: word,
      date,
      destination: word,
      origin: word,
      controlNumber: word,
    }),
    descriptions: fc.array(fc.array(field, { maxLength: 4 }), { maxLength: 2 }),
    binary: fc.option(finger, { nil: undefined }),
    faces: fc.array(face, { maxLength: 1 }),
    fingers: fc.array(fc.oneof(rolled, slap, absent), { maxLength: 6 }),
    bytes: fileBytes,
  })
  .map(({ header: head, binary, descriptions, faces, fingers }) => {
    const binaryFingers = binary ? [{ ...view(binary), resolutionPpi: 500 }] : [];
    const named = binary ? { ...head, nativeScanningResolution: 19.69 } : head;
    return { header: named, descriptions, binaryFingers, faces, fingers };
  });
