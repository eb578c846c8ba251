import { DriverError } from '../errors.ts';

/** One data object (ISO/IEC 7816-4 section 5.2.2, X.690). The bytes are views of what was decoded, not copies. */
export interface Tlv {
  /** Tag bytes as one number: `0x30`, `0x5f1f`, `0x7f61`. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** Tag, length and value as they came. */
  readonly bytes: Uint8Array;
}

/** `ber` takes lengths with leading zeros; `der` takes the shortest form only. Both refuse the indefinite form. */
export type TlvForm = 'ber' | 'der';

/** Deeper nesting than this is an attack, not a card. */
const maxDepth = 16;
const maxTagBytes = 3;
/** Four bytes count to 4 GB: a longer length field cannot be meant. */
const maxLengthBytes = 4;

export interface TlvHeader {
  readonly tag: number;
  readonly headerBytes: number;
  /** What the header claims. Nobody has checked yet that so many bytes exist. */
  readonly valueBytes: number;
}

/**
 * Reads tag and length at the start of `bytes`, which may end anywhere.
 *
 * @returns nothing when the header itself is not there in full yet.
 * @throws DriverError `card/data-invalid` for a header that cannot be right whatever follows.
 */
export function readTlvHeader(bytes: Uint8Array, form: TlvForm = 'ber'): TlvHeader | undefined {
  const tagBytes = countTagBytes(bytes);
  const first = bytes[tagBytes ?? 0];
  if (tagBytes === undefined || first === undefined) return undefined;
  const tag = unsigned(bytes.subarray(0, tagBytes));
  if (first < 0x80) return { tag, headerBytes: tagBytes + 1, valueBytes: first };

  const lengthBytes = first & 0x7f;
  if (lengthBytes === 0) throw invalid('indefinite length');
  if (lengthBytes > maxLengthBytes) throw invalid(`length of ${lengthBytes} bytes`);
  const headerBytes = tagBytes + 1 + lengthBytes;
  if (bytes.length < headerBytes) return undefined;
  const valueBytes = unsigned(bytes.subarray(tagBytes + 1, headerBytes));
  if (form === 'der' && lengthBytes !== countLengthBytes(valueBytes) - 1)
    throw invalid('length is not minimal');
  return { tag, headerBytes, valueBytes };
}

/**
 * The data objects that stand side by side in `bytes`, to the last byte.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeTlvs(bytes: Uint8Array, form: TlvForm = 'ber'): Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    const header = readTlvHeader(rest, form);
    if (!header) throw invalid('header is cut off');
    const end = header.headerBytes + header.valueBytes;
    if (end > rest.length) throw invalid(`length ${header.valueBytes} is more than there is`);
    found.push({
      tag: header.tag,
      value: rest.subarray(header.headerBytes, end),
      bytes: rest.subarray(0, end),
    });
    at += end;
  }
  return found;
}

/**
 * Goes through the whole tree in the order of the bytes, without recursion.
 *
 * @param visit answers whether to look inside; asked for constructed objects only to be obeyed for them.
 * @throws DriverError `card/data-invalid`, also below 16 levels
 */
export function walkTlvs(
  bytes: Uint8Array,
  visit: (node: Tlv) => 'inside' | 'past',
  form: TlvForm = 'ber',
): void {
  const ahead = decodeTlvs(bytes, form)
    .reverse()
    .map((node) => ({ node, depth: 1 }));
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { node, depth } = next;
    if (visit(node) === 'past' || !isConstructed(node)) continue;
    if (depth === maxDepth) throw invalid(`nested deeper than ${maxDepth}`);
    const children = decodeTlvs(node.value, form).reverse();
    ahead.push(...children.map((child) => ({ node: child, depth: depth + 1 })));
  }
}

/** Whether the value is itself made of data objects (bit 6 of the first tag byte). */
export function isConstructed({ bytes }: Tlv): boolean {
  return ((bytes[0] ?? 0) & 0x20) !== 0;
}

/**
 * The first object with this tag.
 *
 * @throws DriverError `card/data-invalid` when there is none
 */
export function requireTlv(tlvs: readonly Tlv[], tag: number): Tlv {
  const found = tlvs.find((tlv) => tlv.tag === tag);
  if (!found) throw invalid(`no ${tag.toString(16)}`);
  return found;
}

/** Writes one data object in the shortest form. Several values are put one after the other. */
export function encodeTlv(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const valueBytes = values.reduce((sum, value) => sum + value.length, 0);
  const length =
    valueBytes < 0x80 ? [valueBytes] : [0x80 | (countLengthBytes(valueBytes) - 1), ...bigEndian(valueBytes)];
  return new Uint8Array(Buffer.concat([Uint8Array.from([...bigEndian(tag), ...length]), ...values]));
}

function countTagBytes(bytes: Uint8Array): number | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  if (first === 0x00) throw invalid('tag 00');
  if ((first & 0x1f) !== 0x1f) return 1;
  for (let count = 2; count <= maxTagBytes; count++) {
    const byte = bytes[count - 1];
    if (byte === undefined) return undefined;
    if (count === 2 && byte === 0x80) throw invalid('tag with a leading zero');
    if (byte < 0x80) return count;
  }
  throw invalid(`tag longer than ${maxTagBytes} bytes`);
}

function countLengthBytes(valueBytes: number): number {
  return valueBytes < 0x80 ? 1 : 1 + bigEndian(valueBytes).length;
}

function bigEndian(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes.length > 0 ? bytes : [0];
}

function unsigned(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function invalid(what: string): DriverError {
  return new DriverError('card/data-invalid', `TLV: ${what}`);
}
