import { createHash, timingSafeEqual } from 'node:crypto';
import type { ChipCheck, ChipFile, ChipHolder, ChipMrz, ChipPassword, ChipVerdict } from './chip-reading.ts';
import type { SecurityObject } from './lds/sod.ts';
import type { JudgedMrz } from './mrz.ts';

/** Any of these failing means that the card is not what was issued. */
const integrityChecks = [
  'sod-signature',
  'ds-certificate',
  'mrz-check-digits',
  'dg1-vs-password',
  'dg13-vs-dg1',
];
/** Proofs that the chip itself is the one that was issued: one is enough to be genuine, one that fails is a copy. */
const chipProofs = ['ca', 'aa', 'cam'];
/** Without these a reading says nothing. */
const structureChecks = ['sod-structure', 'dg-structure:1'];
/** What must have passed, beside a chip proof, before anything is called genuine. */
const requiredChecks = [
  'access',
  'sod-structure',
  'sod-signature',
  'ds-certificate',
  'chain',
  'dg-hash:1',
  'dg-hash:2',
];

/** Sums the checks up. A pure function: the same checks give the same verdict, and checks that were not run never give `genuine`. */
export function judge(checks: readonly ChipCheck[]): ChipVerdict {
  const statusOf = (id: string) => checks.find((check) => check.id === id)?.status;
  const hasFailed = (ids: readonly string[]): boolean => ids.some((id) => statusOf(id) === 'fail');
  const hasWrongHash = checks.some(({ id, status }) => id.startsWith('dg-hash:') && status === 'fail');

  if (hasWrongHash || hasFailed(integrityChecks)) return 'tampered';
  if (hasFailed(chipProofs)) return 'clone-suspected';
  if (hasFailed(structureChecks)) return 'unreadable';
  if (checks.some(({ id, reason }) => id === 'chain' && reason === 'untrusted-no-anchor'))
    return 'untrusted-issuer';
  const isProven = chipProofs.some((id) => statusOf(id) === 'pass');
  return isProven && requiredChecks.every((id) => statusOf(id) === 'pass') ? 'genuine' : 'incomplete';
}

/** Each data group the SOD lists and we read, against its hash; a file the SOD knows and the card lacks fails too. */
export function checkHashes(
  sod: SecurityObject,
  wanted: readonly number[],
  files: readonly ChipFile[],
): ChipCheck[] {
  return wanted.map((number) => {
    const id = `dg-hash:${number}`;
    const listed = sod.hashes.get(number);
    const file = files.find(({ name }) => name === `DG${number}`);
    if (!listed) return { id, status: 'not-supported', reason: 'not-on-card' };
    if (!file) return { id, status: 'fail', reason: 'file-missing' };
    const actual =
      sod.digest === 'sha256'
        ? Buffer.from(file.sha256, 'hex')
        : createHash(sod.digest).update(file.bytes).digest();
    const isSame = actual.length === listed.length && timingSafeEqual(actual, listed);
    return isSame ? passed(id, 'hash-equal') : { id, status: 'fail', reason: 'hash-differs' };
  });
}

/** EF.COM is not signed: what it says beyond the SOD is a finding, and nothing is read because of it. */
export function checkCom(com: readonly number[], sod: SecurityObject): ChipCheck {
  const id = 'com-vs-sod';
  const isSame = com.length === sod.hashes.size && com.every((number) => sod.hashes.has(number));
  return isSame ? passed(id, 'same-list') : { id, status: 'fail', reason: 'lists-differ' };
}

/** DG1 in itself, against the password that opened the chip, and its last day against today (YYMMDD). */
export function checkMrz({ mrz, faults }: JudgedMrz, password: MrzPassword, today: string): ChipCheck[] {
  const isAsOpened =
    mrz.documentNumber === password.documentNumber &&
    mrz.birth === password.birth &&
    mrz.expiry === password.expiry;
  return [
    faults.length === 0
      ? passed('mrz-check-digits', 'all-right')
      : { id: 'mrz-check-digits', status: 'fail', reason: faults.map(({ field }) => field).join(' ') },
    isAsOpened
      ? passed('dg1-vs-password', 'same')
      : { id: 'dg1-vs-password', status: 'fail', reason: 'other-document' },
    checkExpiry(mrz.expiry, today),
  ];
}

/** Both files must name the same person. */
export function checkHolder(holder: ChipHolder, mrz: ChipMrz): ChipCheck {
  const id = 'dg13-vs-dg1';
  if (holder.personalId === undefined) return { id, status: 'unknown', reason: 'no-personal-number' };
  return holder.personalId === mrz.personalId
    ? passed(id, 'same-person')
    : { id, status: 'fail', reason: 'other-person' };
}

/** Passive, active and chip authentication are named in every reading, so that nobody takes silence for a pass. */
export const notRunChecks: readonly ChipCheck[] = [
  'sod-signature',
  'ds-certificate',
  'chain',
  'revocation',
  'ca',
  'aa',
].map((id) => ({ id, status: 'not-run', reason: 'not-available-yet' }));

export type MrzPassword = Extract<ChipPassword, { kind: 'mrz' }>;

export function passed(id: string, reason: string): ChipCheck {
  return { id, status: 'pass', reason };
}

/** A card past its day still opens and reads; the officer decides, so no verdict hangs on this. */
function checkExpiry(expiry: string, today: string): ChipCheck {
  const id = 'expiry';
  if (expiry === '991231') return passed(id, 'no-expiry');
  return expiry >= today ? passed(id, 'valid') : { id, status: 'fail', reason: 'expired' };
}
