import type { ChipCheck, ChipFile, ChipHolder, ChipMrz, ChipPassword } from './chip-reading.ts';
import { isSame } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import type { SecurityObject } from './lds/sod.ts';
import type { JudgedMrz } from './mrz.ts';
import type { SecurityInfos } from './security-infos.ts';

/** Data groups that hold nothing but keys of the chip. */
const keyGroups: ReadonlySet<number> = new Set([14, 15]);

/**
 * Each wanted data group against its hash in the SOD.
 *
 * @param attempted what was asked of the card: a file the SOD lists and the card lacks fails, one not asked for was not run
 */
export function checkHashes(
  crypto: Crypto,
  sod: SecurityObject,
  attempted: ReadonlySet<string>,
  files: readonly ChipFile[],
  wanted: readonly number[],
): ChipCheck[] {
  return wanted.map((number) => {
    const id = `dg-hash:${number}`;
    const listed = sod.hashes.get(number);
    const file = files.find(({ name }) => name === `DG${number}`);
    // A file beside the signed ones proves nothing, and nothing of it is used.
    if (!listed)
      return file ? unknown(id, 'not-in-sod') : { id, status: 'not-supported', reason: 'not-on-card' };
    if (file) {
      const isIntact = isSame(crypto.digest(sod.digest, file.bytes), listed);
      return isIntact ? passed(id, 'hash-equal') : failed(id, 'hash-differs');
    }
    if (!attempted.has(`DG${number}`)) return { id, status: 'not-run', reason: 'not-read' };
    // What a missing key file means, `ca` and `aa` say.
    return keyGroups.has(number) ? unknown(id, 'file-missing') : failed(id, 'file-missing');
  });
}

/** EF.COM is not signed: what it says beyond the SOD is a finding, and nothing is read because of it. */
export function checkCom(com: readonly number[], sod: SecurityObject): ChipCheck {
  const id = 'com-vs-sod';
  const isSameList = com.length === sod.hashes.size && com.every((number) => sod.hashes.has(number));
  return isSameList ? passed(id, 'same-list') : failed(id, 'lists-differ');
}

/** DG1 in itself, against the password that opened the chip, and its last day against today (YYMMDD). */
export function checkMrz(
  { mrz, faults }: JudgedMrz,
  password: ChipPassword | undefined,
  today: string,
): ChipCheck[] {
  return [
    faults.length === 0
      ? passed('mrz-check-digits', 'all-right')
      : failed('mrz-check-digits', faults.map(({ field }) => field).join(' ')),
    ...(password ? [checkPassword(mrz, password)] : []),
    checkExpiry(mrz.expiry, today),
  ];
}

/** A chip that opens to one document's key and holds another document is put together. */
function checkPassword(mrz: ChipMrz, password: ChipPassword): ChipCheck {
  const id = 'dg1-vs-password';
  // How the access number follows from the card's number is not confirmed by the issuer: another ending accuses nobody.
  if (password.kind === 'can') {
    return mrz.personalId.endsWith(password.can) ? passed(id, 'same') : unknown(id, 'opened-by-can');
  }
  const isAsOpened =
    mrz.documentNumber === password.documentNumber &&
    mrz.birth === password.birth &&
    mrz.expiry === password.expiry;
  return isAsOpened ? passed(id, 'same') : failed(id, 'other-document');
}

/**
 * Both files must name the same person. The issuer signed both: where they differ in anything but the number it is a question, not an
 * accusation.
 */
export function checkHolder(holder: ChipHolder, mrz: ChipMrz): ChipCheck {
  const id = 'dg13-vs-dg1';
  if (holder.personalId === undefined) return unknown(id, 'no-personal-number');
  return holder.personalId === mrz.personalId
    ? sameDetails(holder, mrz)
      ? passed(id, 'same-person')
      : unknown(id, 'details-differ')
    : failed(id, 'other-person');
}

export function passed(id: string, reason: string): ChipCheck {
  return { id, status: 'pass', reason };
}

export function failed(id: string, reason: string): ChipCheck {
  return { id, status: 'fail', reason };
}

export function unknown(id: string, reason: string): ChipCheck {
  return { id, status: 'unknown', reason };
}

/**
 * EF.CardAccess is not signed: only when EF.DG14 says the same was nothing taken away from it on the way here (ICAO 9303-11
 * section 4.2).
 */
export function checkCardAccess(
  cardAccess: SecurityInfos | undefined,
  dg14: SecurityInfos | undefined,
): ChipCheck {
  const id = 'cardaccess-vs-dg14';
  if (!dg14) return { id, status: 'not-supported', reason: 'not-on-card' };
  const isSameOffer = (cardAccess?.paceBytes ?? []).join() === dg14.paceBytes.join();
  return isSameOffer ? passed(id, 'same-infos') : failed(id, 'infos-differ');
}

/** A proof counts only when the file that holds the key is itself proved. */
export function covered(proof: ChipCheck, cover: ChipCheck | undefined): ChipCheck {
  return proof.status === 'pass' && cover?.status !== 'pass' ? unknown(proof.id, 'key-not-covered') : proof;
}

/** What both files hold, in the MRZ's spelling; what DG13 leaves out or writes in words cannot differ. */
function sameDetails({ birthDate, sex, expiryDate, fullName }: ChipHolder, mrz: ChipMrz): boolean {
  const isSame = (written: string | undefined, inMrz: string): boolean =>
    written === undefined || written === inMrz;
  return (
    isSame(mrzDate(birthDate), mrz.birth) &&
    isSame(mrzDate(expiryDate), mrz.expiry) &&
    isSame(sex && ({ Nam: 'M', Nữ: 'F' } as const)[sex], mrz.sex) &&
    (fullName === undefined || isNameOf(fullName, mrz))
  );
}

/** dd/MM/yyyy as YYMMDD. */
function mrzDate(date: string | undefined): string | undefined {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/\d\d(\d\d)$/.exec(date ?? '') ?? [];
  return day && `${year}${month}${day}`;
}

/** The third line holds 30 characters: a longer name is cut (ICAO 9303-3 section 4.6). */
function isNameOf(fullName: string, { surname, givenNames }: ChipMrz): boolean {
  const letters = (text: string): string =>
    text
      .normalize('NFD')
      .replaceAll(/\p{M}|[\s']/gu, '')
      .toUpperCase()
      .replaceAll('Đ', 'D');
  const inMrz = letters(surname + givenNames);
  const isCut = `${surname}  ${givenNames}`.length >= 30;
  return isCut ? letters(fullName).startsWith(inMrz) : letters(fullName) === inMrz;
}

/** A card past its day still opens and reads; the officer decides, so no verdict hangs on this. */
function checkExpiry(expiry: string, today: string): ChipCheck {
  const id = 'expiry';
  if (expiry === '991231') return passed(id, 'no-expiry');
  return expiry >= today ? passed(id, 'valid') : failed(id, 'expired');
}
