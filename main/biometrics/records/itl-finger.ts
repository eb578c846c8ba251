import {
  checkFingerView,
  type FingerView,
  type Impression,
  impressionCode,
  impressionOf,
  isSingleFinger,
  ppiOf,
} from './finger-view.ts';
import { type ItlField, plainField, tagOf } from './itl-fields.ts';
import type { TaggedRecord } from './itl-file.ts';
import { compressions, encodingOf, FieldReader, originFields } from './itl-images.ts';
import { failedScore, type Quality, scoreOf } from './quality.ts';
import { RecordError } from './record-error.ts';

/** Where one finger lies in a picture of several, in pixels from the top left, both edges within. */
export interface FingerSegment {
  readonly position: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly quality: readonly Quality[];
}

/** Table of amputated or bandaged codes: XX, and UP for a bandage or whatever else keeps a whole finger from being printed. */
const absenceCodes = { amputated: 'XX', unprintable: 'UP' } as const;
export type Absence = keyof typeof absenceCodes;

/** A finger that is not in a picture, and why. */
export interface MissingFinger {
  readonly position: number;
  readonly why: Absence;
}

/** What every record of type 14 says. */
interface ItlFingerOrigin {
  /** The agency that captured (14.004 SRC). */
  readonly source: string;
  /** YYYYMMDD (14.005 FCD). */
  readonly date: string;
  readonly missing: readonly MissingFinger[];
  /** 14.020 COM. */
  readonly comment?: string;
}

/** A picture of a finger or a slap. */
export interface ItlFinger extends FingerView, ItlFingerOrigin {
  /** Of a slap; empty when it was not segmented. */
  readonly segments: readonly FingerSegment[];
}

/** A finger or slap of which there is no picture; `missing` says why for each of its fingers. */
export interface ItlFingerWithoutPicture extends ItlFingerOrigin {
  readonly position: number;
  readonly impression: Impression;
}

const type = 14;
const pixelsPerInch = 1;
const mostFingersOfRecord = 10;
const most16Bits = 0xffff;
/** Coordinates have up to five digits. */
const mostPixel = 99_999;

/**
 * A record of type 14 (section 8.14) with a picture. Quality goes into 14.024, where each score names a single finger and our algorithm:
 * a slap's own quality has no place there, that of its segments has. NIST's field 14.022 is never written. As a vendor that IBIA did not
 * designate, 0000, the algorithm is described in the comment by whoever fills it; that rule is from memory of section 7.7.7.
 *
 * @throws RecordError
 */
export function writeItlFinger(finger: ItlFinger, idc: number): TaggedRecord {
  checkFingerView(finger, { field: tagOf(type, 999) });
  const { width, height, resolutionPpi, encoding, segments, bytes } = finger;
  const sizes = [width, height, pixelsPerInch, resolutionPpi, resolutionPpi];
  const own = isSingleFinger(finger.position) ? [finger] : [];
  const fields = [
    plainField(3, String(impressionCode(finger.impression))),
    ...originFields(type, finger.source, finger.date),
    ...sizes.map((size, index) => plainField(6 + index, String(size))),
    plainField(11, compressions[encoding]),
    plainField(12, '8'),
    plainField(13, String(finger.position)),
    ...missingField(finger.missing),
    ...commentField(finger.comment),
    ...listField(21, segments.map(writeSegment)),
    ...listField(24, [...own, ...segments].flatMap(writeQuality)),
  ];
  return { kind: 'tagged', type, idc, fields, data: bytes };
}

/** A record of type 14 without picture: sizes and compression are absent with it. @throws RecordError */
export function writeItlFingerWithoutPicture(finger: ItlFingerWithoutPicture, idc: number): TaggedRecord {
  if (finger.missing.length < 1)
    throw new RecordError('record/unwritable', { field: '14.018' }, 'no picture and no reason');
  const fields = [
    plainField(3, String(impressionCode(finger.impression))),
    ...originFields(type, finger.source, finger.date),
    plainField(13, String(finger.position)),
    ...missingField(finger.missing),
    ...commentField(finger.comment),
  ];
  return { kind: 'tagged', type, idc, fields };
}

function missingField(missing: readonly MissingFinger[]): ItlField[] {
  checkFingers(18, missing);
  return listField(
    18,
    missing.map(({ position, why }) => [String(position), absenceCodes[why]]),
  );
}

function commentField(comment: string | undefined): ItlField[] {
  return comment ? [plainField(20, comment)] : [];
}

function writeSegment(segment: FingerSegment): string[] {
  checkFingers(21, [segment]);
  const edges = [segment.left, segment.right, segment.top, segment.bottom];
  checkNumbers(21, edges, mostPixel);
  return [segment.position, ...edges].map(String);
}

