import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCom, checkHashes, checkHolder, checkMrz, judge } from './checks.ts';
import type { CheckStatus, ChipCheck, ChipVerdict } from './chip-reading.ts';

const allPassed = [
  'access',
  'sod-structure',
  'sod-signature',
  'ds-certificate',
  'chain',
  'dg-hash:1',
  'dg-hash:2',
  'dg-hash:13',
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
    ['the portrait was not read', { 'dg-hash:2': 'not-run' }, 'incomplete'],
  ])('%s', (_when, changes, verdict) => {
    expect(judge(checksWith(changes))).toBe(verdict);
  });

  it('names an unknown issuer', () => {
    const checks = checksWith({ chain: 'unknown' }).map((check) =>
      check.id === 'chain' ? { ...check, reason: 'untrusted-no-anchor' } : check,
    );
    expect(judge(checks)).toBe('untrusted-issuer');
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

describe('hashes', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const sha256 = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81';
  const sha1 = '7037807198c22a7d2b0807371d763779a84fdfcf';
  const file = { name: 'DG1', bytes, sha256 };
  const sod = (digest: string, hash: string) => ({
    digest,
    hashes: new Map([[1, Buffer.from(hash, 'hex')]]),
  });

  it.each([
    ['sha256', sha256],
    ['sha1', sha1],
  ])('are compared in the algorithm of the SOD: %s', (digest, hash) => {
    expect(checkHashes(sod(digest, hash), [1], [file])[0]?.status).toBe('pass');
    expect(checkHashes(sod(digest, `00${hash.slice(2)}`), [1], [file])[0]?.status).toBe('fail');
    expect(checkHashes(sod(digest, hash.slice(2)), [1], [file])[0]?.status).toBe('fail');
  });

  it('fail for a listed file that is not there, and say so for one that is not listed', () => {
    expect(checkHashes(sod('sha256', sha256), [1, 13], []).map(({ status }) => status)).toEqual([
      'fail',
      'not-supported',
    ]);
  });
});

describe('files against each other', () => {
  const mrz = {
    lines: ['', '', ''] as const,
    documentNumber: '090000000',
    personalId: '001090000000',
    birth: '900115',
    sex: 'M' as const,
    expiry: '300115',
    nationality: 'VNM',
    surname: '',
    givenNames: '',
  };
  const password = { kind: 'mrz', documentNumber: '090000000', birth: '900115', expiry: '300115' } as const;

  it('DG1 is of the card that was opened, and not past its day', () => {
    const statuses = (today: string, birth = '900115') =>
      checkMrz({ mrz, faults: [] }, { ...password, birth }, today).map(({ status }) => status);
    expect(statuses('300115')).toEqual(['pass', 'pass', 'pass']);
    expect(statuses('300116')).toEqual(['pass', 'pass', 'fail']);
    expect(statuses('300115', '900116')).toEqual(['pass', 'fail', 'pass']);
  });

  it('a card without expiry never runs out', () => {
    const endless = { mrz: { ...mrz, expiry: '991231' }, faults: [] };
    expect(
      checkMrz(endless, { ...password, expiry: '991231' }, '991232').map(({ reason }) => reason),
    ).toEqual(['all-right', 'same', 'no-expiry']);
  });

  it('DG13 is of the same person', () => {
    const statusOf = (holder: { personalId?: string }) => checkHolder({ ...holder, unknown: [] }, mrz).status;
    expect([
      statusOf({ personalId: '001090000000' }),
      statusOf({ personalId: '001090000001' }),
      statusOf({}),
    ]).toEqual(['pass', 'fail', 'unknown']);
  });

  it('COM and SOD list the same', () => {
    const sod = { digest: 'sha256', hashes: new Map([[1, new Uint8Array(32)]]) };
    expect([checkCom([1], sod).status, checkCom([1, 13], sod).status, checkCom([2], sod).status]).toEqual([
      'pass',
      'fail',
      'fail',
    ]);
  });
});
