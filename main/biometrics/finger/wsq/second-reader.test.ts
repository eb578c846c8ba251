import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../fixtures/random.ts';
import { decodeWsq } from './decode.ts';
import { encodeWsq } from './encode.ts';

// There is no other program's WSQ decoder to install where these tests run. So our files are read here a second time, by a reader that
// shares nothing with the decoder: it takes marker after marker in the order of IAFIS-IC-0110 (V3) annex B and nothing else, walks the
// codes bit by bit, and adds the picture up from its bands one by one in double precision.

interface Segment {
  readonly marker: number;
  readonly body: readonly number[];
  /** Coded bits behind a block's header. */
  readonly bits: string;
}

function segmentsOf(file: Uint8Array): Segment[] {
  const word = (at: number): number => (file[at] ?? 0) * 256 + (file[at + 1] ?? 0);
  expect(word(0)).toBe(0xffa0);
  expect(word(file.length - 2)).toBe(0xffa1);
  const segments: Segment[] = [];
  let at = 2;
  while (at < file.length - 2) {
    const marker = word(at);
    const end = at + 2 + word(at + 2);
    const body = [...file.subarray(at + 4, end)];
    at = end;
    let bits = '';
    while (marker === 0xffa3 && (file[at] !== 0xff || file[at + 1] === 0)) {
      bits += (file[at] ?? 0).toString(2).padStart(8, '0');
      at += file[at] === 0xff ? 2 : 1;
    }
    segments.push({ marker, body, bits });
  }
  return segments;
}

