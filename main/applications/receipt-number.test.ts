import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isReceiptNo, makeReceiptNo } from './receipt-number.ts';

const receiptNo = fc
  .record({
    officeCode: fc
      .tuple(fc.constantFrom(...'ABCDEFGHKLMNPQRSTUVXYZ'), fc.nat(99))
      .map(([letter, number]) => letter + pad(number, 2)),
    stationNo: fc.nat(99).map((number) => pad(number, 2)),
    receptionDay: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    counter: fc.integer({ min: 1, max: 9999 }),
  })
  .map(makeReceiptNo);

function pad(number: number, length: number): string {
  return String(number).padStart(length, '0');
}

function withSigns(text: string, signs: readonly string[]): string {
  const rest = [...signs];
  return text.replaceAll(/\d/g, () => rest.shift() ?? '');
}

it('names office, station, day and count, with one digit to check them', () => {
  expect(
    makeReceiptNo({ officeCode: 'H99', stationNo: '03', receptionDay: '2026-11-23', counter: 14 }),
  ).toMatch(/^H99-03-261123-0014-\d$/);
});

it('is recognised when it is whole', () => {
  fc.assert(fc.property(receiptNo, isReceiptNo));
});

it('is refused with any one digit wrong', () => {
  fc.assert(
    fc.property(receiptNo, fc.nat(14), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
      const digits = [...number.replaceAll(/\D/g, '')];
      digits[place] = String((Number(digits[place]) + shift) % 10);
      expect(isReceiptNo(withSigns(number, digits))).toBe(false);
    }),
  );
});

it('is refused with two neighbouring digits swapped', () => {
  fc.assert(
    fc.property(receiptNo, fc.nat(13), (number, place) => {
      const digits = [...number.replaceAll(/\D/g, '')];
      const [left, right] = digits.slice(place, place + 2);
      fc.pre(left !== right);
      digits.splice(place, 2, right ?? '', left ?? '');
      expect(isReceiptNo(withSigns(number, digits))).toBe(false);
    }),
  );
});

it.each([{ officeCode: 'H9' }, { stationNo: '3' }, { counter: 10_000 }, { receptionDay: '24/11/2026' }])(
  'cannot be made with %o',
  (part) => {
    const whole = { officeCode: 'H99', stationNo: '03', receptionDay: '2026-11-23', counter: 14 };
    expect(() => makeReceiptNo({ ...whole, ...part })).toThrow('do not fit');
  },
);
