import { DriverError } from '../../errors.ts';
import { decodeTlvs, requireTlv } from '../tlv.ts';
import {
  checkCardAccess,
  checkCom,
  checkHashes,
  checkHolder,
  checkMrz,
  covered,
  failed,
  passed,
} from './checks.ts';
import type { ChipCheck, ChipFile, ChipPassword, ChipReading } from './chip-reading.ts';
import type { Crypto } from './crypto/crypto.ts';
import { decodeCom } from './lds/com.ts';
import { decodeDg1, holdsOtherMrz } from './lds/dg1.ts';
import { decodeDg2 } from './lds/dg2.ts';
import { decodeDg13 } from './lds/dg13.ts';
import { decodeSod, type SecurityObject } from './lds/sod.ts';
import { decodeSecurityInfos, type SecurityInfos } from './security-infos.ts';
import { judge } from './verdict.ts';

/** What is known of a card when nothing more is read from it. */
export interface Findings {
  readonly files: readonly ChipFile[];
  /** Names of the files that were asked for. */
  readonly attempted: ReadonlySet<string>;
  /** Data groups to be checked against the SOD. */
  readonly wanted: readonly number[];
  /** How the chip was opened; not run for files read earlier. */
  readonly access: ChipCheck;
  readonly password?: ChipPassword | undefined;
  /** What EF.CardAccess says. Absent for files read earlier without it: then nothing can be compared. */
  readonly cardAccess?: { readonly infos: SecurityInfos | undefined };
  readonly passive: readonly ChipCheck[];
  /** `ca`, `aa`, `cam`. */
  readonly proofs: readonly ChipCheck[];
  /** The check that covers the key of `cam`. */
  readonly cardSecurity?: ChipCheck | undefined;
}

export type Examined = Pick<ChipReading, 'verdict' | 'checks' | 'mrz' | 'holder' | 'face'>;

/** Decodes what was read, checks the files against each other and the hashes, and sums it up. */
export function examine(crypto: Crypto, findings: Findings, now: Date): Examined {
  const { files, attempted, wanted } = findings;
  const bytesOf = (name: string): Uint8Array | undefined => files.find((file) => file.name === name)?.bytes;
  const sod = decodeFile(bytesOf('SOD'), decodeSod);
  const hashes = sod ? checkHashes(crypto, sod, attempted, files, wanted) : [];
  const isSigned = (number: number): boolean => !sod || sod.hashes.has(number);
  const decodeGroup = <T>(number: number, decode: (file: Uint8Array) => T): T | undefined =>
    isSigned(number) ? decodeFile(bytesOf(`DG${number}`), decode) : undefined;

  const com = decodeFile(bytesOf('COM'), decodeCom);
  const dg1 = decodeGroup(1, decodeDg1);
  const isOtherDocument = decodeGroup(1, holdsOtherMrz) === true;
  const holder = decodeGroup(13, decodeDg13);
  const face = decodeGroup(2, decodeDg2);
  const mrz = dg1?.mrz;

  const checks: ChipCheck[] = [
    findings.access,
    structureCheck('sod-structure', sod !== undefined),
    ...(com && sod ? [checkCom(com, sod)] : []),
    ...findings.passive,
    ...hashes,
    isOtherDocument
      ? { id: 'dg-structure:1', status: 'not-supported', reason: 'not-td1' }
      : structureCheck('dg-structure:1', dg1 !== undefined),
    ...(bytesOf('DG13') && isSigned(13) ? [structureCheck('dg-structure:13', holder !== undefined)] : []),
    ...(bytesOf('DG2') && isSigned(2) ? [structureCheck('dg-structure:2', face !== undefined)] : []),
    ...cardAccessCheck(findings, sod),
    ...proofsOf(findings, hashes),
    ...(dg1 ? checkMrz(dg1, findings.password, mrzDay(now)) : []),
    ...(holder && mrz ? [checkHolder(holder, mrz)] : []),
  ];
  return {
    verdict: judge(checks),
    checks,
    ...(mrz && { mrz }),
    ...(holder && { holder }),
    ...(face && { face }),
  };
}

/** EF.DG14: a list of what the chip can do. @throws DriverError `card/data-invalid` */
export function decodeDg14(file: Uint8Array): SecurityInfos {
  return decodeSecurityInfos(requireTlv(decodeTlvs(file), 0x6e).value);
}

/**
 * What a file holds; nothing when there is none, or when it came whole but does not decode: that is a finding, not a failure of
 * the reading.
 */
export function decodeFile<T>(bytes: Uint8Array | undefined, decode: (file: Uint8Array) => T): T | undefined {
  if (!bytes) return undefined;
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof DriverError && error.code === 'card/data-invalid') return undefined;
    throw error;
  }
}

function structureCheck(id: string, isWellFormed: boolean): ChipCheck {
  return isWellFormed ? passed(id, 'well-formed') : failed(id, 'malformed-or-missing');
}

function cardAccessCheck({ cardAccess, files }: Findings, sod: SecurityObject | undefined): ChipCheck[] {
  if (!cardAccess) return [];
  const dg14 = sod?.hashes.has(14) ? files.find(({ name }) => name === 'DG14') : undefined;
  return [checkCardAccess(cardAccess.infos, decodeFile(dg14?.bytes, decodeDg14))];
}

function proofsOf({ proofs, cardSecurity }: Findings, hashes: readonly ChipCheck[]): ChipCheck[] {
  const hashOf = (number: number): ChipCheck | undefined =>
    hashes.find(({ id }) => id === `dg-hash:${number}`);
  const covers: Readonly<Record<string, ChipCheck | undefined>> = {
    ca: hashOf(14),
    aa: hashOf(15),
    cam: cardSecurity,
  };
  return proofs.map((proof) => covered(proof, covers[proof.id]));
}

/** Today where the station stands, as the MRZ writes it. */
function mrzDay(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return two(now.getFullYear() % 100) + two(now.getMonth() + 1) + two(now.getDate());
}
