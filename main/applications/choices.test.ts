import { describe, expect, it } from 'vitest';
import { choicesOf, codeOfText, textOfCode } from './choices.ts';
import provinces from './lists/provinces.json' with { type: 'json' };

const listed = [
  'sex',
  'nationality',
  'ethnicity',
  'religion',
  'maritalStatus',
  'householderRelation',
] as const;

describe.each(listed)('the list of %s', (field) => {
  const choices = choicesOf(field) ?? [];

  it('has each code once, and each text leads to its code with or without marks and case', () => {
    expect(new Set(choices.map(({ code }) => code)).size).toBe(choices.length);
    for (const { code, text } of choices) {
      expect(codeOfText(field, text)).toBe(code);
      expect(codeOfText(field, text.normalize('NFD').toUpperCase())).toBe(code);
      expect(textOfCode(field, code)).toBe(text);
    }
  });

  it('is in NFC', () => {
    expect(choices.map(({ text }) => text)).toEqual(choices.map(({ text }) => text.normalize('NFC')));
  });
});

it('has the 54 ethnic groups', () => {
  expect(choicesOf('ethnicity')?.map(({ code }) => code)).toEqual(
    Array.from({ length: 54 }, (_, index) => String(index + 1).padStart(2, '0')),
  );
});

it.each([
  ['ethnicity', "H'Mông", '08'],
  ['ethnicity', 'Mèo', '08'],
  ['ethnicity', 'khmer', '05'],
  ['ethnicity', 'E DE', '12'],
  ['religion', 'KHONG', '00'],
  ['religion', 'Đạo Phật lạ', undefined],
  ['sex', 'nu', 'F'],
  ['fullName', 'Nam', undefined],
] as const)('finds in %s the entry of %s', (field, text, code) => {
  expect(codeOfText(field, text)).toBe(code);
});

it('leads each of the 63 old provinces to one of the 34', () => {
  expect([provinces.old.length, provinces.current.length]).toEqual([63, 34]);
  const fromOld = provinces.current.map(({ code, name }) => ({
    code,
    name,
    from: provinces.old.filter(({ mergedInto }) => mergedInto === code).map(({ prefix }) => prefix),
  }));
  expect(fromOld).toEqual(provinces.current);
});
