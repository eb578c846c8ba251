import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldVietnamese, personSortKey } from './fold.ts';

const lower = 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ';
const word = fc.string({ unit: fc.constantFrom(...lower), minLength: 1, maxLength: 7 });
const fullName = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));

it('folds every Vietnamese letter to plain a–z, composed or decomposed', () => {
  fc.assert(
    fc.property(fullName, (name) => {
      expect(foldVietnamese(name)).toMatch(/^[a-z ]*$/);
      expect(foldVietnamese(name.normalize('NFD').toUpperCase())).toBe(foldVietnamese(name));
    }),
  );
});

it('finds a name however its tones, spaces and Đ were typed', () => {
  const typed = [
    'Đặng Thị  Hoà',
    'ĐẶNG THỊ HÒA',
    ' dang thi hoa ',
    'Ðặng thị hòa',
    'Đặng Thị Hoà'.normalize('NFD'),
  ];
  expect(new Set(typed.map(foldVietnamese))).toEqual(new Set(['dang thi hoa']));
});

it('keeps the apostrophe of minority names', () => {
  expect(foldVietnamese("H'Hen Niê")).toBe("h'hen nie");
});

it('orders given names as a Vietnamese list does', () => {
  const names = 'An Ánh Ăn Ân Bình Dung Dũng Đạt Đức Oanh Ông Ơn Uyên Ưng Yến'.split(' ');
  expect(names.toReversed().sort(byKey)).toEqual(names.toSorted(new Intl.Collator('vi').compare));
});

it('orders any two words as the Unicode collation for Vietnamese does', () => {
  const { compare } = new Intl.Collator('vi');
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(Math.sign(byKey(a, b))).toBe(Math.sign(compare(a, b)));
    }),
    { numRuns: 500 },
  );
});

it('orders people by given name, then surname, then middle names', () => {
  const people = [
    'Trần Thị An',
    'Đỗ Văn Anh',
    'Lê Anh',
    'Lê Thị Anh',
    'Lê Văn Anh',
    'Nguyễn An Ánh',
    'Vũ Ân',
  ];
  expect(people.toReversed().sort(byKey)).toEqual([
    'Trần Thị An',
    'Đỗ Văn Anh',
    'Lê Anh',
    'Lê Thị Anh',
    'Lê Văn Anh',
    'Nguyễn An Ánh',
    'Vũ Ân',
  ]);
});

/** As SQLite compares them: byte by byte. */
function byKey(a: string, b: string): number {
  return Buffer.compare(Buffer.from(personSortKey(a)), Buffer.from(personSortKey(b)));
}
