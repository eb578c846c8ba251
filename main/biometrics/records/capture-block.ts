import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { failedScore, type Quality, scoreOf } from './quality.ts';
import { RecordError } from './record-error.ts';

/** Identifiers of what captured; all 0 when unknown. */
export interface CaptureDevice {
  /** As the record's own standard numbers technologies. */
  readonly technology: number;
  /** As IBIA registers makers. */
  readonly vendor: number;
  /** The maker's number of the product. */
  readonly product: number;
}
export const unknownDevice: CaptureDevice = { technology: 0, vendor: 0, product: 0 };

/** When and by what a representation was captured, and how good it is. */
export interface Capture {
  readonly capturedAt?: Date;
  readonly device: CaptureDevice;
  readonly quality: readonly Quality[];
}

/** An unknown time has every bit set. */
const unknownYear = 0xffff;
const unknownTime = new Uint8Array(9).fill(0xff);

/**
 * Writes what all representations of ISO/IEC 19794:2011 begin with after their length: 9 bytes of time in UTC, 5 of device, the number
 * of quality blocks and 5 bytes for each. That an unknown time is all ones was not seen in the standard itself.
 */
export function writeCapture(to: ByteWriter, capture: Capture): void {
  writeTime(to, capture.capturedAt);
  to.uint(capture.device.technology, 1, 'capture device technology');
  to.uint(capture.device.vendor, 2, 'capture device vendor');
  to.uint(capture.device.product, 2, 'capture device type');
  to.uint(capture.quality.length, 1, 'number of quality blocks');
  for (const { score, vendor, algorithm } of capture.quality) {
    if (score !== undefined && !(score <= 100))
      throw new RecordError('record/unwritable', { field: 'quality score' }, 'a score above 100');
    to.uint(score ?? failedScore, 1, 'quality score');
    to.uint(vendor, 2, 'quality algorithm vendor').uint(algorithm, 2, 'quality algorithm');
  }
}

/** @throws RecordError */
export function readCapture(from: ByteReader): Capture {
  const capturedAt = readTime(from);
  const device = { technology: from.u8(), vendor: from.u16(), product: from.u16() };
  const quality = Array.from({ length: from.u8() }, () => readQuality(from));
  return { ...(capturedAt && { capturedAt }), device, quality };
}

function writeTime(to: ByteWriter, at: Date | undefined): void {
  if (!at) {
    to.bytes(unknownTime);
    return;
  }
  to.uint(at.getUTCFullYear(), 2, 'capture year').uint(at.getUTCMonth() + 1, 1, 'capture month');
  to.uint(at.getUTCDate(), 1, 'capture day').uint(at.getUTCHours(), 1, 'capture hour');
  to.uint(at.getUTCMinutes(), 1, 'capture minute').uint(at.getUTCSeconds(), 1, 'capture second');
  to.uint(at.getUTCMilliseconds(), 2, 'capture millisecond');
}

/** A time that no calendar has is taken as unknown: foreign writers leave zeros, and the picture is worth more than its date. */
function readTime(from: ByteReader): Date | undefined {
  const year = from.u16();
  const [month, day, hour, minute, second] = [from.u8(), from.u8(), from.u8(), from.u8(), from.u8()];
  const millisecond = from.u16();
  if (year === 0 || year === unknownYear || month < 1 || month > 12 || day < 1) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || millisecond > 999) return undefined;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second, millisecond);
  return at.getUTCDate() === day ? at : undefined;
}

function readQuality(from: ByteReader): Quality {
  const { offset } = from;
  const score = scoreOf(from.u8());
  if (!score) throw new RecordError('record/malformed', { offset }, 'a quality above 100');
  return { ...score, vendor: from.u16(), algorithm: from.u16() };
}
