/** A Huffman table as a file holds it (IAFIS-IC-0110 (V3) annex B): codes grow with length, then in the order of `symbols`. */
export interface HuffmanTable {
  /** How many codes have 1, 2 … 16 bits. */
  readonly lengths: readonly number[];
  readonly symbols: readonly number[];
}

/** The code of each symbol, and its bits; 0 bits where it has none. */
export interface HuffmanCodes {
  readonly codes: Uint16Array;
  readonly bits: Uint8Array;
}

export const mostBits = 16;
export const symbolCount = 256;

/**
 * The best table of codes up to 16 bits for these frequencies (ITU-T T.81 annex K.2). No code is all ones, so that a block can be
 * filled up with ones to its last byte.
 *
 * @param frequencies of the symbols 0 … 255
 */
export function buildHuffmanTable(frequencies: ArrayLike<number>): HuffmanTable {
  // The rarest of all is a symbol that never comes: it takes the code that is all ones.
  const leaves = Array.from(frequencies, (frequency, symbol) => ({ frequency, symbols: [symbol] })).filter(
    ({ frequency }) => frequency > 0,
  );
  const nodes = [{ frequency: 0, symbols: [symbolCount] }, ...leaves];
  // A table without any code would be none.
  if (nodes.length === 1) nodes.push({ frequency: 1, symbols: [1] });
  const codeBits = new Map<number, number>();
  while (nodes.length > 1) {
    nodes.sort((a, b) => b.frequency - a.frequency || (a.symbols[0] ?? 0) - (b.symbols[0] ?? 0));
    const [a, b] = nodes.splice(-2);
    if (!a || !b) break;
    const symbols = [...a.symbols, ...b.symbols];
    for (const symbol of symbols) codeBits.set(symbol, (codeBits.get(symbol) ?? 0) + 1);
    nodes.push({ frequency: a.frequency + b.frequency, symbols });
  }
  return tableOf(codeBits);
}

function tableOf(codeBits: ReadonlyMap<number, number>): HuffmanTable {
  const lengths = new Array<number>(symbolCount + 1).fill(0);
  for (const bits of codeBits.values()) lengths[bits] = (lengths[bits] ?? 0) + 1;
  shorten(lengths);
  const last = lengths.findLastIndex((count) => count > 0);
  // The longest code of all is the one that is all ones.
  lengths[last] = (lengths[last] ?? 0) - 1;
  const symbols = [...codeBits.keys()]
    .filter((symbol) => symbol < symbolCount)
    .sort((a, b) => (codeBits.get(a) ?? 0) - (codeBits.get(b) ?? 0) || a - b);
  return { lengths: lengths.slice(1, mostBits + 1), symbols };
}

/**
 * Codes that are too long go up in pairs: one takes their common place, the other becomes the sibling of a shorter code, which moves
 * one down (ITU-T T.81 figure K.3).
 */
function shorten(lengths: number[]): void {
  const add = (bits: number, n: number): void => {
    lengths[bits] = (lengths[bits] ?? 0) + n;
  };
  for (let bits = lengths.length - 1; bits > mostBits; bits -= 1) {
    while ((lengths[bits] ?? 0) > 0) {
      const shorter = lengths.findLastIndex((count, i) => i < bits - 1 && count > 0);
      add(bits, -2);
      add(bits - 1, 1);
      add(shorter, -1);
      add(shorter + 1, 2);
    }
  }
}

export function codesOf({ lengths, symbols }: HuffmanTable): HuffmanCodes {
  const codes = new Uint16Array(symbolCount);
  const bits = new Uint8Array(symbolCount);
  let [code, next] = [0, 0];
  for (const [index, count] of lengths.entries()) {
    for (const symbol of symbols.slice(next, next + count)) {
      codes[symbol] = code;
      bits[symbol] = index + 1;
      code += 1;
    }
    next += count;
    code *= 2;
  }
  return { codes, bits };
}

/** Why these lengths and symbols are no prefix code, or nothing when they are one. */
export function flawOf({ lengths, symbols }: HuffmanTable): string | undefined {
  const taken = lengths.reduce((sum, count, index) => sum + count * 2 ** (mostBits - index - 1), 0);
  if (symbols.length === 0) return 'a Huffman table without codes';
  if (taken > 2 ** mostBits) return 'a Huffman table that is no prefix code';
  if (new Set(symbols).size < symbols.length) return 'a Huffman table with a symbol twice';
  return undefined;
}

/** What the next 16 bits begin with: the symbol, and above its eight bits the bits of its code; 0 where no code fits. */
export function lookupOf(table: HuffmanTable): Uint16Array {
  const lookup = new Uint16Array(2 ** mostBits);
  const { codes, bits } = codesOf(table);
  for (const symbol of table.symbols) {
    const free = mostBits - (bits[symbol] ?? 0);
    const first = (codes[symbol] ?? 0) << free;
    lookup.fill(((bits[symbol] ?? 0) << 8) | symbol, first, first + (1 << free));
  }
  return lookup;
}
