import { expect, it } from 'vitest';
import { exchangeFee } from './fees.ts';
import { cardValidityOn, rulesOn } from './rules.ts';

it('gives the rules of the day the application was received', () => {
  const { deadlines, captures, retention } = rulesOn('2026-11-24');
  expect({
    deadlines: deadlines.workingDays,
    attempts: captures.attempts,
    steps: captures.steps,
    days: retention.payloadDaysAfterReceipt,
  }).toEqual({
    deadlines: { exchange: 7 },
    attempts: 3,
    steps: [13, 14, 15, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    days: 7,
  });
});

it('refuses a day no rules are known for, such as after a clock lost its battery', () => {
  expect(() => rulesOn('1970-01-01')).toThrow('no rules for 1970-01-01');
});

it.each([
  ['age', '2026-11-24', 25_000],
  ['old-card-to-new', '2026-12-31', 15_000],
  ['age', '2027-01-01', 50_000],
  ['old-card-to-new', '2027-01-01', 30_000],
] as const)('an exchange for %s on %s costs %d đồng', (reason, day, amount) => {
  expect(exchangeFee(reason, day).amount).toBe(amount);
});

it.each([
  ['2015-12-31', undefined],
  ['2024-06-30', [25, 40, 60]],
  ['2024-07-01', [14, 25, 40, 60]],
])('a card issued on %s runs to the ages %o', (day, ages) => {
  expect(cardValidityOn(day)?.thresholdAges).toEqual(ages);
});
