import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeSbiRecord } from '../../fixtures/fingerprint/sbi-record.ts';
import { writeFingerRecord } from '../../main/biometrics/records/finger-record-2011.ts';
import { SbiError } from '../sbi/errors.ts';
import { readFingerRecord } from './sbi-record.ts';

const finger = { position: 7, width: 10, height: 12, resolutionPpi: 500 } as const;
const pixels = Uint8Array.from({ length: 120 }, (_, index) => index);

describe('a finger record of a device', () => {
  it('is read as it was written', () => {
    const record = writeSbiRecord({ ...finger, quality: 80, compression: 0, bytes: pixels });
    expect(readFingerRecord(record)).toEqual({ ...finger, encoding: 'raw', bytes: pixels });
  });

  it('has 62 bytes beside its picture, one finger and one quality', () => {
    const bytes = new Uint8Array(250_000);
    const record = writeSbiRecord({ ...finger, width: 500, height: 500, quality: 80, compression: 0, bytes });
    expect(record).toHaveLength(250_062);
  });

  it.each([
    ['raw', 'raw', []],
    ['wsq', 'wsq', [{ score: 70, vendor: 0, algorithm: 1 }]],
    [
      'jp2-lossless',
      'jpeg2000',
      [
        { vendor: 0, algorithm: 1 },
        { score: 5, vendor: 15, algorithm: 2 },
      ],
    ],
    ['png', 'png', []],
  ] as const)("is read from the station's own writer: %s", (written, read, quality) => {
    const device = { technology: 0, vendor: 1, product: 2 };
    const capture = {
      ...finger,
      impression: 'live-plain',
      encoding: written,
      bytes: pixels,
      quality,
      device,
    } as const;
    expect(readFingerRecord(writeFingerRecord([capture]))).toEqual({
      ...finger,
      encoding: read,
      bytes: pixels,
    });
  });

  it('is refused when there are two in it', () => {
    const device = { technology: 0, vendor: 0, product: 0 };
    const capture = {
      ...finger,
      impression: 'live-plain',
      encoding: 'raw',
      bytes: pixels,
      quality: [],
      device,
    } as const;
    expect(() => readFingerRecord(writeFingerRecord([capture, { ...capture, position: 8 }]))).toThrow(
      SbiError,
    );
  });

  it('is refused with fault, and nothing else, wherever it is cut or changed', () => {
    const record = writeSbiRecord({ ...finger, quality: 80, compression: 0, bytes: pixels });
    fc.assert(
      fc.property(fc.nat(record.length - 1), fc.nat(255), fc.boolean(), (at, value, isCut) => {
        const spoiled = isCut ? record.slice(0, at) : Uint8Array.from(record).fill(value, at, at + 1);
        const outcome = tried(spoiled);
        if (outcome instanceof SbiError) expect(outcome.trouble).toBe('fault');
        else expect(isCut).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives only pictures of a size it carries, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 80, maxLength: 300 }), (noise) => {
        const record = writeSbiRecord({ ...finger, quality: 80, compression: 0, bytes: pixels });
        record.set(noise.subarray(0, record.length - 40), 40);
        const outcome = tried(record);
        if (outcome instanceof SbiError || outcome.encoding !== 'raw') return;
        expect(outcome.bytes).toHaveLength(outcome.width * outcome.height);
      }),
      { numRuns: 1000 },
    );
  });
});

function tried(record: Uint8Array): ReturnType<typeof readFingerRecord> | SbiError {
  try {
    return readFingerRecord(record);
  } catch (error) {
    if (error instanceof SbiError) return error;
    throw error;
  }
}
