import type { ChipPassword } from '../../drivers/card/emrtd/chip-reading.ts';
import { parseMrz } from '../../drivers/card/emrtd/mrz.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import { candidateExpiries, noExpiryMrz } from './card-expiry.ts';
import { parseCardQr } from './card-qr.ts';
import { datePartsOf, isRealDate, storedDateOf } from './partial-date.ts';

/** Chips slow down after wrong passwords, some for good. */
const maxPasswords = 3;

/**
 * The card access number is the last six digits of the personal number. Two public readers of the card say so; the ministry has not
 * published it, so a chip that refuses it gets the MRZ next.
 */
const canRule = { fromDigit: 6 } as const;

/**
 * The passwords to try on the chip, most likely first and never more than three. A QR code holds the number but not the expiry, so
 * the access number goes first; whoever gives the MRZ has the whole key. A chip without PACE is not asked for the access number.
 *
 * @throws StationError `qr/not-card`, `qr/garbled`, `mrz/invalid`, or `application/field-invalid` when a typed number or date cannot be
 */
export function passwordsFrom(key: CardKey): ChipPassword[] {
  return passwordsOf(key).slice(0, maxPasswords);
}

function passwordsOf(key: CardKey): ChipPassword[] {
  switch (key.kind) {
    case 'qr': {
      const { personalId, birthDate, issueDate } = parseCardQr(key.text);
      const birth = mrzDate(birthDate);
      const expiries = candidateExpiries(birthDate, issueDate);
      return [accessNumber(personalId), ...expiries.map((expiry) => mrzPassword(personalId, birth, expiry))];
    }
    case 'mrz': {
      const { documentNumber, personalId, birth, expiry } = readMrz(key.text);
      return [{ kind: 'mrz', documentNumber, birth, expiry }, accessNumber(personalId)];
    }
    case 'fields':
      return typedPasswords(key);
    case 'can':
      if (!/^\d{6}$/.test(key.can)) throw new StationError('application/field-invalid', 'no access number');
      return [{ kind: 'can', can: key.can }];
  }
}

/** The document number of a Vietnamese card is the last nine digits of the personal number. */
function mrzPassword(personalId: string, birth: string, expiry: string): ChipPassword {
  return { kind: 'mrz', documentNumber: personalId.slice(3), birth, expiry };
}

function accessNumber(personalId: string): ChipPassword {
  return { kind: 'can', can: personalId.slice(canRule.fromDigit) };
}

function readMrz(text: string): ReturnType<typeof parseMrz> {
  try {
    return parseMrz(text);
  } catch (cause) {
    throw new StationError('mrz/invalid', 'the MRZ does not check', { cause });
  }
}

function typedPasswords({
  personalId,
  birthDate,
  expiryDate,
}: Extract<CardKey, { kind: 'fields' }>): ChipPassword[] {
  const number = personalId.replaceAll(/[ .]/g, '');
  if (!/^\d{12}$/.test(number)) throw new StationError('application/field-invalid', 'no personal number');
  const isUnlimited = /^\s*không thời hạn\s*$/iu.test(expiryDate.normalize('NFC'));
  const expiry = isUnlimited ? noExpiryMrz : typedDate(expiryDate);
  return [mrzPassword(number, typedDate(birthDate), expiry), accessNumber(number)];
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
