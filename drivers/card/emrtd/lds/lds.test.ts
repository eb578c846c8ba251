import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, integer, sequence, utf8String } from '../../../../fixtures/chip/der.ts';
import examples from '../../../../fixtures/chip/dg13-examples.json' with { type: 'json' };
import { encodeDg13, personalize } from '../../../../fixtures/chip/lds.ts';
import { exchangeAt25, neighbour } from '../../../../fixtures/people/people.ts';
import { DriverError } from '../../../errors.ts';
import { encodeTlv } from '../../tlv.ts';
import { decodeCom } from './com.ts';
import { decodeDg1 } from './dg1.ts';
import { decodeDg13 } from './dg13.ts';
import { decodeSod } from './sod.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const invalid = expect.objectContaining({ code: 'card/data-invalid' });
const files = personalize(neighbour);
const fileNamed = (name: 'COM' | 'SOD' | 'DG1' | 'DG13'): Uint8Array => files.get(name) ?? new Uint8Array();

describe('DG13', () => {
  it.each(examples.examples)('decodes $id', ({ hex: file, decoded }) => {
    const [father, mother] = decoded['13'];
    const [spouse] = decoded['14'];
    expect(decodeDg13(hex(file))).toEqual({
      personalId: decoded['1'],
      fullName: decoded['2'],
      birthDate: decoded['3'],
      sex: decoded['4'],
      nationality: decoded['5'],
      ethnicity: decoded['6'],
      religion: decoded['7'],
      origin: decoded['8'],
      residence: decoded['9'],
      identification: decoded['10'],
      issueDate: decoded['11'],
      expiryDate: decoded['12'],
      fatherName: father,
      motherName: mother,
      ...(spouse === undefined ? {} : { spouseName: spouse }),
      ...(decoded['15'] === null ? {} : { oldId: decoded['15'] }),
      unknown: [{ n: 16, bytes: hex(`1310${'30'.repeat(16)}`) }],
    });
  });

  const name = (n: number, text: string): Uint8Array => sequence(integer(n), utf8String(text));

  it('takes fields in any order, at any depth, with strangers between them', () => {
    const file = encodeTlv(
      0x6d,
      name(4, 'Nam'),
      context(0, sequence(name(2, 'A'), integer(9), name(99, 'mới'))),
    );
    expect(decodeDg13(file)).toEqual({
      sex: 'Nam',
      fullName: 'A',
      unknown: [{ n: 99, bytes: utf8String('mới') }],
    });
  });

  it('keeps numbers nobody knows, however large they are written', () => {
    const numbered = (n: number): Uint8Array => sequence(integer(n), utf8String('A'));
    const long = sequence(encodeTlv(0x02, hex('0002')), utf8String('B'));
    expect(decodeDg13(encodeTlv(0x6d, sequence(numbered(128), numbered(300), long)))).toEqual({
      fullName: 'B',
      unknown: [128, 300].map((n) => ({ n, bytes: utf8String('A') })),
    });
  });

  it.each(['', '00', '80', 'ff', '010000'])('takes a number written as %s for none', (number) => {
    const field = sequence(encodeTlv(0x02, hex(number)), utf8String('A'));
    expect(decodeDg13(encodeTlv(0x6d, sequence(field)))).toEqual({ unknown: [] });
  });

  it('composes marks, so that the same name is the same text', () => {
    expect(decodeDg13(encodeTlv(0x6d, name(2, 'Nguyễn'.normalize('NFD')))).fullName).toBe('Nguyễn');
  });

  it('keeps the mother in her place when there is no father', () => {
    const file = encodeTlv(0x6d, sequence(integer(13), sequence(), sequence(utf8String('Mẹ'))));
    expect(decodeDg13(file)).toEqual({ motherName: 'Mẹ', unknown: [] });
  });

  it.each([
    ['a field twice', encodeTlv(0x6d, name(2, 'A'), name(2, 'B'))],
    ['text that is not UTF-8', encodeTlv(0x6d, sequence(integer(2), encodeTlv(0x0c, hex('c328'))))],
    ['another file', encodeTlv(0x61, name(2, 'A'))],
  ])('refuses %s', (_what, file) => {
    expect(() => decodeDg13(file)).toThrow(invalid);
  });

  it('writes what it reads', () => {
    const { spouseName, unknown, ...texts } = decodeDg13(encodeDg13(exchangeAt25));
    expect(exchangeAt25).toMatchObject(texts);
    expect([spouseName, unknown.length]).toEqual([undefined, 1]);
  });
});

it('COM lists the data groups', () => {
  expect(decodeCom(fileNamed('COM'))).toEqual([1, 2, 13, 14, 15]);
});

it('DG1 holds the lines', () => {
  const { mrz, faults } = decodeDg1(fileNamed('DG1'));
  expect([mrz.lines[2], faults]).toEqual(['NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<', []]);
  expect(() => decodeDg1(encodeTlv(0x61, encodeTlv(0x5f1f, hex('4142'))))).toThrow(invalid);
});

it('SOD lists the hashes', () => {
  const { digest, hashes } = decodeSod(fileNamed('SOD'));
  expect([digest, [...hashes.keys()]]).toEqual(['sha256', [1, 2, 13, 14, 15]]);
});

it.each([
  ['COM', decodeCom],
  ['SOD', decodeSod],
  ['DG1', decodeDg1],
  ['DG13', decodeDg13],
] as const)('a damaged %s decodes or is refused with a code', (name, decode) => {
  const file = fileNamed(name);
  const place = fc.nat({ max: file.length - 1 });
  const change = fc.record({ at: place, byte: fc.integer({ min: 0, max: 255 }), end: fc.option(place) });
  fc.assert(
    fc.property(change, ({ at, byte, end }) => {
      try {
        decode(file.with(at, byte).subarray(0, end ?? file.length));
      } catch (error) {
        expect(error).toBeInstanceOf(DriverError);
        expect(error).toMatchObject({ code: 'card/data-invalid' });
      }
    }),
    { numRuns: 2000 },
  );
});
