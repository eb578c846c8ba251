import type { ChipPassword } from '../../drivers/card/emrtd/chip-reading.ts';
import { parseMrz } from '../../drivers/card/emrtd/mrz.ts';
import { type ChipProfile, vnCccd } from '../../drivers/card/emrtd/profiles/profile.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import { candidateExpiries, noExpiryMrz } from './card-expiry.ts';
import { parseCardQr } from './card-qr.ts';
import { datePartsOf, isRealDate, storedDateOf } from './partial-date.ts';

/** How passwords follow from what is printed, and how many are tried. */
type KeyRules = Pick<ChipProfile, 'canRule' | 'expiryRule' | 'maxTries'>;

const canDigits = 6;

/**
 * The passwords to try on the chip, most likely first and never more than the card bears. A QR code holds the number but not the
 * expiry, so the access number goes first; whoever gives the MRZ has the whole key. A chip without PACE is not asked for the access
 * number. How the access number and the expiry follow is not published: the profile says it.
 *
 * @throws StationError `qr/not-card`, `qr/garbled`, `mrz/invalid`, or `application/field-invalid` when a typed number or date cannot be
 */
export function passwordsFrom(key: CardKey, rules: KeyRules = vnCccd): ChipPassword[] {
  return passwordsOf(key, rules).slice(0, rules.maxTries);
}

function passwordsOf(key: CardKey, rules: KeyRules): ChipPassword[] {
  switch (key.kind) {
    case 'qr': {
      const { personalId, birthDate, issueDate } = parseCardQr(key.text);
      const birth = mrzDate(birthDate);
      const expiries = rules.expiryRule === 'by-law' ? candidateExpiries(birthDate, issueDate) : [];
      return [
        ...accessNumbers(personalId, rules),
        ...expiries.map((expiry) => mrzPassword(personalId, birth, expiry)),
      ];
    }
    case 'mrz': {
      const { documentNumber, personalId, birth, expiry } = readMrz(key.text);
      return [{ kind: 'mrz', documentNumber, birth, expiry }, ...accessNumbers(personalId, rules)];
    }
    case 'fields':
      return typedPasswords(key, rules);
    case 'can':
      if (!/^\d{6}$/.test(key.can)) throw new StationError('application/field-invalid', 'no access number');
      return [{ kind: 'can', can: key.can }];
  }
}

/** The document number of a Vietnamese card is the last nine digits of the personal number. */
function mrzPassword(personalId: string, birth: string, expiry: string): ChipPassword {
  return { kind: 'mrz', documentNumber: personalId.slice(3), birth, expiry };
}

/** None where the number stands only on the card itself. */
function accessNumbers(personalId: string, { canRule }: KeyRules): ChipPassword[] {
  return canRule === 'printed' ? [] : [{ kind: 'can', can: personalId.slice(-canDigits) }];
}

function readMrz(text: string): ReturnType<typeof parseMrz> {
  try {
    return parseMrz(text);
  } catch (cause) {
    throw new StationError('mrz/invalid', 'the MRZ does not check', { cause });
  }
}

function typedPasswords(
  { personalId, birthDate, expiryDate }: Extract<CardKey, { kind: 'fields' }>,
  rules: KeyRules,
): ChipPassword[] {
  const number = personalId.replaceAll(/[ .]/g, '');
  if (!/^\d{12}$/.test(number)) throw new StationError('application/field-invalid', 'no personal number');
  const isUnlimited = /^\s*không thời hạn\s*$/iu.test(expiryDate.normalize('NFC'));
  const expiry = isUnlimited ? noExpiryMrz : typedDate(expiryDate);
  return [mrzPassword(number, typedDate(birthDate), expiry), ...accessNumbers(number, rules)];
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
