import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckStatus, ChipCheck, ChipVerdict } from './chip-reading.ts';
import { judge, verdictsFromWorst } from './verdict.ts';

/** Statuses of a check, best first. */
const fromBest: readonly CheckStatus[] = ['pass', 'not-supported', 'unknown', 'not-run', 'fail'];

const allPassed = [
  'access',
  'sod-structure',
  'sod-signature',
  'ds-certificate',
  'chain',
  'dg-hash:1',
  'dg-hash:2',
  'dg-hash:13',
  'dg-structure:1',
  'mrz-check-digits',
  'dg1-vs-password',
  'dg13-vs-dg1',
  'ca',
];

function checksWith(changes: Readonly<Record<string, CheckStatus>>, reason = 'test'): ChipCheck[] {
  const ids = new Set([...allPassed, ...Object.keys(changes)]);
  return [...ids].map((id) => ({ id, status: changes[id] ?? 'pass', reason }));
}

describe('the verdict', () => {
  it.each<[string, Readonly<Record<string, CheckStatus>>, ChipVerdict]>([
    ['everything passed', {}, 'genuine'],
    ['proved by active authentication instead', { ca: 'not-run', aa: 'pass' }, 'genuine'],
    ['no DG13 on the card', { 'dg-hash:13': 'not-supported', 'dg13-vs-dg1': 'not-run' }, 'genuine'],
    ['expired', { expiry: 'fail' }, 'genuine'],
    ['COM says something else', { 'com-vs-sod': 'fail' }, 'genuine'],
    ['a hash differs', { 'dg-hash:2': 'fail' }, 'tampered'],
    [
      'a hash differs and nothing else was run',
      { 'dg-hash:1': 'fail', 'sod-signature': 'not-run' },
      'tampered',
    ],
    ['the signature is wrong', { 'sod-signature': 'fail' }, 'tampered'],
    ['the signer was not issued by the anchor', { chain: 'fail' }, 'tampered'],
    ['the signer was revoked', { revocation: 'fail' }, 'tampered'],
    ['nobody knows whether the signer was revoked', { revocation: 'unknown' }, 'genuine'],
    ['an offer was taken out of EF.CardAccess', { 'cardaccess-vs-dg14': 'fail' }, 'tampered'],
    ['the signer is wrong', { 'ds-certificate': 'fail' }, 'tampered'],
    ['DG1 has a wrong check digit', { 'mrz-check-digits': 'fail' }, 'tampered'],
    ['DG1 is not of the card that was opened', { 'dg1-vs-password': 'fail' }, 'tampered'],
    ['DG13 is of another person', { 'dg13-vs-dg1': 'fail' }, 'tampered'],
    ['tampered and copied', { 'dg-hash:1': 'fail', ca: 'fail' }, 'tampered'],
    ['the chip cannot prove itself', { ca: 'fail' }, 'clone-suspected'],
    ['active authentication fails though chip authentication passed', { aa: 'fail' }, 'clone-suspected'],
    ['no SOD', { 'sod-structure': 'fail' }, 'unreadable'],
    ['no MRZ', { 'dg-structure:1': 'fail' }, 'unreadable'],
    ['nothing signed was checked', { 'sod-signature': 'not-run', chain: 'not-run' }, 'incomplete'],
    ['no proof by the chip', { ca: 'not-run' }, 'incomplete'],
    ['the key of the proof is not covered', { ca: 'unknown' }, 'incomplete'],
    ['a file nobody signed lies there', { 'dg-hash:15': 'unknown' }, 'incomplete'],
    ['the portrait was not read', { 'dg-hash:2': 'not-run' }, 'incomplete'],
  ])('%s', (_when, changes, verdict) => {
    expect(judge(checksWith(changes))).toBe(verdict);
  });

  const withoutAnchor = (changes: Readonly<Record<string, CheckStatus>> = {}): ChipCheck[] =>
    checksWith({ ...changes, chain: 'unknown' }).map((check) =>
      check.id === 'chain' ? { ...check, reason: 'untrusted-no-anchor' } : check,
    );

  it('names an unknown issuer when everything else holds, and only then', () => {
    expect(judge(withoutAnchor())).toBe('untrusted-issuer');
    expect(judge(withoutAnchor({ ca: 'not-run' }))).toBe('incomplete');
    expect(judge(checksWith({ chain: 'unknown' }))).toBe('incomplete');
  });

  it('never gets better when a check gets worse, over every state of every check', () => {
    const everyId = [
      ...allPassed,
      'aa',
      'cam',
      'revocation',
      'cardaccess-vs-dg14',
      'dg-structure:1',
      'com-vs-sod',
      'expiry',
      'dg-hash:14',
    ];
    const anyState = fc.record({
      statuses: fc.array(fc.nat({ max: fromBest.length - 1 }), {
        minLength: everyId.length,
        maxLength: everyId.length,
      }),
      worsened: fc.nat({ max: everyId.length - 1 }),
      steps: fc.integer({ min: 1, max: fromBest.length }),
      hasAnchor: fc.boolean(),
    });
    const rank = (states: readonly number[], hasAnchor: boolean): number => {
      const checks = everyId.map((id, i) => ({
        id,
        status: fromBest[states[i] ?? 0] ?? 'fail',
        reason: id === 'chain' && !hasAnchor ? 'untrusted-no-anchor' : 'test',
      }));
      return verdictsFromWorst.indexOf(judge(checks));
    };
    fc.assert(
      fc.property(anyState, ({ statuses, worsened, steps, hasAnchor }) => {
        const worse = statuses.with(
          worsened,
          Math.min(fromBest.length - 1, (statuses[worsened] ?? 0) + steps),
        );
        expect(rank(worse, hasAnchor)).toBeLessThanOrEqual(rank(statuses, hasAnchor));
      }),
      { numRuns: 20_000 },
    );
  });

  it('has a state for every verdict, so that the property above compares something', () => {
    const reached = [
      checksWith({ 'dg-hash:1': 'fail' }),
      checksWith({ ca: 'fail' }),
      checksWith({ 'sod-structure': 'fail' }),
      checksWith({ ca: 'not-run' }),
      withoutAnchor(),
      checksWith({}),
    ];
    expect(reached.map(judge)).toEqual(verdictsFromWorst);
  });

  it.each(['sod-signature', 'ds-certificate', 'chain'])('is never genuine while %s has not passed', (id) => {
    const statuses = fc.constantFrom<CheckStatus>('pass', 'fail', 'unknown', 'not-supported', 'not-run');
    const changes = fc.dictionary(fc.constantFrom(...allPassed, 'aa', 'cam', 'expiry'), statuses);
    const notPassed = fc.constantFrom<CheckStatus>('fail', 'unknown', 'not-supported', 'not-run');
    fc.assert(
      fc.property(changes, notPassed, (others, status) => {
        expect(judge(checksWith({ ...others, [id]: status }))).not.toBe('genuine');
      }),
    );
  });

  it('of nothing is incomplete', () => {
    expect(judge([])).toBe('incomplete');
  });
});