function writeQuality({ position, quality }: Pick<FingerSegment, 'position' | 'quality'>): string[][] {
  return quality.map(({ score = failedScore, vendor, algorithm }) => {
    checkNumbers(24, [score], failedScore);
    checkNumbers(24, [vendor, algorithm], most16Bits);
    const vendorCode = vendor.toString(16).toUpperCase().padStart(4, '0');
    return [String(position), String(score), vendorCode, String(algorithm)];
  });
}

/** @returns no field where there is nothing to list */
function listField(number: number, subfields: readonly (readonly string[])[]): ItlField[] {
  return subfields.length > 0 ? [{ number, subfields }] : [];
}

function checkNumbers(field: number, values: readonly number[], most: number): void {
  if (values.every((value) => Number.isInteger(value) && value >= 0 && value <= most)) return;
  throw new RecordError('record/unwritable', { field: tagOf(type, field) }, 'a number out of its range');
}

function checkFingers(field: number, fingers: readonly { readonly position: number }[]): void {
  if (fingers.every(({ position }) => isSingleFinger(position))) return;
  throw new RecordError('record/unwritable', { field: tagOf(type, field) }, 'not a single finger');
}

/**
 * Reads a record of type 14. Where 14.006 and 14.007 disagree with the picture's own header, the picture is right; it is not opened here.
 *
 * @throws RecordError with the field
 */
export function readItlFinger(record: TaggedRecord): ItlFinger | ItlFingerWithoutPicture {
  const reader = new FieldReader(record);
  const impression = impressionOf(reader.number(3));
  if (!impression) throw new RecordError('record/unsupported', { field: '14.003' }, 'another impression');
  const comment = reader.has(20) ? reader.text(20) : undefined;
  const common = {
    position: reader.number(13),
    impression,
    source: reader.text(4),
    date: reader.text(5),
    missing: readList(reader, 18).map((items) => readMissing(reader, items)),
    ...(comment !== undefined && { comment }),
  };
  if (!record.data) return common;
  const finger = {
    ...common,
    ...readPicture(reader),
    ...readQualities(reader, common.position),
    bytes: record.data,
  };
  checkFingerView(finger, { field: '14.999' });
  return finger;
}

function readPicture(
  reader: FieldReader,
): Pick<FingerView, 'width' | 'height' | 'resolutionPpi' | 'encoding'> {
  const [across, down] = [reader.number(9), reader.number(10)];
  const resolutionPpi = across === down ? ppiOf(reader.number(8), across) : undefined;
  if (resolutionPpi === undefined)
    throw new RecordError('record/unsupported', { field: '14.009' }, 'a scale not ours');
  if (reader.number(12) !== 8)
    throw new RecordError('record/unsupported', { field: '14.012' }, 'another depth');
  const encoding = encodingOf(reader.text(11), '14.011');
  return { width: reader.number(6), height: reader.number(7), resolutionPpi, encoding };
}

/** Segments with their qualities, and the picture's own when it shows one finger. */
function readQualities(reader: FieldReader, position: number): Pick<ItlFinger, 'segments' | 'quality'> {
  const scored = readList(reader, 24).map((items) => readQuality(reader, items));
  const of = (finger: number): Quality[] =>
    scored.filter((score) => score.finger === finger).map(({ quality }) => quality);
  const segments = readList(reader, 21).map((items) => {
    const [finger = 0, left = 0, right = 0, top = 0, bottom = 0] = items.map((item) =>
      reader.numberOf(21, item),
    );
    if (items.length !== 5 || !isSingleFinger(finger)) throw reader.wrong(21, 'no segment');
    return { position: finger, left, right, top, bottom, quality: of(finger) };
  });
  return { segments, quality: isSingleFinger(position) && segments.length === 0 ? of(position) : [] };
}

function readQuality(reader: FieldReader, items: readonly string[]): { finger: number; quality: Quality } {
  const [finger, code, vendor = '', algorithm] = items;
  const score = scoreOf(reader.numberOf(24, code));
  if (!score || !/^[\dA-Fa-f]{4}$/.test(vendor)) throw reader.wrong(24, 'no quality');
  const quality = {
    ...score,
    vendor: Number.parseInt(vendor, 16),
    algorithm: reader.numberOf(24, algorithm),
  };
  return { finger: reader.numberOf(24, finger), quality };
}

function readMissing(reader: FieldReader, [position, code]: readonly string[]): MissingFinger {
  const why = (Object.keys(absenceCodes) as Absence[]).find((key) => absenceCodes[key] === code);
  if (!why) throw reader.wrong(18, 'another reason');
  return { position: reader.numberOf(18, position), why };
}

function readList(reader: FieldReader, number: number): readonly (readonly string[])[] {
  const subfields = reader.subfields(number);
  // Several algorithms may have judged each finger.
  if (subfields.length > mostFingersOfRecord * mostFingersOfRecord) throw reader.wrong(number, 'too many');
  return subfields;
}
