import { type FieldName, parse } from 'mrz';
import type { ChipMrz } from './chip-reading.ts';

/** A field of a Vietnamese TD1 MRZ that can be wrong. */
export type MrzField =
  | 'line1'
  | 'line2'
  | 'line3'
  | 'document-code'
  | 'issuing-state'
  | 'document-number'
  | 'personal-id'
  | 'birth'
  | 'sex'
  | 'expiry'
  | 'nationality'
  | 'composite'
  | 'name';

export interface MrzFault {
  readonly field: MrzField;
  /** `check-digit`: typed or read wrongly. `value`: no such value. `mismatch`: contradicts another field. */
  readonly reason: 'length' | 'value' | 'check-digit' | 'mismatch';
}

/** The MRZ is not one, or a field of it does not check. The message names fields, never their content. */
export class MrzError extends Error {
  readonly faults: readonly MrzFault[];

  constructor(faults: readonly MrzFault[]) {
    super(`MRZ: ${faults.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`);
    this.name = 'MrzError';
    this.faults = faults;
  }
}

export interface JudgedMrz {
  readonly mrz: ChipMrz;
  readonly faults: readonly MrzFault[];
}

type MrzLines = ChipMrz['lines'];

const lineLength = 30;

/** Which of our fields a complaint of the parser is about. */
const parserFields: Partial<Record<FieldName, Pick<MrzFault, 'field' | 'reason'>>> = {
  documentCode: { field: 'document-code', reason: 'value' },
  issuingState: { field: 'issuing-state', reason: 'value' },
  documentNumber: { field: 'document-number', reason: 'value' },
  documentNumberCheckDigit: { field: 'document-number', reason: 'check-digit' },
  birthDate: { field: 'birth', reason: 'value' },
  birthDateCheckDigit: { field: 'birth', reason: 'check-digit' },
  sex: { field: 'sex', reason: 'value' },
  expirationDate: { field: 'expiry', reason: 'value' },
  expirationDateCheckDigit: { field: 'expiry', reason: 'check-digit' },
  nationality: { field: 'nationality', reason: 'value' },
  compositeCheckDigit: { field: 'composite', reason: 'check-digit' },
  lastName: { field: 'name', reason: 'value' },
};

/**
 * Reads a Vietnamese card's MRZ (TD1, ICAO 9303-5) and accepts it only when everything in it checks.
 *
 * @param text three lines of 30, or all 90 characters in one piece; spaces, line ends and case do not matter
 * @throws MrzError with every field that does not check
 */
export function parseMrz(text: string): ChipMrz {
  const { mrz, faults } = judgeMrz(splitMrz(text));
  if (faults.length > 0) throw new MrzError(faults);
  return mrz;
}

/** @throws MrzError naming the line that has not 30 characters of the MRZ's alphabet */
export function splitMrz(text: string): MrzLines {
  const typed = text.toUpperCase().trim().split(/\s+/);
  const all = typed.join('');
  const lines = typed.length === 3 ? typed : [all.slice(0, 30), all.slice(30, 60), all.slice(60)];
  const faults = lines.flatMap((line, i): MrzFault[] => {
    const field = (['line1', 'line2', 'line3'] as const)[i] ?? 'line3';
    if (line.length !== lineLength) return [{ field, reason: 'length' }];
    return /^[A-Z0-9<]+$/.test(line) ? [] : [{ field, reason: 'value' }];
  });
  if (faults.length > 0) throw new MrzError(faults);
  const [line1 = '', line2 = '', line3 = ''] = lines;
  return [line1, line2, line3];
}

/** Takes the fields out of three well-formed lines and names everything in them that does not check. */
export function judgeMrz(lines: MrzLines): JudgedMrz {
  const [line1, line2, line3] = lines;
  const [surname = '', givenNames = ''] = line3.replace(/<+$/, '').split('<<');
  const sex = line2.charAt(7);
  const mrz: ChipMrz = {
    lines,
    documentNumber: line1.slice(5, 14),
    personalId: line1.slice(15, 27),
    birth: line2.slice(0, 6),
    sex: sex === 'M' || sex === 'F' ? sex : '<',
    expiry: line2.slice(8, 14),
    nationality: line2.slice(15, 18),
    surname: surname.replaceAll('<', ' '),
    givenNames: givenNames.replaceAll('<', ' ').trim(),
  };
  return { mrz, faults: [...parserFaults(lines), ...vietnameseFaults(lines, mrz)] };
}

/**
 * The text basic access derives its keys from (ICAO 9303-11 section 4.3.2, appendix D.2): each field with its check digit. A
 * document number longer than nine characters goes in whole.
 */
export function mrzInformation({
  documentNumber,
  birth,
  expiry,
}: {
  documentNumber: string;
  birth: string;
  expiry: string;
}): string {
  return [documentNumber.padEnd(9, '<'), birth, expiry].map((field) => field + checkDigit(field)).join('');
}

/** Check digit of ICAO 9303-3 section 4.9: weights 7, 3, 1; `A` counts 10, `<` counts 0. */
export function checkDigit(text: string): string {
  const sum = [...text].reduce((total, character, i) => {
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    return total + value * ([7, 3, 1][i % 3] ?? 0);
  }, 0);
  return String(sum % 10);
}

function parserFaults(lines: MrzLines): MrzFault[] {
  return parse([...lines]).details.flatMap(({ field, valid }) => {
    const fault = field ? parserFields[field] : undefined;
    return valid || !fault ? [] : [fault];
  });
}

/** What ICAO leaves open and Vietnam fills in: optional data 1 is the personal number with its own check digit. */
function vietnameseFaults([line1]: MrzLines, { documentNumber, personalId }: ChipMrz): MrzFault[] {
  if (line1.slice(2, 5) !== 'VNM') return [{ field: 'issuing-state', reason: 'value' }];
  if (!/^\d{12}$/.test(personalId)) return [{ field: 'personal-id', reason: 'value' }];
  const faults: MrzFault[] = [];
  if (checkDigit(line1.slice(15, 29)) !== line1.charAt(29)) {
    faults.push({ field: 'personal-id', reason: 'check-digit' });
  }
  if (documentNumber !== personalId.slice(3)) faults.push({ field: 'document-number', reason: 'mismatch' });
  return faults;
}
