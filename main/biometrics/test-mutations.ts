import { expect } from 'vitest';

/** What reading thousands of spoilt files came to. */
export interface FuzzReport {
  /** How many files were read, and how many were refused with each code. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Processor time of the slowest file: other programs do not count. */
  readonly slowestMs: number;
  /** Bytes that one file made the reader take outside the heap, and how far the heap stood above its beginning, at most. */
  readonly mostBytesOfOne: number;
  readonly mostHeapBytes: number;
}

interface Fuzzing<T> {
  /** Good files; each round spoils one of them. */
  readonly files: readonly Uint8Array[];
  readonly rounds: number;
  /** 0 ≤ x < 1, seeded. */
  readonly random: () => number;
  read(file: Uint8Array): T;
  /** Says of what was read whether it is whole. */
  isWhole(content: T): boolean;
  /** The code of a refusal; nothing for any other error. */
  codeOf(error: unknown): string | undefined;
}

/**
 * Reads spoilt files: each has bits and bytes changed, lengths made enormous, parts cut out, doubled, or taken from another file.
 *
 * @throws whatever the reader throws that is no refusal, with the round in its message and the file as its cause
 */
export function fuzz<T>({ files, rounds, random, read, isWhole, codeOf }: Fuzzing<T>): FuzzReport {
  const outcomes = new Map<string, number>();
  const heapAtStart = process.memoryUsage().heapUsed;
  let [slowest, mostBytesOfOne, mostHeapBytes] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const file = spoil(files, random);
    const [bytesBefore, cpuBefore] = [process.memoryUsage().arrayBuffers, process.threadCpuUsage()];
    const outcome = outcomeOf(file, round);
    const spent = process.threadCpuUsage(cpuBefore);
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    slowest = Math.max(slowest, spent.user + spent.system);
    mostBytesOfOne = Math.max(mostBytesOfOne, arrayBuffers - bytesBefore);
    mostHeapBytes = Math.max(mostHeapBytes, heapUsed - heapAtStart);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return { outcomes, slowestMs: slowest / 1000, mostBytesOfOne, mostHeapBytes };

  function outcomeOf(file: Uint8Array, round: number): string {
    try {
      return isWhole(read(file)) ? 'read' : 'read, but not whole';
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined)
        throw new Error(`round ${round}: ${String(error)} for ${Buffer.from(file).toString('base64')}`, {
          cause: error,
        });
      return code;
    }
  }
}

const mostMs = 2000;
const mostBytes = 256 * 2 ** 20;
/** With fewer files of a kind the test would show little. */
const leastShare = 0.02;

/** Holds a report to what every reader promises; both ways, reading and refusing, must have been gone often. */
export function expectBounded({ outcomes, slowestMs, mostBytesOfOne, mostHeapBytes }: FuzzReport): void {
  const rounds = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const read = outcomes.get('read') ?? 0;
  expect(outcomes.get('read, but not whole') ?? 0).toBe(0);
  expect(Math.min(read, rounds - read)).toBeGreaterThan(leastShare * rounds);
  expect(slowestMs).toBeLessThan(mostMs);
  expect(Math.max(mostBytesOfOne, mostHeapBytes)).toBeLessThan(mostBytes);
}

type Mutation = (file: Uint8Array, below: (count: number) => number, other: Uint8Array) => Uint8Array;

const mostChanges = 4;
const longestPart = 64;
/** Ends of ranges, and what marks and separates in the formats that are read here. */
const tellingBytes = [
  0, 1, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x22, 0x23, 0x2e, 0x30, 0x39, 0x3a, 0x3c, 0x3e, 0x7f, 0x80, 0xff,
];
const tellingNumbers = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xfffffff0, 0xffffffff];

const mutations: readonly Mutation[] = [
  (file, below) => changed(file, below(file.length), (byte) => byte ^ (1 << below(8))),
  (file, below) => changed(file, below(file.length), () => below(256)),
  (file, below) => changed(file, below(file.length), () => tellingBytes[below(tellingBytes.length)] ?? 0),
  // A digit of a number that stands as text.
  (file, below) => changed(file, below(file.length), (byte) => (isDigit(byte) ? 0x30 + below(10) : byte)),
  (file, below) => withNumber(file, below(file.length), tellingNumbers[below(tellingNumbers.length)] ?? 0, 4),
  (file, below) => withNumber(file, below(file.length), tellingNumbers[below(tellingNumbers.length)] ?? 0, 2),
  (file, below) => file.slice(0, below(file.length)),
  (file, below) => spliced(file, below(file.length), below(longestPart), new Uint8Array()),
  (file, below) => spliced(file, below(file.length), 0, part(file, below)),
  (file, below) => spliced(file, below(file.length), 0, repeated(part(file, below), 1 + below(longestPart))),
  (file, below, other) => spliced(file, below(file.length), below(longestPart), part(other, below)),
  (file, below, other) => spliced(file, below(file.length), file.length, other.subarray(below(other.length))),
];

/** One of the files, spoilt. */
export function spoil(files: readonly Uint8Array[], random: () => number): Uint8Array {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = (): Uint8Array => files[below(files.length)] ?? new Uint8Array();
  let file = pick();
  for (let changes = 1 + below(mostChanges); changes > 0; changes -= 1)
    file = mutations[below(mutations.length)]?.(file, below, pick()) ?? file;
  return file;
}

function changed(file: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copy = file.slice();
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

function withNumber(file: Uint8Array, at: number, value: number, bytes: 2 | 4): Uint8Array {
  const copy = file.slice();
  for (let i = 0; i < bytes; i += 1) copy[at + i] = value >>> (8 * (bytes - 1 - i));
  return copy;
}

function spliced(file: Uint8Array, at: number, removed: number, put: Uint8Array): Uint8Array {
  const behind = file.subarray(at + removed);
  const joined = new Uint8Array(at + put.length + behind.length);
  joined.set(file.subarray(0, at));
  joined.set(put, at);
  joined.set(behind, at + put.length);
  return joined;
}

function part(file: Uint8Array, below: (count: number) => number): Uint8Array {
  const at = below(file.length);
  return file.subarray(at, at + 1 + below(longestPart));
}

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let i = 0; i < times; i += 1) all.set(bytes, i * bytes.length);
  return all;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
