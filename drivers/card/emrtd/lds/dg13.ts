import { DriverError } from '../../../errors.ts';
import { decodeTlvs, isConstructed, requireTlv, type Tlv, walkTlvs } from '../../tlv.ts';
import type { ChipHolder } from '../chip-reading.ts';

type TextField = Exclude<keyof ChipHolder, 'unknown'>;

/** What public readers of the card agree on; nothing official is published. Parents share 13: father first. */
const fieldNames: Readonly<Record<number, readonly TextField[]>> = {
  1: ['personalId'],
  2: ['fullName'],
  3: ['birthDate'],
  4: ['sex'],
  5: ['nationality'],
  6: ['ethnicity'],
  7: ['religion'],
  8: ['origin'],
  9: ['residence'],
  10: ['identification'],
  11: ['issueDate'],
  12: ['expiryDate'],
  13: ['fatherName', 'motherName'],
  14: ['spouseName'],
  15: ['oldId'],
};

const sequenceTag = 0x30;
const integerTag = 0x02;
const utf8 = new TextDecoder('utf-8', { fatal: true });

interface NumberedField {
  readonly n: number;
  readonly values: readonly Tlv[];
}

/**
 * The holder's data in Vietnamese from EF.DG13: every `SEQUENCE { INTEGER n, value … }` wherever it stands in the tree.
 *
 * @throws DriverError `card/data-invalid`, also when a field stands there twice: which one would be shown?
 */
export function decodeDg13(file: Uint8Array): ChipHolder {
  const dg13 = requireTlv(decodeTlvs(file), 0x6d);
  const texts: Partial<Record<TextField, string>> = {};
  const unknown: { n: number; bytes: Uint8Array }[] = [];
  const seen = new Set<number>();

  walkTlvs(dg13.value, (node) => {
    const field = numberedField(node);
    if (!field) return 'inside';
    const { n, values } = field;
    if (seen.has(n)) throw new DriverError('card/data-invalid', `DG13: field ${n} stands there twice`);
    seen.add(n);
    const names = fieldNames[n];
    if (names) Object.assign(texts, namedTexts(names, values));
    else unknown.push({ n, bytes: bytesOf(values) });
    return 'past';
  });
  return { ...texts, unknown };
}

function numberedField(node: Tlv): NumberedField | undefined {
  if (node.tag !== sequenceTag) return undefined;
  const [number, ...values] = decodeTlvs(node.value);
  const n = number?.tag === integerTag ? fieldNumber(number.value) : 0;
  return n > 0 ? { n, values } : undefined;
}

/** A positive INTEGER of one or two bytes; zero for any other. */
function fieldNumber(value: Uint8Array): number {
  const isPositive = value.length >= 1 && value.length <= 2 && (value[0] ?? 0) < 0x80;
  return isPositive ? value.reduce((sum, byte) => sum * 256 + byte, 0) : 0;
}

/** Empty values are left out: the card writes a field it has no text for as an empty one. */
function namedTexts(names: readonly TextField[], values: readonly Tlv[]): Partial<Record<TextField, string>> {
  const pairs = names.map((name, i) => [name, textOf(values[i])] as const);
  return Object.fromEntries(pairs.filter(([, text]) => text !== ''));
}

/** A value is a string, or a sequence with one string in it. */
function textOf(value: Tlv | undefined): string {
  const string = value && isConstructed(value) ? decodeTlvs(value.value)[0] : value;
  if (!string) return '';
  try {
    return utf8.decode(string.value).normalize('NFC');
  } catch (cause) {
    throw new DriverError('card/data-invalid', 'DG13: a text is not UTF-8', { cause });
  }
}

function bytesOf(values: readonly Tlv[]): Uint8Array {
  return new Uint8Array(Buffer.concat(values.map(({ bytes }) => bytes)));
}