const number16 = (bytes: readonly number[], at: number): number =>
  (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
const scaled = (bytes: readonly number[], at: number): number =>
  number16(bytes, at + 1) / 10 ** (bytes[at] ?? 0);

/** Symbols by their codes, written out as ones and zeros. */
function codesIn(table: readonly number[]): Map<string, number> {
  const codes = new Map<string, number>();
  let [code, next] = [0, 16];
  for (let bits = 1; bits <= 16; bits += 1) {
    for (let n = table[bits - 1] ?? 0; n > 0; n -= 1) {
      codes.set(code.toString(2).padStart(bits, '0'), table[next] ?? 0);
      code += 1;
      next += 1;
    }
    code *= 2;
  }
  expect(next).toBe(table.length);
  for (const word of codes.keys()) expect(word).toMatch(/0/);
  return codes;
}

function coefficientsIn(bits: string, codes: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  let [word, at] = ['', 0];
  const number = (count: number): number => {
    at += count;
    expect(at).toBeLessThanOrEqual(bits.length);
    return Number.parseInt(bits.slice(at - count, at), 2);
  };
  while (at < bits.length) {
    word += bits[at];
    at += 1;
    const symbol = codes.get(word);
    if (symbol === undefined) continue;
    word = '';
    found.push(...meaningOf(symbol, number));
  }
  // What is left over fills up the last byte with ones.
  expect(word).toMatch(/^1{0,7}$/);
  return found;
}

function meaningOf(symbol: number, number: (bits: number) => number): number[] {
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  switch (symbol) {
    case 101:
      return [number(8)];
    case 102:
      return [-number(8)];
    case 103:
      return [number(16)];
    case 104:
      return [-number(16)];
    case 105:
      return zeros(number(8));
    case 106:
      return zeros(number(16));
    default:
      return symbol <= 100 ? zeros(symbol) : [symbol - 180];
  }
}

/** The 60 bands: at each level 0 top left, 1 top right, 2 bottom left, 3 bottom right, in the order of frequency. */
const digits = ['0', '1', '2', '3'];
const pairs = digits.flatMap((a) => digits.map((b) => a + b));
const bandPaths = [
  ...digits.map((d) => `0000${d}`),
  ...digits.slice(1).map((d) => `000${d}`),
  ...pairs.slice(4).map((p) => `00${p}`),
  ...pairs.map((p) => `01${p}`),
  ...pairs.map((p) => `02${p}`),
  '03',
  ...digits.map((d) => `1${d}`),
  ...digits.map((d) => `2${d}`),
];

interface Step {
  readonly isHigh: boolean;
  /** Of the line that was parted. */
  readonly length: number;
}

/** How one axis of a band came about. A band of an upper half runs backwards: there the high band comes first. */
function stepsOf(path: readonly boolean[], length: number): { steps: Step[]; length: number } {
  const steps: Step[] = [];
  let left = length;
  for (const [level, isSecond] of path.entries()) {
    const isHigh = isSecond !== (path[level - 1] ?? false);
    steps.push({ isHigh, length: left });
    left = isHigh ? Math.floor(left / 2) : Math.ceil(left / 2);
  }
  return { steps, length: left };
}

/** One step back: the band's samples at every second place of a mirrored line, through the synthesis filter. */
function raise(band: readonly number[], { isHigh, length }: Step, filter: readonly number[]): number[] {
  const sampleAt = (place: number): number => {
    let at = place;
    while (at < 0 || at >= length) at = at < 0 ? -at : 2 * (length - 1) - at;
    return at % 2 === (isHigh ? 1 : 0) ? (band[at >> 1] ?? 0) : 0;
  };
  const reach = (filter.length - 1) / 2;
  return Array.from({ length }, (_, n) =>
    filter.reduce((sum, tap, i) => sum + tap * sampleAt(n + i - reach), 0),
  );
}

const transposed = (rows: readonly (readonly number[])[], width: number): number[][] =>
  Array.from({ length: width }, (_, x) => rows.map((row) => row[x] ?? 0));

interface Filters {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** DTT holds the analysis filters from their middle on; synthesis takes the other one, with every second sign changed. */
function synthesisFilters(body: readonly number[]): Filters {
  expect(body.slice(0, 2)).toEqual([9, 7]);
  const tap = (i: number): number => {
    const at = 2 + 6 * i;
    const size = (number16(body, at + 2) * 65_536 + number16(body, at + 4)) / 10 ** (body[at + 1] ?? 0);
    return body[at] === 0 ? size : -size;
  };
  const whole = (half: readonly number[]): number[] => {
    const signed = half.map((value, i) => (i % 2 === 0 ? value : -value));
    return [...signed.slice(1).reverse(), ...signed];
  };
  expect(body).toHaveLength(2 + 6 * 9);
  return { low: whole([5, 6, 7, 8].map(tap)), high: whole([0, 1, 2, 3, 4].map(tap)) };
}

/** What a band adds to the picture. */
function planeOf(
  path: string,
  samples: readonly number[],
  [width, height]: readonly [number, number],
  { low, high }: Filters,
): number[][] {
  const across = stepsOf(
    [...path].map((digit) => digit === '1' || digit === '3'),
    width,
  );
  const down = stepsOf(
    [...path].map((digit) => digit >= '2'),
    height,
  );
  let rows = Array.from({ length: down.length }, (_, y) =>
    samples.slice(y * across.length, (y + 1) * across.length),
  );
  let columns = across.length;
  for (const [level, step] of [...across.steps.entries()].reverse()) {
    const downStep = down.steps[level] ?? step;
    const filter = downStep.isHigh ? high : low;
    const raised = transposed(rows, columns).map((column) => raise(column, downStep, filter));
    rows = transposed(raised, downStep.length).map((row) => raise(row, step, step.isHigh ? high : low));
    columns = step.length;
  }
  return rows;
}

/** Reads a file of ours to its picture, before rounding. */
function readAgain(file: Uint8Array): { width: number; height: number; levels: number[] } {
  const segments = segmentsOf(file);
  expect(segments.map(({ marker }) => marker.toString(16))).toEqual([
    'ffa8',
    'ffa4',
    'ffa5',
    'ffa2',
    'ffa6',
    'ffa3',
    'ffa6',
    'ffa3',
    'ffa3',
  ]);
  const body = (i: number): readonly number[] => segments[i]?.body ?? [];
  const [transform, quantization, frame] = [body(1), body(2), body(3)];
  const filters = synthesisFilters(transform);
  const [height, width] = [number16(frame, 2), number16(frame, 4)];
  // Black, white, and no numbers of a certified encoder.
  expect([frame[0], frame[1], ...frame.slice(12)]).toEqual([0, 255, 0, 0, 0]);
  expect(frame).toHaveLength(15);
  expect(quantization).toHaveLength(3 + 64 * 6);
  const centre = scaled(quantization, 0);
  expect([4, 6].map((i) => body(i)[0])).toEqual([0, 1]);
  expect([5, 7, 8].map((i) => body(i))).toEqual([[0], [1], [1]]);
  const [coarse, fine] = [codesIn(body(4).slice(1)), codesIn(body(6).slice(1))];
  const blocks = [
    coefficientsIn(segments[5]?.bits ?? '', coarse),
    coefficientsIn(segments[7]?.bits ?? '', fine),
    coefficientsIn(segments[8]?.bits ?? '', fine),
  ];
  const levels = new Array<number>(width * height).fill(0);
  for (const [band, path] of bandPaths.entries()) {
    const [binWidth, zeroBinWidth] = [scaled(quantization, 3 + 6 * band), scaled(quantization, 6 + 6 * band)];
    if (binWidth === 0) continue;
    const across = stepsOf(
      [...path].map((digit) => digit === '1' || digit === '3'),
      width,
    ).length;
    const down = stepsOf(
      [...path].map((digit) => digit >= '2'),
      height,
    ).length;
    const block = blocks[band < 19 ? 0 : band < 52 ? 1 : 2] ?? [];
    const bins = block.splice(0, across * down);
    expect(bins).toHaveLength(across * down);
    const samples = bins.map(
      (bin) => bin * binWidth + Math.sign(bin) * (zeroBinWidth / 2 - centre * binWidth),
    );
    const plane = planeOf(path, samples, [width, height], filters).flat();
    for (const [i, value] of plane.entries()) levels[i] = (levels[i] ?? 0) + value;
  }
  expect(blocks).toEqual([[], [], []]);
  expect(quantization.slice(3 + 60 * 6).every((byte) => byte === 0)).toBe(true);
  const [shift, scale] = [scaled(frame, 6), scaled(frame, 9)];
  return { width, height, levels: levels.map((level) => level * scale + shift) };
}

describe('a second reader', () => {
  it.each([
    [33, 47, 0.75],
    [64, 64, 2.25],
    [71, 58, 5],
    [101, 90, 0.3],
    [40, 121, 1],
  ])(
    'sees in a file of %i × %i at %f bits per pixel what our decoder sees',
    (width, height, bitsPerPixel) => {
      const random = randomFrom(width);
      const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)];
        return Math.round(120 + 90 * Math.sin((x * x + y * 7) / 60) + 40 * random());
      });
      const file = encodeWsq({ width, height, pixels }, { bitsPerPixel });
      const ours = decodeWsq(file);
      const again = readAgain(file);
      expect([again.width, again.height]).toEqual([width, height]);
      const worst = again.levels.reduce((most, level, i) => {
        const clamped = Math.min(255, Math.max(0, level));
        return Math.max(most, Math.abs(clamped - (ours.pixels[i] ?? 0)));
      }, 0);
      expect(worst).toBeLessThan(0.51);
    },
  );

  it('finds a picture of one gray empty', () => {
    const file = encodeWsq({ width: 33, height: 34, pixels: new Uint8Array(33 * 34).fill(90) });
    expect(readAgain(file).levels.every((level) => level === 90)).toBe(true);
  });
});
