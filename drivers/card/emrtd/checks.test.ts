import { describe, expect, it } from 'vitest';
import { checkCardAccess, checkCom, checkHashes, checkHolder, checkMrz, covered } from './checks.ts';
import type { DigestName } from './crypto/crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';

describe('hashes', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const sha256 = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81';
  const sha1 = '7037807198c22a7d2b0807371d763779a84fdfcf';
  const file = { name: 'DG1', bytes, sha256 };
  const sod = (digest: DigestName, hash: string) => ({
    digest,
    hashes: new Map([[1, Buffer.from(hash, 'hex')]]),
  });

  const check = (
    list: Parameters<typeof checkHashes>[1],
    wanted: number[],
    files: (typeof file)[],
    asked = ['DG1', 'DG13', 'DG14'],
  ) =>
    checkHashes(nodeCrypto, list, new Set(asked), files, wanted).map(({ status, reason }) => [
      status,
      reason,
    ]);

  it.each<[DigestName, string]>([
    ['sha256', sha256],
    ['sha1', sha1],
  ])('are compared in the algorithm of the SOD: %s', (digest, hash) => {
    expect(check(sod(digest, hash), [1], [file])).toEqual([['pass', 'hash-equal']]);
    expect(check(sod(digest, `00${hash.slice(2)}`), [1], [file])).toEqual([['fail', 'hash-differs']]);
    expect(check(sod(digest, hash.slice(2)), [1], [file])).toEqual([['fail', 'hash-differs']]);
  });

  it('say what is missing, what was not asked for, and what nobody signed', () => {
    const listed = sod('sha256', sha256);
    expect(check(listed, [1, 13], [])).toEqual([
      ['fail', 'file-missing'],
      ['not-supported', 'not-on-card'],
    ]);
    expect(check(listed, [1], [], [])).toEqual([['not-run', 'not-read']]);
    expect(check(listed, [13], [{ ...file, name: 'DG13' }])).toEqual([['unknown', 'not-in-sod']]);
  });

  it('leave a missing key file to the proof that needs it', () => {
    const listed = { digest: 'sha256' as const, hashes: new Map([[14, new Uint8Array(32)]]) };
    expect(check(listed, [14], [])).toEqual([['unknown', 'file-missing']]);
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

  it('a number that opened the chip need not be the end of the card’s number', () => {
    const reasons = (can: string) =>
      checkMrz({ mrz, faults: [] }, { kind: 'can', can }, '300115').map(({ reason }) => reason);
    expect([reasons('000000')[1], reasons('123456')[1]]).toEqual(['same', 'opened-by-can']);
  });

  it('EF.CardAccess says what DG14 says', () => {
    const none = {
      pace: [],
      paceParameters: [],
      chipAuthentication: [],
      chipAuthenticationKeys: [],
      paceBytes: [],
    };
    const some = { ...none, paceBytes: ['3012'] };
    const statuses = [
      checkCardAccess(some, some),
      checkCardAccess(undefined, none),
      // An offer that was taken away on the way here: the chip was to be opened the weaker way.
      checkCardAccess(undefined, some),
      checkCardAccess(some, none),
      checkCardAccess(some, undefined),
    ].map(({ status }) => status);
    expect(statuses).toEqual(['pass', 'pass', 'fail', 'fail', 'not-supported']);
  });

  it('a proof counts only when its key is covered', () => {
    const proof = { id: 'ca', status: 'pass', reason: 'key-proven' } as const;
    const cover = (status: 'pass' | 'fail' | 'unknown') =>
      covered(proof, { id: 'dg-hash:14', status, reason: '' }).status;
    expect([cover('pass'), cover('fail'), cover('unknown'), covered(proof, undefined).status]).toEqual([
      'pass',
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(covered({ ...proof, status: 'fail' }, undefined).status).toBe('fail');
  });

  it('DG13 is of the same person', () => {
    const statusOf = (holder: { personalId?: string }) => checkHolder({ ...holder, unknown: [] }, mrz).status;
    expect([
      statusOf({ personalId: '001090000000' }),
      statusOf({ personalId: '001090000001' }),
      statusOf({}),
    ]).toEqual(['pass', 'fail', 'unknown']);
  });

  it('DG13 says what DG1 says, in its own spelling; a difference is a question', () => {
    const named = { ...mrz, surname: 'DANG', givenNames: 'NGOC MAU' };
    const reasonOf = (holder: Partial<Parameters<typeof checkHolder>[0]>) =>
      checkHolder({ personalId: named.personalId, ...holder, unknown: [] }, named).reason;
    expect(
      [
        { fullName: 'Đặng Ngọc Mẫu', birthDate: '15/01/1990', sex: 'Nam', expiryDate: '15/01/2030' },
        { expiryDate: 'Không thời hạn' },
        {},
      ].map(reasonOf),
    ).toEqual(Array(3).fill('same-person'));
    expect(
      [
        { fullName: 'Đặng Ngọc' },
        { birthDate: '16/01/1990' },
        { sex: 'Nữ' },
        { expiryDate: '15/01/2031' },
      ].map(reasonOf),
    ).toEqual(Array(4).fill('details-differ'));
    const long = { ...mrz, surname: 'NGUYEN', givenNames: 'THI THANH TRUC QUYNH HU' };
    expect(
      checkHolder(
        { personalId: long.personalId, fullName: 'Nguyễn Thị Thanh Trúc Quỳnh Hương', unknown: [] },
        long,
      ).reason,
    ).toBe('same-person');
  });

  it('COM and SOD list the same', () => {
    const sod = { digest: 'sha256' as const, hashes: new Map([[1, new Uint8Array(32)]]) };
    expect([checkCom([1], sod).status, checkCom([1, 13], sod).status, checkCom([2], sod).status]).toEqual([
      'pass',
      'fail',
      'fail',
    ]);
  });
});
