import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFace19794 } from '../../../drivers/card/emrtd/lds/face-19794.ts';
import { randomFrom } from '../../../fixtures/random.ts';
import { type FaceImage, readFaceRecord, writeFaceRecord } from './face-record.ts';
import { type IrisImage, readIrisRecord, writeIrisRecord } from './iris-record.ts';
import { device, fileBytes, hex, picture, quality, spoil, time, word } from './test-records.ts';

const portrait: FaceImage = {
  kind: 'full-frontal',
  encoding: 'jpeg',
  width: 480,
  height: 640,
  colour: 'rgb24',
  sex: 'female',
  source: 'still-digital',
  device: 7,
  points: [{ type: 1, code: 0xc1, x: 300, y: 250 }],
  bytes: hex('ffd8ffd9'),
};

// Section 5 of ISO/IEC 19794-5:2005, laid out by hand.
const faceRecord = hex(`
  46414300 30313000 0000003a 0001
  0000002c 0001 02 00 00 000000 0000 000000 000000
  01 c1 012c 00fa 0000
  01 00 01e0 0280 01 02 0007 0000 ffd8ffd9`);

const eye: IrisImage = {
  eye: 'left',
  kind: 'vga',
  encoding: 'png',
  width: 640,
  height: 480,
  device: { technology: 1, vendor: 0x0102, product: 0x0304 },
  quality: [{ score: 90, vendor: 0, algorithm: 1 }],
  capturedAt: new Date('2026-01-02T03:04:05.006Z'),
  distance: 350,
  centreAcross: [318, 322],
  centreDown: [238, 242],
  diameter: [210, 220],
  bytes: hex('89504e47'),
};

// Tables 3 and 4 of ISO/IEC 19794-6:2011, laid out by hand; 45 is upright both ways and never compressed with loss.
const irisRecord = hex(`
  49495200 30323000 0000004d 0001 00 01
  0000003d 07ea 01 02 03 04 05 0006 01 0102 0304 01 5a 0000 0001
  0001 02 02 0e 45 0280 01e0 08 015e ffff ffff 013e 0142 00ee 00f2 00d2 00dc
  00000004 89504e47`);

const face: fc.Arbitrary<FaceImage> = fc
  .record({
    image: fc.record({
      encoding: fc.constantFrom('jpeg' as const, 'jp2' as const),
      width: fc.integer({ min: 1, max: 4000 }),
      height: fc.integer({ min: 1, max: 4000 }),
      bytes: fileBytes,
    }),
    kind: fc.constantFrom(
      'basic' as const,
      'full-frontal' as const,
      'token-frontal' as const,
      'other' as const,
    ),
    colour: fc.constantFrom('unspecified' as const, 'rgb24' as const, 'gray8' as const),
    sex: fc.constantFrom('unspecified' as const, 'male' as const, 'female' as const, 'unknown' as const),
    source: fc.constantFrom('unspecified' as const, 'still-digital' as const, 'video-digital' as const),
    device: word,
    points: fc.array(fc.record({ type: fc.nat(255), code: fc.nat(255), x: word, y: word }), { maxLength: 5 }),
  })
  .map(({ image, ...rest }) => ({ ...rest, ...image }));

const range = fc.tuple(word, word);
const iris: fc.Arbitrary<IrisImage> = fc
  .record({
    image: picture(['raw', 'jpeg', 'jp2-lossless', 'png'] as const),
    eye: fc.constantFrom('unspecified' as const, 'right' as const, 'left' as const),
    kind: fc.constantFrom(
      'uncropped' as const,
      'vga' as const,
      'cropped' as const,
      'cropped-masked' as const,
    ),
    capturedAt: fc.option(time, { nil: undefined }),
    device,
    quality: fc.array(quality, { maxLength: 2 }),
    distance: word,
    centreAcross: range,
    centreDown: range,
    diameter: range,
  })
  .map(({ image, capturedAt, ...rest }) => ({ ...rest, ...image, ...(capturedAt && { capturedAt }) }));

describe('a face record', () => {
  it('has every byte where the standard puts it', () => {
    expect(Buffer.from(writeFaceRecord([portrait])).toString('hex')).toBe(
      Buffer.from(faceRecord).toString('hex'),
    );
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(face, { minLength: 1, maxLength: 4 }), (faces) => {
        expect(readFaceRecord(writeFaceRecord(faces))).toEqual(faces);
      }),
    );
  });

  it('is read by what reads the faces of chips', () => {
    fc.assert(
      fc.property(face, (one) => {
        expect(readFace19794(writeFaceRecord([one]))).toEqual(one.bytes);
      }),
    );
  });

  it('is read or refused with the place when it is spoilt', () => {
    spoil(readFaceRecord, faceRecord, randomFrom(5));
  });

  it('is refused when it claims more points than it has bytes', () => {
    const spoilt = faceRecord.with(18, 0xff).with(19, 0xff);
    expect(() => readFaceRecord(spoilt)).toThrow(
      expect.objectContaining({ code: 'record/cut-off', place: { offset: 34 } }),
    );
  });
});

describe('an iris record', () => {
  it('has every byte where the tables put it', () => {
    expect(Buffer.from(writeIrisRecord([eye])).toString('hex')).toBe(Buffer.from(irisRecord).toString('hex'));
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(iris, { minLength: 1, maxLength: 2 }), (images) => {
        expect(readIrisRecord(writeIrisRecord(images))).toEqual(images);
      }),
    );
  });

  it('is read or refused with the place when it is spoilt', () => {
    spoil(readIrisRecord, irisRecord, randomFrom(6));
  });
});
