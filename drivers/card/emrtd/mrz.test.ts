import { describe, expect, it } from 'vitest';
import examples from '../../../fixtures/chip/mrz-examples.json' with { type: 'json' };
import { checkDigit, MrzError, type MrzFault, mrzInformation, parseMrz } from './mrz.ts';

const adult = examples.valid[0]?.lines ?? [];

function faultsOf(lines: readonly string[] | string): readonly MrzFault[] {
  try {
    parseMrz(typeof lines === 'string' ? lines : lines.join('\n'));
    return [];
  } catch (error) {
    if (error instanceof MrzError) return error.faults;
    throw error;
  }
}

/** The adult's MRZ with one place changed and nothing else put right. */
function changed(line: number, at: number, text: string): string[] {
  return adult.map((old, i) => (i === line ? old.slice(0, at) + text + old.slice(at + text.length) : old));
}

describe('a Vietnamese card', () => {
  it.each(examples.valid)('reads: $id', ({ lines, person, mrzInformation: information }) => {
    const mrz = parseMrz(lines.join(' '));
    expect(mrz).toMatchObject({
      lines,
      personalId: person.pin,
      documentNumber: person.pin.slice(3),
      sex: person.sex === 'Nam' ? 'M' : 'F',
      nationality: 'VNM',
    });
    expect(mrzInformation(mrz)).toBe(information);
  });

  it('gives names without fillers', () => {
    const { surname, givenNames } = parseMrz(adult.join(''));
    expect([surname, givenNames]).toEqual(['NGUYEN', 'VAN MAU']);
    const single = examples.valid.find(({ id }) => id === 'single-name-apostrophe')?.lines ?? [];
    expect(parseMrz(single.join(''))).toMatchObject({ surname: 'HMAU', givenNames: '' });
  });

  it.each([
    ['in one piece', adult.join('')],
    ['with spaces', adult.join(' ')],
    ['with line ends', `${adult.join('\r\n')}\r\n`],
    ['in lower case', adult.join('\n').toLowerCase()],
  ])('may be written %s', (_how, text) => {
    expect(parseMrz(text).lines).toEqual(adult);
  });

  it('may not know the day of birth', () => {
    const birth = '9001<<';
    const lines = changed(1, 0, birth + checkDigit(birth));
    const line2 = lines[1] ?? '';
    const composite = checkDigit(
      (lines[0] ?? '').slice(5) + line2.slice(0, 7) + line2.slice(8, 15) + line2.slice(18, 29),
    );
    expect(parseMrz([lines[0], line2.slice(0, 29) + composite, lines[2]].join('')).birth).toBe(birth);
  });
});

describe('what does not check is named', () => {
  it.each([
    ['bad-composite', [{ field: 'composite', reason: 'check-digit' }]],
    [
      'bad-doc-check',
      [
        { field: 'document-number', reason: 'check-digit' },
        { field: 'composite', reason: 'check-digit' },
      ],
    ],
    ['pin-mismatch', [{ field: 'document-number', reason: 'mismatch' }]],
  ])('%s', (id, faults) => {
    expect(faultsOf(examples.invalid.find((example) => example.id === id)?.lines ?? [])).toEqual(faults);
  });

  it.each<[string, string[], MrzFault]>([
    ['the digit at the end of line 1', changed(0, 29, '1'), { field: 'personal-id', reason: 'check-digit' }],
    ['the birth date', changed(1, 0, '900115' + '9'), { field: 'birth', reason: 'check-digit' }],
    ['a month 13', changed(1, 0, '901315'), { field: 'birth', reason: 'value' }],
    ['the expiry date', changed(1, 8, '310115'), { field: 'expiry', reason: 'check-digit' }],
    ['a sex there is not', changed(1, 7, 'X'), { field: 'sex', reason: 'value' }],
    ['another country', changed(0, 2, 'UTO'), { field: 'issuing-state', reason: 'value' }],
    ['a letter in the personal number', changed(0, 20, 'O'), { field: 'personal-id', reason: 'value' }],
    ['a digit in the name', changed(2, 0, 'N6'), { field: 'name', reason: 'value' }],
  ])('%s', (_what, lines, fault) => {
    expect(faultsOf(lines)).toContainEqual(fault);
  });

  it.each<[string, string, MrzFault[]]>([
    [
      'a short line',
      [adult[0], adult[1]?.slice(1), adult[2]].join('\n'),
      [{ field: 'line2', reason: 'length' }],
    ],
    ['one character missing', adult.join('').slice(1), [{ field: 'line3', reason: 'length' }]],
    ['letters outside the alphabet', changed(2, 0, 'Đ').join('\n'), [{ field: 'line3', reason: 'value' }]],
    [
      'nothing',
      '',
      [
        { field: 'line1', reason: 'length' },
        { field: 'line2', reason: 'length' },
        { field: 'line3', reason: 'length' },
      ],
    ],
  ])('%s', (_what, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('without saying what stands there', () => {
    const error = new MrzError(faultsOf(changed(1, 0, '901315')));
    expect(error.message).toMatch(/^MRZ: birth \(value\)/);
    expect(error.message).not.toContain('901315');
  });
});
