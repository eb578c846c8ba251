import type { ByteReader } from './byte-reader.ts';
import {
  checkFingerView,
  type FingerCapture,
  type FingerEncoding,
  type Impression,
  ppiOf,
} from './finger-view.ts';
import { RecordError } from './record-error.ts';

/** Of the format identifier, the version and the record's length. */
const bytesBefore = 14;
const viewHeaderBytes = 14;
const encodings: readonly FingerEncoding[] = ['raw', 'raw', 'wsq', 'jpeg', 'jp2', 'png'];
/** Table of impression types; the only latent code of this edition is 7. */
const impressions: ReadonlyMap<number, Impression> = new Map([
  [0, 'live-plain'],
  [1, 'live-rolled'],
  [2, 'nonlive-plain'],
  [3, 'nonlive-rolled'],
  [7, 'latent'],
  [8, 'swipe'],
  [9, 'contactless'],
]);

/** What one header says for all pictures after it. */
interface Common {
  readonly product: number;
  readonly resolutionPpi: number;
  readonly encoding: FingerEncoding;
}

/**
 * Reads ISO/IEC 19794-4:2005 section 7 after its version: 32 bytes of header, then for each picture 14 bytes and the picture. The edition
 * left quality undefined (254) and its byte is skipped. 8 bits packed are 8 bits, so both uncompressed codes are `raw`.
 *
 * @throws RecordError
 */
export function readFingerRecord2005(from: ByteReader): FingerCapture[] {
  const lengthAt = from.offset;
  const total = from.u16() * 2 ** 32 + from.u32();
  if (total !== from.left + bytesBefore)
    throw new RecordError('record/malformed', { offset: lengthAt }, 'a length that is not the file’s');
  const product = from.u16();
  from.take(2); // image acquisition level
  const countAt = from.offset;
  const count = from.u8();
  if (count < 1) throw new RecordError('record/malformed', { offset: countAt }, 'no pictures');
  const common = { product, ...readCommon(from) };
  const captures = Array.from({ length: count }, () => readView(from, common));
  if (from.left > 0)
    throw new RecordError('record/malformed', { offset: from.offset }, 'bytes after the end');
  return captures;
}

function readCommon(from: ByteReader): Omit<Common, 'product'> {
  const { offset } = from;
  const units = from.u8();
  from.take(4); // what the scanner could do; the picture's own resolution follows
  const [horizontal, vertical] = [from.u16(), from.u16()];
  const resolutionPpi = horizontal === vertical ? ppiOf(units, horizontal) : undefined;
  const depth = from.u8();
  const encoding = encodings[from.u8()];
  from.take(2); // reserved
  if (resolutionPpi === undefined || depth !== 8 || encoding === undefined)
    throw new RecordError('record/unsupported', { offset }, 'a resolution, depth or compression not ours');
  return { resolutionPpi, encoding };
}

function readView(from: ByteReader, { product, resolutionPpi, encoding }: Common): FingerCapture {
  const { offset } = from;
  const length = from.u32();
  if (length < viewHeaderBytes) throw new RecordError('record/malformed', { offset }, 'a length too short');
  const view = from.section(length - 4);
  const position = view.u8();
  view.take(3); // count of views, number of this one, quality
  const impression = impressions.get(view.u8());
  const [width, height] = [view.u16(), view.u16()];
  view.take(1); // reserved
  if (!impression) throw new RecordError('record/unsupported', { offset }, 'another impression');
  const device = { technology: 0, vendor: 0, product };
  const bytes = view.take(view.left);
  const capture = {
    position,
    impression,
    width,
    height,
    resolutionPpi,
    encoding,
    bytes,
    quality: [],
    device,
  };
  checkFingerView(capture, { offset });
  return capture;
}
