import { DriverError } from '../../errors.ts';
import { decodeTlvs } from '../tlv.ts';

/** What one command and one answer may hold in a card that takes extended length. */
export interface ExtendedLength {
  readonly maxCommandBytes: number;
  readonly maxResponseBytes: number;
}

/** Bit of the third byte of the card capabilities: extended Lc and Le fields (ISO/IEC 7816-4 table 119). */
const extendedBit = 0x40;
/** A card that says it takes extended length and does not say how much. */
const unstated: ExtendedLength = { maxCommandBytes: 0x10000, maxResponseBytes: 0x10000 };

/**
 * Whether the card announces extended length; without an announcement it must not be used (ICAO 9303-10 section 3.6.4.2).
 *
 * @param atr answer to reset, with the historical bytes of the card
 * @param atrInfo content of EF.ATR/INFO, when the card has one
 */
export function announcedLength(atr: Uint8Array, atrInfo?: Uint8Array): ExtendedLength | undefined {
  const objects = atrInfo ? tolerantTlvs(atrInfo) : [];
  const limits = objects.find(({ tag }) => tag === 0x7f66);
  const [maxCommandBytes, maxResponseBytes] = limits
    ? tolerantTlvs(limits.value).map(({ value }) => unsigned(value))
    : [];
  if (maxCommandBytes !== undefined && maxResponseBytes !== undefined)
    return { maxCommandBytes, maxResponseBytes };
  const capabilities = objects.find(({ tag }) => tag === 0x47)?.value ?? capabilitiesOf(historicalBytes(atr));
  return ((capabilities?.[2] ?? 0) & extendedBit) !== 0 ? unstated : undefined;
}

/** Behind the interface bytes of an answer to reset (ISO/IEC 7816-3 section 8.2). */
function historicalBytes(atr: Uint8Array): Uint8Array {
  const t0 = atr[1] ?? 0;
  let at = 2;
  let present = t0 >> 4;
  while (present !== 0 && at < atr.length) {
    const isTdThere = (present & 0x08) !== 0;
    at += countBits(present);
    present = isTdThere ? (atr[at - 1] ?? 0) >> 4 : 0;
  }
  return atr.subarray(at, at + (t0 & 0x0f));
}

/** Card capabilities among compact data objects (ISO/IEC 7816-4 section 12.1.1). */
function capabilitiesOf(historical: Uint8Array): Uint8Array | undefined {
  const category = historical[0];
  if (category !== 0x00 && category !== 0x80) return undefined;
  for (let at = 1; at < historical.length; ) {
    const head = historical[at] ?? 0;
    const value = historical.subarray(at + 1, at + 1 + (head & 0x0f));
    if (head >> 4 === 0x7) return value;
    at += 1 + (head & 0x0f);
  }
  return undefined;
}

/** What a card says of itself beside the standard's way must not keep it from being read. */
function tolerantTlvs(bytes: Uint8Array): ReturnType<typeof decodeTlvs> {
  try {
    return decodeTlvs(bytes);
  } catch (error) {
    if (error instanceof DriverError) return [];
    throw error;
  }
}

function countBits(nibble: number): number {
  return [...nibble.toString(2)].filter((bit) => bit === '1').length;
}

function unsigned(bytes: Uint8Array): number {
  return bytes.subarray(0, 4).reduce((sum, byte) => sum * 256 + byte, 0);
}
