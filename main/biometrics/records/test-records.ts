import fc from 'fast-check';
import { expect } from 'vitest';
import type { FingerCapture, FingerEncoding, Impression } from './finger-view.ts';
import type { Quality } from './quality.ts';
import { RecordError } from './record-error.ts';

export const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

const codes = ['cut-off', 'malformed', 'unsupported', 'too-large'].map((name) => `record/${name}`);
const mutationsOfOne = 3000;

/** Reads, and holds any refusal to be one with a code of reading and a place. @returns whether it was read */
export function isRead(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): boolean {
  try {
    read(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    expect(codes).toContain(error.code);
    const place = 'offset' in error.place ? error.place.offset : error.place.field;
    expect(typeof place === 'number' ? place >= 0 && place <= bytes.length + 1 : place.length > 0).toBe(true);
    return false;
  }
}

/** Every truncation is refused; thousands of files with some bytes changed, removed or added are read or refused. */
export function spoil(read: (bytes: Uint8Array) => unknown, file: Uint8Array, random: () => number): void {
  for (let end = 0; end < file.length; end++) expect(isRead(read, file.subarray(0, end))).toBe(false);
  for (let round = 0; round < mutationsOfOne; round++) isRead(read, spoilt(file, random));
}

function spoilt(file: Uint8Array, random: () => number): Uint8Array {
  const below = (count: number): number => Math.floor(random() * count);
  const bytes = [...file];
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(bytes.length);
    const kind = below(4);
    if (kind === 0) bytes.splice(at, 1 + below(8));
    else if (kind === 1) bytes.splice(at, 0, ...bytes.slice(at, at + 1 + below(8)));
    else bytes[at] = kind === 2 ? below(256) : (bytes[at] ?? 0) ^ (1 << below(8));
  }
  return Uint8Array.from(bytes);
}

export const quality: fc.Arbitrary<Quality> = fc
  .record({
    score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    vendor: fc.integer({ min: 0, max: 0xffff }),
    algorithm: fc.integer({ min: 0, max: 0xffff }),
  })
  .map(({ score, ...whose }) => ({ ...(score !== undefined && { score }), ...whose }));

export const fileBytes = fc.uint8Array({ minLength: 1, maxLength: 60 });
export const word = fc.integer({ min: 0, max: 0xffff });
/** The calendar of the records: to the millisecond, years of four digits. */
export const time = fc.date({
  min: new Date('1900-01-01'),
  max: new Date('9999-12-31'),
  noInvalidDate: true,
});
export const device = fc.record({
  technology: fc.integer({ min: 0, max: 255 }),
  vendor: word,
  product: word,
});

/** A size with bytes that fit it. */
export function picture<Encoding extends string>(encodings: readonly Encoding[]) {
  return fc
    .record({
      encoding: fc.constantFrom(...encodings),
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 9 }),
      file: fileBytes,
      pixel: fc.integer({ min: 0, max: 255 }),
    })
    .map(({ encoding, width, height, file, pixel }) => {
      const pixels = new Uint8Array(width * height).fill(pixel);
      return { encoding, width, height, bytes: encoding === 'raw' ? pixels : file };
    });
}

const impressions: readonly Impression[] = [
  'live-plain',
  'live-rolled',
  'nonlive-plain',
  'nonlive-rolled',
  'latent',
  'swipe',
  'contactless',
  'other',
  'unknown',
];
const fingerEncodings: readonly FingerEncoding[] = ['raw', 'wsq', 'jpeg', 'jp2', 'jp2-lossless', 'png'];

export const finger: fc.Arbitrary<FingerCapture> = fc
  .record({
    image: picture(fingerEncodings),
    position: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 40, 50),
    impression: fc.constantFrom(...impressions),
    resolutionPpi: fc.constantFrom(250, 500, 1000),
    quality: fc.array(quality, { maxLength: 3 }),
    capturedAt: fc.option(time, { nil: undefined }),
    device,
  })
  .map(({ image, capturedAt, ...rest }) => ({ ...rest, ...image, ...(capturedAt && { capturedAt }) }));
