import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldName } from '../contract/form.ts';
import examples from './examples/personal-id.json' with { type: 'json' };
import { checkField, checkForm, normalizeField } from './fields.ts';
import { personalIdParts } from './personal-id.ts';

const receivedAtMs = Date.parse('2026-11-24T08:30:00+07:00');

function check(field: FieldName, value: string, values: Partial<Record<FieldName, string>> = {}): string[] {
  return checkField(field, value, { type: 'exchange', receivedAtMs, values }).map(
    ({ code, level }) => `${level} ${code}`,
  );
}

/** Names as people have them, letter by letter. */
const vietnameseName = fc
  .array(
    fc.string({
      unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxy', ...'áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩị'),
      minLength: 1,
      maxLength: 7,
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((words) => words.join(' '));

describe('names', () => {
  it.each([
    'CÔNG TẰNG TÔN NỮ HOÀNG PHƯƠNG THẢO NGUYÊN',
    'Y MẪU',
    "H'MẪU NIÊ",
    'LÊ Ý',
    'ẪM ẰNG ỖNG',
    'ĐỖ-LÊ ĐƯỢC',
  ])('accepts %s', (name) => expect(check('fullName', name)).toEqual([]));

  it.each([
    ['NGUYỄN VĂN 2', 'error name-digits'],
    ['NGUYỄN V\u0410N', 'error name-foreign-letters'],
    ['NGUYỄN \u039FANH', 'error name-foreign-letters'],
    ['\u00D0ẶNG THỊ MẪU', 'error name-foreign-letters'],
    ['NGUYỄN VĂN MẪU;', 'error name-foreign-letters'],
    ['FABRICE WŁODZIMIERZ JUAN', 'warning name-foreign-letters'],
    ['A'.repeat(101), 'error too-long'],
  ])('finds what is wrong with %s', (name, problem) => expect(check('fullName', name)).toEqual([problem]));

  it('accepts every name of Vietnamese letters, however it was typed, and changes it no further', () => {
    fc.assert(
      fc.property(vietnameseName, fc.constantFrom('NFC', 'NFD'), (name, form) => {
        const stored = normalizeField('fullName', `  ${name.normalize(form).replaceAll(' ', '  ')} `);
        expect(stored).toBe(name.normalize('NFC').toLocaleUpperCase('vi'));
        expect(normalizeField('fullName', stored)).toBe(stored);
        expect(check('fullName', stored).filter((problem) => problem !== 'error too-long')).toEqual([]);
      }),
    );
  });

  it('keeps the place of a tone mark as it stands on the birth paper', () => {
    expect([normalizeField('fullName', 'Hoà'), normalizeField('fullName', 'Hòa')]).toEqual(['HOÀ', 'HÒA']);
  });

  it('takes the apostrophe of a word processor for an apostrophe', () => {
    expect(normalizeField('fullName', 'H\u2019Mẫu Niê')).toBe("H'MẪU NIÊ");
  });
});

describe('personal numbers', () => {
  it.each(examples.vectors)('reads $personalId', ({ personalId, parts, warnings }) => {
    expect(personalIdParts(personalId) ?? null).toEqual(parts);
    expect(check('personalId', personalId)).toEqual(
      parts
        ? warnings
            .toSorted()
            .reverse()
            .map((code) => `warning ${code}`)
        : ['error pin-length'],
    );
  });

  it.each([
    [{ sex: 'F', birthDate: '1990-01-15' }, ['warning pin-sex']],
    [{ sex: 'M', birthDate: '2090-01-15' }, ['warning pin-sex']],
    [{ sex: 'M', birthDate: '1991' }, ['warning pin-year']],
    [{ sex: 'M', birthDate: '1990' }, []],
    [{ sex: '', birthDate: 'unfinished' }, []],
  ])('compares 001090000000 with %o', (values, problems) => {
    expect(check('personalId', '001090000000', values)).toEqual(problems);
  });
});

describe('dates', () => {
  it.each([
    ['12/05/2001', '2001-05-12'],
    ['12052001', '2001-05-12'],
    [' 1.5.2001 ', '2001-05-01'],
    ['--/--/1950', '1950'],
    ['00001950', '1950'],
    ['--/05/1950', '1950-05'],
    ['05/1950', '1950-05'],
    ['1950', '1950'],
    ['2001-05-12', '2001-05-12'],
  ])('stores %s as %s', (typed, stored) => {
    expect(normalizeField('birthDate', typed)).toBe(stored);
    expect(check('birthDate', stored)).toEqual([]);
  });

  it.each([
    ['31/02/2001', 'error date-impossible'],
    ['29/02/1900', 'error date-impossible'],
    ['12/13/2001', 'error date-impossible'],
    ['31/12/1899', 'error date-before-1900'],
    ['25/11/2026', 'error date-future'],
    ['2027', 'error date-future'],
    ['12/--/2001', 'error date-format'],
    ['hôm qua', 'error date-format'],
  ])('refuses %s', (typed, problem) => {
    expect(check('birthDate', normalizeField('birthDate', typed))).toEqual([problem]);
  });

  it('counts the day at the counter, not in Greenwich', () => {
    const justAfterMidnight = Date.parse('2026-11-24T00:10:00+07:00');
    const situation = { type: 'exchange', receivedAtMs: justAfterMidnight, values: {} } as const;
    expect(checkField('birthDate', '2026-11-24', situation)).toEqual([]);
  });
});

describe('other fields', () => {
  it.each([
    ['phone', '0912 000 000', '+84912000000', []],
    ['phone', '84912000000', '+84912000000', []],
    ['phone', '0212000000', '+84212000000', ['error phone-format']],
    ['phone', '12', '12', ['error phone-format']],
    ['oldId', '000 000 000', '000000000', []],
    ['oldId', '12345678', '12345678', ['error old-id-format']],
    ['sex', 'F', 'F', []],
    ['sex', 'Nữ', 'Nữ', ['error choice-unknown']],
    ['origin', 'Xa\u0303  Mẫu ', 'Xã Mẫu', []],
    ['origin', 'ã'.repeat(251), 'ã'.repeat(251), ['error too-long']],
  ] as const)('%s: %s', (field, typed, stored, problems) => {
    expect(normalizeField(field, typed)).toBe(stored);
    expect(check(field, stored)).toEqual(problems);
  });
});

describe('the whole form', () => {
  it('asks an adult for everything the rules want and only warns of what some lawfully lack', () => {
    const problems = checkForm({ type: 'exchange', receivedAtMs, values: {} });
    const named = (level: string): string[] =>
      Object.entries(problems)
        .filter(([, found]) =>
          found.some((problem) => problem.code === 'required' && problem.level === level),
        )
        .map(([name]) => name);
    expect({ blocking: named('error'), warned: named('warning') }).toEqual({
      blocking: [
        'fullName',
        'personalId',
        'birthDate',
        'sex',
        'nationality',
        'ethnicity',
        'religion',
        'birthRegPlace',
        'origin',
        'currentAddress',
        'maritalStatus',
        'identification',
      ],
      warned: ['permanentAddress', 'fatherName', 'motherName', 'householderName', 'householderRelation'],
    });
  });

  it('asks for the spouse of the married, and no marital status of a child', () => {
    const required = (values: Partial<Record<FieldName, string>>): string[] =>
      Object.keys(checkForm({ type: 'exchange', receivedAtMs, values }));
    expect(required({ maritalStatus: '2' })).toContain('spouseName');
    expect(required({ maritalStatus: '1' })).not.toContain('spouseName');
    expect(required({ birthDate: '2012-11-25' })).not.toContain('maritalStatus');
    expect(required({ birthDate: '2012-11-24' })).toContain('maritalStatus');
  });
});
