import { crc32 } from 'node:zlib';
import { type ChunkRange, chunkBytes, chunkCount, type PictureHeader, type Report } from './hid-reports.ts';

/** Rounds of asking again that brought nothing, before a picture is given up. */
const mostFruitlessRounds = 8;

/** What the pictures of one capture come to. */
export type Outcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'preview'; readonly picture: Picture }
  | { readonly kind: 'final'; readonly picture: Picture }
  /** Chunks to ask for again; none: the header itself was lost. */
  | { readonly kind: 'ask'; readonly ranges: readonly ChunkRange[] }
  | { readonly kind: 'give-up' };

export interface Picture extends PictureHeader {
  readonly pixels: Uint8Array;
}

/** Puts the pictures of one capture together from reports in any order, some of them lost, some twice. */
export interface Assembler {
  take(report: Report): Outcome;
  /** Nothing has come for a while: what was lost is asked for. */
  silence(): Outcome;
  /** Whether reports may be missing, so that silence means something. */
  isReceiving(): boolean;
}

interface Assembly {
  readonly header: PictureHeader;
  readonly pixels: Uint8Array;
  readonly arrived: Set<number>;
}

const nothing: Outcome = { kind: 'nothing' };

export function openAssembler(): Assembler {
  let assembly: Assembly | null = null;
  let hasLostHeader = false;
  let fruitlessRounds = 0;
  let arrivedBefore = 0;
  let headerAsks = 0;

  function begin(header: PictureHeader): Outcome {
    hasLostHeader = false;
    headerAsks = 0;
    const isSame = assembly?.header.purpose === header.purpose && assembly.header.crc === header.crc;
    if (!isSame)
      assembly = { header, pixels: new Uint8Array(header.width * header.height), arrived: new Set() };
    return nothing;
  }

  function end(): Outcome {
    if (!assembly) return nothing;
    const { header, pixels } = assembly;
    if (isWhole(assembly)) {
      const { purpose } = header;
      assembly = null;
      return { kind: purpose, picture: { ...header, pixels } };
    }
    if (header.purpose === 'final') return ask(assembly);
    // Perhaps it was the end of the final picture, and its header that was lost.
    assembly = null;
    hasLostHeader = true;
    return nothing;
  }

  function ask({ header, arrived }: Assembly): Outcome {
    fruitlessRounds = arrived.size > arrivedBefore ? 0 : fruitlessRounds + 1;
    arrivedBefore = arrived.size;
    // Everything is there, and yet it is not the picture: it was spoilt on the way, or never was one.
    const isSpoilt = arrived.size === chunkCount(header);
    if (isSpoilt || fruitlessRounds > mostFruitlessRounds) return { kind: 'give-up' };
    return { kind: 'ask', ranges: missingRanges(header, arrived) };
  }

  return {
    take: (report) => {
      if (report.kind === 'picture') return begin(report.picture);
      if (report.kind === 'end') return end();
      if (report.kind !== 'chunk') return nothing;
      if (assembly) addChunk(assembly, report);
      else hasLostHeader = true;
      return nothing;
    },
    silence: () => {
      if (assembly?.header.purpose === 'final') return end();
      assembly = null;
      headerAsks += 1;
      // Perhaps there is no final picture yet, and the scanner waits for fingers: then asking stops without a word.
      hasLostHeader = headerAsks <= mostFruitlessRounds;
      return hasLostHeader ? { kind: 'ask', ranges: [] } : nothing;
    },
    isReceiving: () => assembly !== null || hasLostHeader,
  };
}

/** Puts one chunk in its place. One that does not fit, or is there already, changes nothing. */
function addChunk({ pixels, arrived }: Assembly, chunk: Extract<Report, { kind: 'chunk' }>): void {
  const start = chunk.index * chunkBytes;
  const expected = Math.min(chunkBytes, pixels.length - start);
  if (chunk.pixels.length !== expected || arrived.has(chunk.index)) return;
  pixels.set(chunk.pixels, start);
  arrived.add(chunk.index);
}

function missingRanges(header: PictureHeader, arrived: ReadonlySet<number>): ChunkRange[] {
  const ranges: { first: number; count: number }[] = [];
  for (let index = 0; index < chunkCount(header); index += 1) {
    if (arrived.has(index)) continue;
    const last = ranges.at(-1);
    if (last && last.first + last.count === index) last.count += 1;
    else ranges.push({ first: index, count: 1 });
  }
  return ranges;
}

/** Every pixel is there and is what the scanner saw. */
function isWhole({ header, arrived, pixels }: Assembly): boolean {
  return arrived.size === chunkCount(header) && crc32(pixels) === header.crc;
}
