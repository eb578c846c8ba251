import fc from 'fast-check';
import { expect, it } from 'vitest';
import { candidateExpiries, cardExpiry } from './card-expiry.ts';
import examples from './examples/card-expiry.json' with { type: 'json' };

it.each(examples.vectors)(
  'a card of $issue for a birth on $birth ends $expiry',
  ({ birth, issue, expiry }) => {
    expect(cardExpiry(birth, issue)).toBe(expiry);
    expect(candidateExpiries(birth, issue)[0]).toBe(expiry?.slice(2).replaceAll('-', '') ?? '991231');
  },
);

it.each([
  ['2001-05-12', '2021-05-20', ['260512', '410512']],
  ['2001-05-12', '2024-07-02', ['410512', '610512', '260512']],
  ['1966-08-20', '2024-08-20', ['991231', '260820']],
  ['1950', '2021-04-25', ['991231']],
  ['2000-02-29', '2021-04-25', ['250228', '400229']],
])('for a birth on %s and an issue on %s tries %o', (birth, issue, candidates) => {
  expect(candidateExpiries(birth, issue)).toEqual(candidates);
});

it('never tries more than three dates, the lawful one first, none twice', () => {
  const day = (min: string, max: string) =>
    fc
      .date({ min: new Date(min), max: new Date(max), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day('1920-01-01', '2012-01-01'), day('2021-01-01', '2026-11-24'), (birth, issue) => {
      const candidates = candidateExpiries(birth, issue);
      const byLaw = cardExpiry(birth, issue);
      expect(candidates[0]).toBe(byLaw?.slice(2).replaceAll('-', '') ?? '991231');
      expect(new Set(candidates).size).toBe(candidates.length);
      expect(candidates.length).toBeLessThanOrEqual(3);
      expect(byLaw === null || byLaw > issue).toBe(true);
    }),
  );
});
