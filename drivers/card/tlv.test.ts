import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriverError } from '../errors.ts';
import { decodeTlvs, encodeTlv, readTlvHeader, type Tlv, type TlvForm, walkTlvs } from './tlv.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const forms: readonly TlvForm[] = ['ber', 'der'];

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof DriverError ? error.code : `not ours: ${String(error)}`;
  }
}

describe('decoding', () => {
  it('takes one, two and three byte tags and long lengths', () => {
    const long = new Uint8Array(300).fill(7);
    const bytes = Buffer.concat([hex('0101ff'), hex('5f1f0141'), hex('7f816000'), hex('0482012c'), long]);
    expect(decodeTlvs(bytes, 'der').map(({ tag, value }) => [tag, value.length])).toEqual([
      [0x01, 1],
      [0x5f1f, 1],
      [0x7f8160, 0],
      [0x04, 300],
    ]);
  });

  it.each([
    ['five gigabytes', '6185012a05f20000'],
    ['four gigabytes', '6184ffffffff00'],
    ['more than there is', '610500'],
    ['indefinite', '30800201010000'],
    ['tag cut off', '5f'],
    ['length cut off', '6182'],
    ['tag of four bytes', '1f81818101'],
    ['tag 00', '0000'],
    ['reserved length', '61ff'],
  ])('refuses a length or tag that cannot be: %s', (_what, bytes) => {
    expect(forms.map((form) => codeOf(() => decodeTlvs(hex(bytes), form)))).toEqual([
      'card/data-invalid',
      'card/data-invalid',
    ]);
  });

  it('takes padded lengths as BER and not as DER', () => {
    const padded = hex('04820001aa');
    expect(decodeTlvs(padded, 'ber')[0]?.value).toEqual(hex('aa'));
    expect(codeOf(() => decodeTlvs(padded, 'der'))).toBe('card/data-invalid');
    expect(codeOf(() => decodeTlvs(hex('048101aa'), 'der'))).toBe('card/data-invalid');
  });

  it('tells a header that is not there yet from one that is wrong', () => {
    expect(readTlvHeader(hex('7f'))).toBeUndefined();
    expect(readTlvHeader(hex('6182'))).toBeUndefined();
    expect(readTlvHeader(hex('6182012c'))).toEqual({ tag: 0x61, headerBytes: 4, valueBytes: 300 });
    expect(codeOf(() => readTlvHeader(hex('6185')))).toBe('card/data-invalid');
  });
});

describe('walking', () => {
  const nested = (depth: number): Uint8Array =>
    Array.from({ length: depth }).reduce<Uint8Array>((inner) => encodeTlv(0x30, inner), hex('0500'));

  it('goes in the order of the bytes and past what it is told to', () => {
    const tags: number[] = [];
    const tree = hex('300d 3003020101 3103020102 040105 3003020109'.replaceAll(' ', ''));
    walkTlvs(tree, ({ tag }) => {
      tags.push(tag);
      return tag === 0x31 ? 'past' : 'inside';
    });
    expect(tags).toEqual([0x30, 0x30, 0x02, 0x31, 0x04, 0x30, 0x02]);
  });

  it('goes 16 levels down and not one more', () => {
    expect(codeOf(() => walkTlvs(nested(15), () => 'inside'))).toBeUndefined();
    expect(codeOf(() => walkTlvs(nested(16), () => 'inside'))).toBe('card/data-invalid');
    expect(codeOf(() => walkTlvs(nested(5000), () => 'inside'))).toBe('card/data-invalid');
  });
});

describe('whatever bytes come', () => {
  it('gives back what was encoded', () => {
    const tag = fc.oneof(
      fc.integer({ min: 1, max: 0x1e }),
      fc.constantFrom(0x30, 0x5f1f, 0x5f2e, 0x7f61, 0x7f8160),
    );
    const objects = fc.array(fc.tuple(tag, fc.uint8Array({ maxLength: 400 })), { maxLength: 8 });
    fc.assert(
      fc.property(objects, (list) => {
        const bytes = Buffer.concat(list.map(([tag, value]) => encodeTlv(tag, value)));
        const decoded = decodeTlvs(bytes, 'der').map(({ tag, value }) => [tag, Uint8Array.from(value)]);
        expect(decoded).toEqual(list.map(([tag, value]) => [tag, Uint8Array.from(value)]));
      }),
      { numRuns: 2000 },
    );
  });

  it('decodes or refuses noise with a code, and never reads outside it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...forms), (noise, form) => {
        const found: Tlv[] = [];
        const code = codeOf(() =>
          walkTlvs(
            noise,
            (node) => {
              found.push(node);
              return 'inside';
            },
            form,
          ),
        );
        expect(code ?? 'card/data-invalid').toBe('card/data-invalid');
        for (const { bytes } of found) {
          expect(bytes.byteOffset).toBeGreaterThanOrEqual(noise.byteOffset);
          expect(bytes.byteOffset + bytes.length).toBeLessThanOrEqual(noise.byteOffset + noise.length);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
