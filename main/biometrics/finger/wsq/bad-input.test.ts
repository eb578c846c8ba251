import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../fixtures/random.ts';
import { countSymbols, encodeBlock } from './coefficients.ts';
import { decodeWsq } from './decode.ts';
import { encodeWsq } from './encode.ts';
import { WsqError } from './error.ts';
import { buildHuffmanTable, type HuffmanTable } from './huffman.ts';
import { marker } from './markers.ts';
import { readWsq } from './read.ts';
import {
  blockSegment,
  endOfImage,
  frameSegment,
  huffmanSegment,
  quantizationSegment,
  startOfImage,
  transformSegment,
} from './segment-writer.ts';

const random = randomFrom(11);
const picture = {
  width: 48,
  height: 37,
  pixels: Uint8Array.from({ length: 48 * 37 }, (_, i) => 128 + 100 * Math.sin(i / 3) + 20 * random()),
};
const file = encodeWsq(picture);
const content = readWsq(file);
const { coefficients, frame, quantization, filters } = content;
const table = buildHuffmanTable(countSymbols(coefficients));
const blank: readonly number[] = new Array<number>(16).fill(0);

/** The parts of a file with all coefficients in one block; any of them may be put otherwise. */
function fileOf(
  change: Partial<Record<'frame' | 'filters' | 'widths' | 'tables' | 'blocks', readonly number[]>>,
) {
  const parts = {
    filters: transformSegment(filters),
    widths: quantizationSegment(quantization),
    frame: frameSegment(frame),
    tables: huffmanSegment(0, table),
    blocks: [...blockSegment(0), ...encodeBlock(coefficients, table)],
    ...change,
  };
  return Uint8Array.from([
    ...startOfImage,
    ...parts.filters,
    ...parts.widths,
    ...parts.frame,
    ...parts.tables,
    ...parts.blocks,
    ...endOfImage,
  ]);
}

const bytes16 = (value: number): number[] => [value >> 8, value & 0xff];
const segment = (code: number, body: readonly number[]): number[] => [
  ...bytes16(code),
  ...bytes16(body.length + 2),
  ...body,
];
const symbols = (table: HuffmanTable, block: readonly number[]): { tables: number[]; blocks: number[] } => ({
  tables: huffmanSegment(0, table),
  blocks: [...blockSegment(0), ...block],
});
/** One code of one bit, a zero, for this symbol. */
const onlySymbol = (symbol: number): HuffmanTable => ({ lengths: [1, ...blank.slice(1)], symbols: [symbol] });

function outcome(bytes: Uint8Array): string {
  try {
    const { width, height, pixels } = decodeWsq(bytes);
    return pixels.length === width * height ? 'picture' : 'a spoilt picture';
  } catch (error) {
    if (!(error instanceof WsqError)) throw error;
    return error.offset >= 0 && error.offset <= bytes.length
      ? error.code
      : `a place outside: ${error.message}`;
  }
}

const outcomes = ['picture', 'wsq/truncated', 'wsq/malformed', 'wsq/too-large', 'wsq/unsupported'];

