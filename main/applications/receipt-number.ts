/** Where and when an application was received, and how many were before it. */
interface ReceiptParts {
  /** One letter and two digits. */
  readonly officeCode: string;
  /** Two digits. */
  readonly stationNo: string;
  /** `YYYY-MM-DD` */
  readonly receptionDay: string;
  /** 1–9999, counted per station and day. */
  readonly counter: number;
}

const unchecked = /^[A-Z]\d{2}-\d{2}-\d{6}-\d{4}$/;

/**
 * The number a station gives an application without asking anyone: `H99-03-261123-0014-` and a check digit. It finds every single wrong
 * digit and every swap of neighbouring digits.
 *
 * @throws Error when a part does not fit the number
 */
export function makeReceiptNo({ officeCode, stationNo, receptionDay, counter }: ReceiptParts): string {
  const date = receptionDay.slice(2).replaceAll('-', '');
  const number = `${officeCode}-${stationNo}-${date}-${String(counter).padStart(4, '0')}`;
  if (!unchecked.test(number)) throw new Error('office, station, day or counter do not fit a receipt number');
  return `${number}-${checkDigit(number)}`;
}

/** Whether a number typed or scanned is whole. */
export function isReceiptNo(text: string): boolean {
  const number = text.slice(0, -2);
  return unchecked.test(number) && text === `${number}-${checkDigit(number)}`;
}

/**
 * A totally anti-symmetric quasigroup of order 10 (H. M. Damm, doctoral thesis, Marburg 2004). Row: digit so far; column: next digit.
 */
const quasigroup = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

/** The letter counts as two digits, A = 10 … Z = 35, as in ISO 7064. */
function checkDigit(number: string): string {
  const digits = [...number.replaceAll('-', '')].map((sign) => Number.parseInt(sign, 36)).join('');
  return [...digits].reduce((interim, digit) => quasigroup[Number(interim)]?.[Number(digit)] ?? '', '0');
}
