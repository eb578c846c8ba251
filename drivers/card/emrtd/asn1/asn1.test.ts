import { describe, expect, it } from 'vitest';
import { DriverError } from '../../../errors.ts';
import { decodeTlvs, encodeTlv, type Tlv } from '../../tlv.ts';
import { decodeName, isSameName, type Name } from '../passive/name.ts';
import { oid, seq, set } from '../passive/test-cms.ts';
import {
  bigOf,
  bitBytesOf,
  booleanOf,
  fieldsOf,
  hasBit,
  integerBytesOf,
  oidOf,
  onlyTlv,
  smallOf,
  timeOf,
  unsignedOf,
} from './asn1.ts';

const tlv = (hex: string): Tlv | undefined => decodeTlvs(Buffer.from(hex, 'hex'))[0];

/** The value, or `refused`. */
function read<T>(act: () => T): T | 'refused' {
  try {
    return act();
  } catch (error) {
    if (error instanceof DriverError && error.code === 'card/data-invalid') return 'refused';
    throw error;
  }
}

describe('ASN.1 types', () => {
  it.each([
    ['020100', 0n],
    ['02017f', 127n],
    ['02020080', 128n],
    ['0203010000', 65536n],
    ['020180', 'refused'],
    ['02020001', 'refused'],
    ['0200', 'refused'],
    ['040101', 'refused'],
  ])('INTEGER %s', (hex, value) => {
    expect(read(() => bigOf(tlv(hex)))).toBe(value);
  });

  it('keeps the sign of serial numbers and takes it off others', () => {
    expect(integerBytesOf(tlv('020200ff'))).toEqual(Buffer.from('00ff', 'hex'));
    expect(integerBytesOf(tlv('0201ff'))).toEqual(Buffer.from('ff', 'hex'));
    expect(unsignedOf(tlv('020200ff'))).toEqual(Buffer.from('ff', 'hex'));
    expect(read(() => integerBytesOf(tlv('0202ffff')))).toBe('refused');
    expect(read(() => smallOf(tlv('02050100000000')))).toBe('refused');
    expect(read(() => integerBytesOf(decodeTlvs(encodeTlv(2, new Uint8Array(2000).fill(1)))[0]))).toBe(
      'refused',
    );
  });

  it.each([
    ['06062a864886f70d', '1.2.840.113549'],
    ['0606678108010101', '2.23.136.1.1.1'],
    ['06072a864886f70d80', 'refused'],
    ['06072a80864886f70d', 'refused'],
    ['0600', 'refused'],
  ])('OBJECT IDENTIFIER %s', (hex, value) => {
    expect(read(() => oidOf(tlv(hex)))).toBe(value);
  });

  it.each([
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x17, '2611250730Z', '2026-11-25T07:30:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '20260230000000Z', 'refused'],
    [0x18, '20261301000000Z', 'refused'],
    [0x18, '20260101000000+0700', 'refused'],
    [0x18, '20260101000000.5Z', 'refused'],
    [0x17, '20260101000000Z', 'refused'],
    [0x04, '261125073000Z', 'refused'],
  ])('time %i %s', (tag, text, expected) => {
    const [node] = decodeTlvs(encodeTlv(tag, Buffer.from(text)));
    expect(read(() => timeOf(node).toISOString())).toBe(expected);
  });

  it('BOOLEAN and BIT STRING', () => {
    const truth = (hex: string) => read(() => booleanOf(tlv(hex) ?? onlyTlv(new Uint8Array())));
    expect(['0101ff', '010101', '010100', '0100', '0102ffff'].map(truth)).toEqual([
      true,
      true,
      false,
      'refused',
      'refused',
    ]);
    expect(read(() => bitBytesOf(tlv('03020780')))).toBe('refused');
    expect(bitBytesOf(tlv('03020041'))).toEqual(Buffer.of(0x41));
    const bits = Buffer.from('0106', 'hex');
    expect([4, 5, 6, 7, 8].map((bit) => hasBit(bits, bit))).toEqual([false, true, true, false, false]);
  });

  it('takes members in their order and leaves none', () => {
    const fields = fieldsOf(tlv('3006020101040101'));
    expect(read(() => fields.take(0x04))).toBe('refused');
    expect(fields.takeIf(0x04)).toBeUndefined();
    expect(fields.take(0x02).value).toEqual(Buffer.of(1));
    expect(read(() => fields.finish())).toBe('refused');
    expect(fields.takeAny()?.tag).toBe(0x04);
    expect(fields.takeAny()).toBeUndefined();
    fields.finish();
  });
});

describe('names', () => {
  const named = (...parts: [string, number, string][]): Name =>
    decodeName(
      onlyTlv(
        seq(
          ...parts.map(([type, tag, text]) =>
            set(seq(oid(type), encodeTlv(tag, Buffer.from(text, tag === 0x1e ? 'hex' : 'utf8')))),
          ),
        ),
      ),
    );
  const country = (text: string): [string, number, string] => ['2.5.4.6', 0x13, text];
  const usual = named(country('VN'), ['2.5.4.3', 0x0c, 'Test CSCA']);

  it.each([
    ['PrintableString', named(country('VN'), ['2.5.4.3', 0x13, 'Test CSCA']), true],
    ['BMPString', named(country('VN'), ['2.5.4.3', 0x1e, '0054006500730074002000430053004300410020']), true],
    ['other case and spaces', named(country('vn'), ['2.5.4.3', 0x0c, ' TEST   csca ']), true],
    ['another order', named(['2.5.4.3', 0x0c, 'Test CSCA'], country('VN')), false],
    ['another attribute', named(country('VN'), ['2.5.4.10', 0x0c, 'Test CSCA']), false],
    ['another text', named(country('VN'), ['2.5.4.3', 0x0c, 'Test CSCA 2']), false],
    ['text that looks like two attributes', named(country('VN"],["2.5.4.3=test csca')), false],
    ['less', named(country('VN')), false],
  ])('%s', (_what, other, isSame) => {
    expect(isSameName(usual, other)).toBe(isSame);
  });

  it('gives the country in capitals', () => {
    expect([usual.country, named(country('vn')).country, named().country]).toEqual(['VN', 'VN', undefined]);
  });
});
