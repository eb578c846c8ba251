import { StationError } from '../contract/errors.ts';
import { type CardFields, cardFields } from './card-fields.ts';
import { datePartsOf, isRealDate, storedDateOf } from './partial-date.ts';
import { cardValidityOn } from './rules.ts';

/** The QR code on a card. It is not signed: it fills the form and opens the chip, and proves nothing. */
interface CardQr {
  readonly personalId: string;
  /** CMND of nine digits; empty when there was none. */
  readonly oldId: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`, or `YYYY` when the day is not known. */
  readonly birthDate: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly residence: string;
  /** `YYYY-MM-DD` */
  readonly issueDate: string;
  /** What the cards since 2024 add (cancelled number, parents' names), as it came: its order is not published. */
  readonly extras: readonly string[];
}

/**
 * Reads the text of the QR code printed on a card: seven fields separated by `|`, and more since 2024
 * (Circular 16/2024/TT-BCA art. 6).
 *
 * @throws StationError `qr/not-card` when it is the code of something else; `qr/garbled` when the scanner spoiled its letters
 */
export function parseCardQr(text: string): CardQr {
  const parts = text
    .normalize('NFC')
    .split('|')
    .map((part) => part.trim());
  const [
    personalId = '',
    oldId = '',
    fullName = '',
    birth = '',
    sex = '',
    residence = '',
    issue = '',
    ...extras
  ] = parts;
  if (parts.length < 7) throw notCard('fewer than seven fields');
  if (!/^\d{12}$/.test(personalId)) throw notCard('no personal number');
  if (isGarbled(text)) throw new StationError('qr/garbled', 'letters decoded in the wrong character set');
  if (!/^(\d{9})?$/.test(oldId)) throw notCard('old number is not nine digits');
  if (fullName === '' || fullName.length > 100) throw notCard('no name');
  if (sex !== 'Nam' && sex !== 'Nữ') throw notCard('no sex');
  if (residence.length > 250) throw notCard('residence too long');
  const birthDate = realDate(birth);
  const issueDate = realDate(issue);
  if (!birthDate || !issueDate || !cardValidityOn(issueDate)) throw notCard('a date that cannot be');
  return { personalId, oldId, fullName, birthDate, sex, residence, issueDate, extras };
}

/** What the QR code says of the holder, ready for the form. */
export function qrFields({ personalId, oldId, fullName, birthDate, sex, residence }: CardQr): CardFields {
  return cardFields({ personalId, oldId, fullName, birthDate, sex, permanentAddress: residence });
}

/**
 * Whether UTF-8 was read as Latin-1 or Windows-1252: control characters, or a lead byte of a Vietnamese letter (Ã Ä Å Æ, áº á»)
 * before what its second byte turns into; and whether letters were lost.
 */
function isGarbled(text: string): boolean {
  return /[\u0080-\u009F\uFFFD?]|[ÃÄÅÆ][\u00A0-\u00BF\u0152-\u0192\u02C6\u02DC\u2018-\u203A\u20AC\u2122]|á[º»]/u.test(
    text,
  );
}

function realDate(digits: string): string | undefined {
  const date = /^(\d{8}|\d{4})$/.test(digits) ? storedDateOf(digits) : undefined;
  const parts = date === undefined ? undefined : datePartsOf(date);
  return parts && isRealDate(parts) ? date : undefined;
}

function notCard(reason: string): StationError {
  return new StationError('qr/not-card', reason);
}