describe('whatever a file may bring', () => {
  it('is taken: all in one block', () => {
    expect(decodeWsq(fileOf({})).pixels).toEqual(decodeWsq(file).pixels);
  });

  it('is taken: many blocks, each with a table of its own in another place', () => {
    const step = 100;
    const blocks = Array.from({ length: Math.ceil(coefficients.length / step) }, (_, i) => {
      const part = coefficients.subarray(i * step, (i + 1) * step);
      const own = buildHuffmanTable(countSymbols(part));
      return [...huffmanSegment(i % 8, own), ...blockSegment(i % 8), ...encodeBlock(part, own)];
    });
    expect(decodeWsq(fileOf({ tables: [], blocks: blocks.flat() })).pixels).toEqual(decodeWsq(file).pixels);
  });

  it('is taken: two tables in one segment, comments between, and bytes behind the end', () => {
    const comment = segment(marker.comment, [...Buffer.from('hello')]);
    const both = huffmanSegment(3, table).slice(4);
    const bytes = fileOf({
      tables: [
        ...comment,
        ...segment(marker.huffmanTables, [...huffmanSegment(0, table).slice(4), ...both]),
        ...comment,
      ],
      blocks: [...blockSegment(3), ...encodeBlock(coefficients, table)],
    });
    const decoded = decodeWsq(Uint8Array.from([...bytes, 1, 2, 3]));
    expect(decoded.pixels).toEqual(decodeWsq(file).pixels);
    expect(decoded.comments).toEqual(['hello', 'hello']);
    expect(decoded).not.toHaveProperty('resolutionPpi');
  });

  const interval = 64;
  const parts = Array.from({ length: Math.ceil(coefficients.length / interval) }, (_, i) =>
    coefficients.subarray(i * interval, (i + 1) * interval),
  );
  // Runs of zeros end with their interval.
  const ended = parts.map(countSymbols).reduce((sum, counts) => sum.map((n, i) => n + (counts[i] ?? 0)));
  const endedTable = buildHuffmanTable(ended);
  const unannounced = huffmanSegment(0, endedTable);
  const tables = [...unannounced, ...segment(marker.restartInterval, [0, interval])];
  /** Behind all intervals but the last comes the restart marker that `turn` tells. */
  function restarting(turn: (interval: number) => number): number[] {
    const coded = parts.map((part, i) => [
      ...encodeBlock(part, endedTable),
      ...(i + 1 < parts.length ? bytes16(marker.restart + turn(i)) : []),
    ]);
    return [...blockSegment(0), ...coded.flat()];
  }

  it('is taken: restart intervals', () => {
    const bytes = fileOf({ tables, blocks: restarting((i) => i % 8) });
    expect(decodeWsq(bytes).pixels).toEqual(decodeWsq(file).pixels);
  });

  it('is refused: restart intervals that were not announced, or come out of turn', () => {
    expect(outcome(fileOf({ tables: unannounced, blocks: restarting((i) => i % 8) }))).toBe('wsq/malformed');
    expect(outcome(fileOf({ tables, blocks: restarting((i) => (i + 1) % 8) }))).toBe('wsq/malformed');
  });

  it('is taken: the four bands that no encoder keeps', () => {
    const widths = quantization.binWidths.map((width, band) => (band < 60 ? width : 1));
    const more = new Int16Array(coefficients.length + 24 * 18);
    more.set(coefficients);
    const all = buildHuffmanTable(countSymbols(more));
    const bytes = fileOf({
      widths: quantizationSegment({ ...quantization, binWidths: widths }),
      ...symbols(all, [...encodeBlock(more, all)]),
    });
    expect(decodeWsq(bytes).pixels).toEqual(decodeWsq(file).pixels);
  });
});

describe('a file is refused', () => {
  const filter = (...body: number[]): number[] => segment(marker.transformTable, body);
  it.each([
    ['that is empty', new Uint8Array(), 'truncated', 0],
    ['that is a JPEG', Uint8Array.of(0xff, 0xd8, 0xff), 'malformed', 0],
    ['without a block', fileOf({ blocks: [] }), 'malformed', undefined],
    ['without a frame', fileOf({ frame: [] }), 'malformed', undefined],
    ['without filters', fileOf({ filters: [] }), 'malformed', undefined],
    ['without bin widths', fileOf({ widths: [] }), 'malformed', undefined],
    ['without Huffman tables', fileOf({ tables: [] }), 'malformed', undefined],
    [
      'with two frames',
      fileOf({ frame: [...frameSegment(frame), ...frameSegment(frame)] }),
      'malformed',
      undefined,
    ],
    [
      'with a side of 4097',
      fileOf({ frame: frameSegment({ ...frame, width: 4097 }) }),
      'too-large',
      undefined,
    ],
    [
      'with the largest size',
      fileOf({ frame: frameSegment({ ...frame, width: 65_535, height: 65_535 }) }),
      'too-large',
      undefined,
    ],
    ['with no height', fileOf({ frame: frameSegment({ ...frame, height: 0 }) }), 'malformed', undefined],
    [
      'with more pixels than coefficients',
      fileOf({ frame: frameSegment({ ...frame, height: 38 }) }),
      'truncated',
      undefined,
    ],
    [
      'with fewer pixels than coefficients',
      fileOf({ frame: frameSegment({ ...frame, height: 20 }) }),
      'malformed',
      undefined,
    ],
    ['with filters of even length', fileOf({ filters: filter(8, 8) }), 'unsupported', 6],
    ['with filters of 255 taps', fileOf({ filters: filter(255, 255) }), 'unsupported', 6],
    ['with filters cut off', fileOf({ filters: filter(9, 7, 0, 0, 0) }), 'truncated', 11],
    [
      'with a tap like no other',
      fileOf({ filters: filter(1, 1, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 1) }),
      'malformed',
      8,
    ],
    ['with a segment of length 1', Uint8Array.of(...startOfImage, 0xff, 0xa8, 0, 1), 'malformed', 4],
    ['with a segment past its end', Uint8Array.of(...startOfImage, 0xff, 0xa8, 9, 9, 1), 'truncated', 7],
    [
      'with a segment longer than its table',
      fileOf({ frame: segment(marker.startOfFrame, [...frameSegment(frame).slice(4), 0]) }),
      'malformed',
      undefined,
    ],
    [
      'with a Huffman table that is no prefix code',
      fileOf({ tables: huffmanSegment(0, { lengths: [3, ...blank.slice(1)], symbols: [1, 2, 3] }) }),
      'malformed',
      undefined,
    ],
    [
      'with a symbol twice',
      fileOf({ tables: huffmanSegment(0, { lengths: [2, ...blank.slice(1)], symbols: [1, 1] }) }),
      'malformed',
      undefined,
    ],
    [
      'with a Huffman table of no codes',
      fileOf({ tables: huffmanSegment(0, { lengths: blank, symbols: [] }) }),
      'malformed',
      undefined,
    ],
    ['with a ninth Huffman table', fileOf({ tables: huffmanSegment(8, table) }), 'malformed', undefined],
    ['with a block of another table', fileOf({ blocks: blockSegment(1) }), 'malformed', undefined],
    ['with bits that are no code', fileOf(symbols(onlySymbol(181), [0x80, 0])), 'malformed', undefined],
    ['with a symbol that means nothing', fileOf(symbols(onlySymbol(0), [0])), 'malformed', undefined],
    ['with the other one', fileOf(symbols(onlySymbol(255), [0])), 'malformed', undefined],
    ['with a run of nothing', fileOf(symbols(onlySymbol(106), [0, 0, 0, 0])), 'malformed', undefined],
    [
      'with a run past the picture',
      fileOf(symbols(onlySymbol(106), [0x7f, 0xff, 0, 0x80])),
      'malformed',
      undefined,
    ],
    [
      'with a coefficient of 17 bits',
      fileOf(symbols(onlySymbol(103), [0x40, 0, 0, 0])),
      'malformed',
      undefined,
    ],
    ['with a number cut off', fileOf(symbols(onlySymbol(103), [0x40])), 'malformed', undefined],
    [
      'with bytes behind the last code',
      fileOf({ blocks: [...blockSegment(0), ...encodeBlock(coefficients, table), 0, 0] }),
      'malformed',
      undefined,
    ],
    [
      'with bin widths behind the first block',
      fileOf({ blocks: [...blockSegment(0), ...quantizationSegment(quantization)] }),
      'malformed',
      undefined,
    ],
    [
      'with blocks without end',
      fileOf({ blocks: Array.from({ length: 1000 }, () => blockSegment(0)).flat() }),
      'malformed',
      undefined,
    ],
  ])('%s', (_what, bytes, code, offset) => {
    const refusal = expect.objectContaining({
      code: `wsq/${code}`,
      ...(offset === undefined ? {} : { offset }),
    });
    expect(() => decodeWsq(bytes)).toThrow(refusal);
  });
});

