import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { type CaptureDevice, readCapture, writeCapture } from './capture-block.ts';
import { type CarriedPicture, mostPictures, pictureFault } from './picture-limits.ts';
import type { Quality } from './quality.ts';
import { checkRecordSize, RecordError } from './record-error.ts';

const eyes = ['unspecified', 'right', 'left'] as const;
/** Image types of table 4. */
const irisKindCodes = { uncropped: 1, vga: 2, cropped: 3, 'cropped-masked': 7 } as const;
/** Image formats of table 4, one channel each; those of three channels are not taken. */
const irisEncodingCodes = { raw: 2, jpeg: 6, 'jp2-lossless': 10, png: 14 } as const;

export type IrisKind = keyof typeof irisKindCodes;
export type IrisEncoding = keyof typeof irisEncodingCodes;

/** Least and greatest of a measure, in pixels; 0 and 0 when not measured. */
export type Range = readonly [least: number, greatest: number];

/** One 8-bit gray picture of an eye, upright and not mirrored. */
export interface IrisImage extends CarriedPicture<IrisEncoding> {
  readonly eye: (typeof eyes)[number];
  readonly kind: IrisKind;
  readonly capturedAt?: Date;
  readonly device: CaptureDevice;
  readonly quality: readonly Quality[];
  /** Millimetres from the camera, 0 unknown. */
  readonly distance: number;
  readonly centreAcross: Range;
  readonly centreDown: Range;
  readonly diameter: Range;
}

const magic = 0x49495200;
const version020 = 0x30323000;
const headerBytes = 16;
const unknownAngle = 0xffff;
/** Bits from the lowest: two of the direction across, two of that down, two unused, two of what compression was before. */
const upright = 0b0101;
const neverLossy = 0b01 << 6;
const onceLossy = 0b10 << 6;

/**
 * Writes ISO/IEC 19794-6:2011 tables 3 and 4: 16 bytes of header; for each eye 52 bytes, 5 for each quality, and the picture.
 * Representations are numbered from 1; the standard's own text of that number was not seen.
 *
 * @throws RecordError
 */
export function writeIrisRecord(images: readonly IrisImage[]): Uint8Array {
  if (images.length < 1)
    throw new RecordError('record/unwritable', { field: 'number of representations' }, 'no pictures');
  const body = new ByteWriter();
  for (const [index, image] of images.entries()) body.bytes(writeRepresentation(image, index + 1));
  const record = new ByteWriter().ascii('IIR\u0000020\u0000');
  record.uint(headerBytes + body.length, 4, 'length of record');
  record.uint(images.length, 2, 'number of representations').uint(0, 1, 'certification flag');
  const shown = new Set(images.map(({ eye }) => eye).filter((eye) => eye !== 'unspecified'));
  return record.uint(shown.size, 1, 'number of eyes').bytes(body.finish()).finish();
}

function writeRepresentation(image: IrisImage, number: number): Uint8Array {
  const fault = pictureFault(image);
  if (fault) throw new RecordError('record/unwritable', { field: 'representation' }, fault);
  const to = new ByteWriter();
  writeCapture(to, image);
  to.uint(number, 2, 'representation number').uint(eyes.indexOf(image.eye), 1, 'eye');
  to.uint(irisKindCodes[image.kind], 1, 'image type').uint(
    irisEncodingCodes[image.encoding],
    1,
    'image format',
  );
  to.uint(upright | (image.encoding === 'jpeg' ? onceLossy : neverLossy), 1, 'image properties');
  to.uint(image.width, 2, 'width').uint(image.height, 2, 'height').uint(8, 1, 'bit depth');
  to.uint(image.distance, 2, 'range')
    .uint(unknownAngle, 2, 'roll angle')
    .uint(unknownAngle, 2, 'roll uncertainty');
  for (const [least, greatest] of [image.centreAcross, image.centreDown, image.diameter])
    to.uint(least, 2, 'least of a measure').uint(greatest, 2, 'greatest of a measure');
  to.uint(image.bytes.length, 4, 'length of image data').bytes(image.bytes);
  return new ByteWriter()
    .uint(to.length + 4, 4, 'length of representation')
    .bytes(to.finish())
    .finish();
}

/**
 * Reads ISO/IEC 19794-6:2011. Colour, other depths and pictures that lie on their side or are mirrored are refused.
 *
 * @returns the pictures, which are views of the record's bytes
 * @throws RecordError
 */
export function readIrisRecord(bytes: Uint8Array): IrisImage[] {
  checkRecordSize(bytes);
  const from = new ByteReader(bytes);
  if (from.u32() !== magic) throw new RecordError('record/malformed', { offset: 0 }, 'no iris record');
  if (from.u32() !== version020)
    throw new RecordError('record/unsupported', { offset: 4 }, 'another version');
  if (from.u32() !== bytes.length)
    throw new RecordError('record/malformed', { offset: 8 }, 'a length that is not the file’s');
  const count = from.u16();
  const certificationFlag = from.u8();
  from.u8(); // number of eyes
  if (count < 1 || certificationFlag !== 0)
    throw new RecordError('record/malformed', { offset: 12 }, 'a count or flag that cannot be');
  if (count > mostPictures) throw new RecordError('record/too-large', { offset: 12 }, `${count} pictures`);
  const images: IrisImage[] = [];
  while (images.length < count) images.push(readRepresentation(from));
  if (from.left > 0)
    throw new RecordError('record/malformed', { offset: from.offset }, 'bytes after the end');
  return images;
}

function readRepresentation(from: ByteReader): IrisImage {
  const { offset } = from;
  const length = from.u32();
  if (length < 4) throw new RecordError('record/malformed', { offset }, 'a length too short');
  const one = from.section(length - 4);
  const taken = readCapture(one);
  one.take(2); // representation number
  const what = readKind(one);
  const [width, height] = [one.u16(), one.u16()];
  if (one.u8() !== 8)
    throw new RecordError('record/unsupported', { offset: one.offset - 1 }, 'another depth');
  const distance = one.u16();
  one.take(4); // roll angle and its uncertainty
  const [centreAcross, centreDown, diameter] = [readRange(one), readRange(one), readRange(one)];
  const bytes = one.take(one.u32());
  if (one.left > 0)
    throw new RecordError('record/malformed', { offset: one.offset }, 'bytes after the picture');
  const image = { ...what, width, height, distance, centreAcross, centreDown, diameter, bytes, ...taken };
  const fault = pictureFault(image);
  if (fault) throw new RecordError('record/malformed', { offset }, fault);
  return image;
}

function readKind(from: ByteReader): Pick<IrisImage, 'eye' | 'kind' | 'encoding'> {
  const { offset } = from;
  const eye = eyes[from.u8()];
  const kind = keyOf(irisKindCodes, from.u8());
  const encoding = keyOf(irisEncodingCodes, from.u8());
  const orientation = from.u8() & 0b1111;
  if (!eye || !kind || !encoding || (orientation !== upright && orientation !== 0))
    throw new RecordError('record/unsupported', { offset }, 'an eye, type, format or orientation not ours');
  return { eye, kind, encoding };
}

function readRange(from: ByteReader): Range {
  return [from.u16(), from.u16()];
}

function keyOf<Key extends string>(codes: Readonly<Record<Key, number>>, code: number): Key | undefined {
  return (Object.keys(codes) as Key[]).find((key) => codes[key] === code);
}
