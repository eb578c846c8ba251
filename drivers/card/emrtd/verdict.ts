import type { ChipCheck, ChipVerdict } from './chip-reading.ts';

/** Any of these failing means that the data is not what was issued, or that its issuer has taken it back. */
const integrityChecks = [
  'sod-signature',
  'ds-certificate',
  'chain',
  'revocation',
  'cardaccess-vs-dg14',
  'mrz-check-digits',
  'dg1-vs-password',
  'dg13-vs-dg1',
];
/** Proofs that the chip itself is the one that was issued: one that passes is needed, one that fails is a copy. */
const chipProofs = ['ca', 'aa', 'cam'];
/** Without these a reading says nothing. */
const structureChecks = ['sod-structure', 'dg-structure:1'];
/** What must have passed, beside a chip proof, before the card is more than partly checked. */
const requiredChecks = [
  'access',
  'sod-structure',
  'sod-signature',
  'ds-certificate',
  'dg-hash:1',
  'dg-hash:2',
  'dg-structure:1',
  'mrz-check-digits',
];

/** Worst first: a check that gets worse never moves a verdict towards the end of this list. */
export const verdictsFromWorst: readonly ChipVerdict[] = [
  'tampered',
  'clone-suspected',
  'unreadable',
  'incomplete',
  'untrusted-issuer',
  'genuine',
];

/**
 * Sums the checks up. A pure function: the same checks give the same verdict, and checks that were not run never give `genuine`.
 *
 * `untrusted-issuer` says that everything else holds and only the issuer is not known here: what a forger can make as well.
 */
export function judge(checks: readonly ChipCheck[]): ChipVerdict {
  const statusOf = (id: string) => checks.find((check) => check.id === id)?.status;
  const hasFailed = (ids: readonly string[]): boolean => ids.some((id) => statusOf(id) === 'fail');
  const hashes = checks.filter(({ id }) => id.startsWith('dg-hash:'));

  if (hashes.some(({ status }) => status === 'fail') || hasFailed(integrityChecks)) return 'tampered';
  if (hasFailed(chipProofs)) return 'clone-suspected';
  if (hasFailed(structureChecks)) return 'unreadable';
  const isProven = chipProofs.some((id) => statusOf(id) === 'pass');
  const areHashesKnown = hashes.every(({ status }) => status === 'pass' || status === 'not-supported');
  const isWhole = isProven && areHashesKnown && requiredChecks.every((id) => statusOf(id) === 'pass');
  if (!isWhole) return 'incomplete';
  if (statusOf('chain') === 'pass') return 'genuine';
  return checks.some(({ id, reason }) => id === 'chain' && reason === 'untrusted-no-anchor')
    ? 'untrusted-issuer'
    : 'incomplete';
}