describe('a file gives a picture or a typed error', () => {
  it('cut at any byte, and then always an error', () => {
    const seen = new Set<string>();
    for (let end = 0; end < file.length; end += 1) seen.add(outcome(file.subarray(0, end)));
    expect([...seen]).toEqual(['wsq/truncated']);
  });

  it('with bytes changed, put in or taken out', () => {
    const at = randomFrom(21);
    const seen = new Map<string, number>();
    for (let n = 0; n < 6000; n += 1) {
      const result = outcome(mutate(file, at));
      seen.set(result, (seen.get(result) ?? 0) + 1);
    }
    expect([...seen.keys()].filter((result) => !outcomes.includes(result))).toEqual([]);
    // Both ways must have been gone often, or the test would show nothing.
    expect(seen.get('picture')).toBeGreaterThan(300);
    expect(seen.get('wsq/malformed')).toBeGreaterThan(300);
  });

  it('of nothing but chance behind good tables', () => {
    const at = randomFrom(31);
    for (let n = 0; n < 1000; n += 1) {
      const chance = Array.from({ length: 400 }, () => Math.floor(at() * 255));
      expect(outcomes).toContain(outcome(fileOf({ blocks: [...blockSegment(0), ...chance] })));
    }
  });

  it('with infinite levels too', () => {
    const huge = { ...quantization, binWidths: quantization.binWidths.map(() => 65_535) };
    const wide = frameSegment({ ...frame, scale: 65_535, shift: 65_535 });
    expect(
      outcome(
        fileOf({ widths: quantizationSegment({ ...huge, zeroBinWidths: huge.binWidths }), frame: wide }),
      ),
    ).not.toBe('a spoilt picture');
  });
});

/** One to four changes, half of them in the tables. */
function mutate(bytes: Uint8Array, at: () => number): Uint8Array {
  let changed = [...bytes];
  const reach = at() < 0.5 ? bytes.length - 1 : 760;
  for (let n = 1 + Math.floor(at() * 4); n > 0; n -= 1) {
    const place = Math.floor(at() * reach);
    const kind = at();
    if (kind < 0.4) changed[place] = Math.floor(at() * 256);
    else if (kind < 0.8) changed[place] = (changed[place] ?? 0) ^ (1 << Math.floor(at() * 8));
    else if (kind < 0.9) changed = changed.toSpliced(place, 1 + Math.floor(at() * 3));
    else changed = changed.toSpliced(place, 0, Math.floor(at() * 256));
  }
  return Uint8Array.from(changed);
}
