import { WsqError } from './error.ts';
import { codesOf, type HuffmanTable, mostBits, symbolCount } from './huffman.ts';

// Symbols (IAFIS-IC-0110 (V3) part 3, Huffman table input): 1 … 100 a run of zeros, 107 … 254 a coefficient of −73 … 74, and between
// them the ones that announce a number of 8 or 16 bits.
const mostRun = 100;
const zeroSymbol = 180;
const [leastSmall, mostSmall] = [-73, 74];
const [positive8, negative8, positive16, negative16, run8, run16] = [101, 102, 103, 104, 105, 106] as const;
const leastSymbol = leastSmall + zeroSymbol;
const mostSymbol = mostSmall + zeroSymbol;
const longestRun = 0xffff;
/** A coefficient of 16 bits with its sign. */
const mostSize = 0x7fff;

/** Takes a symbol, and a number of `bits` bits behind it. */
type Emit = (symbol: number, bits: 0 | 8 | 16, number: number) => void;

/** How often each symbol comes in these coefficients. */
export function countSymbols(coefficients: Int16Array): Uint32Array {
  const counts = new Uint32Array(symbolCount);
  forEachSymbol(coefficients, (symbol) => {
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  });
  return counts;
}

/** A block's coefficients in Huffman codes: filled up with ones, and a zero byte behind each byte that is all ones. */
export function encodeBlock(coefficients: Int16Array, table: HuffmanTable): Uint8Array {
  const { codes, bits } = codesOf(table);
  const bytes: number[] = [];
  let [pending, pendingBits] = [0, 0];
  const put = (value: number, count: number): void => {
    pending = (pending << count) | value;
    pendingBits += count;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      const byte = (pending >> pendingBits) & 0xff;
      bytes.push(byte);
      if (byte === 0xff) bytes.push(0);
    }
    pending &= (1 << pendingBits) - 1;
  };
  forEachSymbol(coefficients, (symbol, numberBits, number) => {
    put(codes[symbol] ?? 0, bits[symbol] ?? 0);
    if (numberBits > 0) put(number, numberBits);
  });
  if (pendingBits > 0) put(0xff >> pendingBits, 8 - pendingBits);
  return Uint8Array.from(bytes);
}

function forEachSymbol(coefficients: Int16Array, emit: Emit): void {
  let run = 0;
  for (const coefficient of coefficients) {
    if (coefficient !== 0) {
      if (run > 0) emitRun(run, emit);
      emitCoefficient(coefficient, emit);
      run = 0;
    } else if (run === longestRun) {
      emitRun(run, emit);
      run = 1;
    } else run += 1;
  }
  if (run > 0) emitRun(run, emit);
}

function emitRun(run: number, emit: Emit): void {
  if (run <= mostRun) emit(run, 0, 0);
  else if (run <= 0xff) emit(run8, 8, run);
  else emit(run16, 16, run);
}

function emitCoefficient(coefficient: number, emit: Emit): void {
  const size = Math.abs(coefficient);
  if (coefficient >= leastSmall && coefficient <= mostSmall) emit(coefficient + zeroSymbol, 0, 0);
  else if (size <= 0xff) emit(coefficient > 0 ? positive8 : negative8, 8, size);
  else emit(coefficient > 0 ? positive16 : negative16, 16, size);
}

/**
 * Reads the coefficients of one block, or of one restart interval of it.
 *
 * @param block bits without stuffed bytes
 * @param offset where they begin in the file
 * @param coefficients zeros from `from` on
 * @returns which coefficient comes next
 * @throws WsqError
 */
export function decodeBlock(
  block: Uint8Array,
  offset: number,
  lookup: Uint16Array,
  coefficients: Int16Array,
  from: number,
): number {
  const end = block.length * 8;
  const refuse = (at: number, what: string): WsqError =>
    new WsqError('wsq/malformed', offset + (at >> 3), what);
  let next = from;
  let at = 0;
  while (at < end && next < coefficients.length) {
    const entry = lookup[peek16(block, at)] ?? 0;
    const symbol = entry & 0xff;
    const numberAt = at + (entry >> 8);
    const numberBits = numberBitsOf(symbol);
    if (entry === 0 || numberAt + numberBits > end) break;
    const number = peek16(block, numberAt) >> (mostBits - numberBits);
    const run = runOf(symbol, number);
    if (run === 0) coefficients[next] = coefficientOf(symbol, number);
    next += Math.max(run, 1);
    if (isOutOfRange(symbol, number)) throw refuse(at, `symbol ${symbol} with ${number}`);
    if (next > coefficients.length) throw refuse(at, 'more coefficients than the picture has');
    at = numberAt + numberBits;
  }
  // What is left can only fill up the last byte.
  if (end - at >= 8) throw refuse(at, 'bits that are no code, or a code too many');
  return next;
}

/** Past the end come ones. */
function peek16(block: Uint8Array, at: number): number {
  const byte = at >> 3;
  const three = ((block[byte] ?? 0xff) << 16) | ((block[byte + 1] ?? 0xff) << 8) | (block[byte + 2] ?? 0xff);
  return (three >> (8 - (at & 7))) & 0xffff;
}

function numberBitsOf(symbol: number): 0 | 8 | 16 {
  if (symbol < positive8 || symbol > run16) return 0;
  return symbol === positive8 || symbol === negative8 || symbol === run8 ? 8 : 16;
}

/** 0 for a coefficient. */
function runOf(symbol: number, number: number): number {
  if (symbol <= mostRun) return symbol;
  return symbol === run8 || symbol === run16 ? number : 0;
}

function coefficientOf(symbol: number, number: number): number {
  if (symbol >= leastSymbol) return symbol - zeroSymbol;
  return symbol === negative8 || symbol === negative16 ? -number : number;
}

/** Symbols that mean nothing, runs of nothing, and coefficients of more than 16 bits with their sign. */
function isOutOfRange(symbol: number, number: number): boolean {
  if (symbol === 0 || symbol > mostSymbol) return true;
  if (numberBitsOf(symbol) === 0) return false;
  const isRun = symbol === run8 || symbol === run16;
  return isRun ? number === 0 : number > mostSize;
}
