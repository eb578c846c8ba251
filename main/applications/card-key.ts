import type { ChipPassword } from '../../drivers/card/emrtd/chip-reading.ts';
import { parseMrz } from '../../drivers/card/emrtd/mrz.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import { candidateExpiries, noExpiryMrz } from './card-expiry.ts';
import { parseCardQr } from './card-qr.ts';
import { datePartsOf, isRealDate, storedDateOf } from './partial-date.ts';

/**
 * The passwords to try on the chip, most likely first and never more than three: chips slow down after wrong ones.
 *
 * @throws StationError `qr/not-card`, `qr/garbled`, `mrz/invalid`, or `application/field-invalid` when a typed number or date cannot be
 */
export function passwordsFrom(key: CardKey): ChipPassword[] {
  switch (key.kind) {
    case 'qr': {
      const { personalId, birthDate, issueDate } = parseCardQr(key.text);
      const birth = mrzDate(birthDate);
      return candidateExpiries(birthDate, issueDate).map((expiry) => mrzPassword(personalId, birth, expiry));
    }
    case 'mrz': {
      const { documentNumber, birth, expiry } = readMrz(key.text);
      return [{ kind: 'mrz', documentNumber, birth, expiry }];
    }
    case 'fields':
      return [typedPassword(key)];
  }
}

/** The document number of a Vietnamese card is the last nine digits of the personal number. */
function mrzPassword(personalId: string, birth: string, expiry: string): ChipPassword {
  return { kind: 'mrz', documentNumber: personalId.slice(3), birth, expiry };
}

function readMrz(text: string): ReturnType<typeof parseMrz> {
  try {
    return parseMrz(text);
  } catch (cause) {
    throw new StationError('mrz/invalid', 'the MRZ does not check', { cause });
  }
}

function typedPassword({
  personalId,
  birthDate,
  expiryDate,
}: Extract<CardKey, { kind: 'fields' }>): ChipPassword {
  const number = personalId.replaceAll(/[ .]/g, '');
  if (!/^\d{12}$/.test(number)) throw new StationError('application/field-invalid', 'no personal number');
  const isUnlimited = /^\s*không thời hạn\s*$/iu.test(expiryDate.normalize('NFC'));
  return mrzPassword(number, typedDate(birthDate), isUnlimited ? noExpiryMrz : typedDate(expiryDate));
}

function typedDate(text: string): string {
  const date = storedDateOf(text.trim());
  const parts = date === undefined ? undefined : datePartsOf(date);
  if (!date || !parts || !isRealDate(parts)) {
    throw new StationError('application/field-invalid', 'a date of the card cannot be');
  }
  return mrzDate(date);
}

/** A stored date as the MRZ writes it: YYMMDD, `<` for what is not known (ICAO 9303-3). */
function mrzDate(date: string): string {
  return date.slice(2).replaceAll('-', '').padEnd(6, '<');
}
