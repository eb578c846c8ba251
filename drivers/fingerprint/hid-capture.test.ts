import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assembler, type Outcome, openAssembler } from './hid-capture.ts';
import { chunkBytes, chunkCount, type Report } from './hid-reports.ts';

/** A scanner's side of one final picture: what it sends, and sends again. */
function scannerOf(pixels: Uint8Array, width: number) {
  const size = { width, height: pixels.length / width };
  const header: Report = {
    kind: 'picture',
    capture: 1,
    picture: { purpose: 'final', ...size, resolutionPpi: 500, crc: crc32(pixels) },
  };
  const chunk = (index: number): Report => ({
    kind: 'chunk',
    capture: 1,
    index,
    pixels: pixels.slice(index * chunkBytes, (index + 1) * chunkBytes),
  });
  const end: Report = { kind: 'end', capture: 1 };
  const all = Array.from({ length: chunkCount(size) }, (_, index) => chunk(index));
  return {
    first: [header, ...all, end],
    again: (ranges: Extract<Outcome, { kind: 'ask' }>['ranges']): Report[] =>
      ranges.length === 0
        ? [header, end]
        : [
            ...ranges.flatMap(({ first, count }) =>
              Array.from({ length: count }, (_, at) => chunk(first + at)),
            ),
            end,
          ],
  };
}

/** Brings reports over a bad wire until the assembler is done; silence follows each burst. */
function converse(
  assembler: Assembler,
  scanner: ReturnType<typeof scannerOf>,
  wire: (reports: Report[]) => Report[],
): Outcome {
  let burst = scanner.first;
  for (let round = 0; round < 200; round += 1) {
    const outcomes = [...wire(burst).map((report) => assembler.take(report)), assembler.silence()];
    const end = outcomes.find(({ kind }) => kind === 'final' || kind === 'give-up');
    if (end) return end;
    // Nothing has come at all: the capture's own time limit ends this.
    if (outcomes.every(({ kind }) => kind !== 'ask') && !assembler.isReceiving()) return { kind: 'give-up' };
    burst = outcomes.flatMap((outcome) => (outcome.kind === 'ask' ? scanner.again(outcome.ranges) : []));
  }
  throw new Error('the conversation never ended');
}

const picture = fc.record({
  width: fc.integer({ min: 40, max: 200 }),
  height: fc.integer({ min: 40, max: 120 }),
  seed: fc.nat(),
});
const pixelsOf = ({ width, height, seed }: { width: number; height: number; seed: number }) =>
  Uint8Array.from({ length: width * height }, (_, index) => (index * 31 + seed) & 0xff);

describe('a picture over a bad wire', () => {
  it('is exactly what the scanner saw, whatever is lost, doubled or out of order', () => {
    fc.assert(
      fc.property(picture, fc.infiniteStream(fc.integer({ min: 0, max: 99 })), (size, dice) => {
        const pixels = pixelsOf(size);
        const roll = (): number => dice.next().value ?? 0;
        const wire = (reports: Report[]): Report[] =>
          reports
            .flatMap((report) => (roll() < 30 ? [] : roll() < 10 ? [report, report] : [report]))
            .map((report) => ({
              report,
              at: report.kind === 'chunk' ? roll() : report.kind === 'end' ? 100 : -1,
            }))
            .sort((a, b) => a.at - b.at)
            .map(({ report }) => report);
        const outcome = converse(openAssembler(), scannerOf(pixels, size.width), wire);
        // A wire this bad may win; it never passes a wrong picture.
        if (outcome.kind === 'final') expect(outcome.picture.pixels).toEqual(pixels);
        else expect(outcome.kind).toBe('give-up');
      }),
      { numRuns: 1000 },
    );
  });

  it('arrives when one report in five is lost', () => {
    fc.assert(
      fc.property(picture, fc.nat(), (size, seed) => {
        let state = seed;
        const wire = (reports: Report[]): Report[] =>
          reports.filter(() => {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
            return state / 2 ** 32 > 0.2;
          });
        expect(converse(openAssembler(), scannerOf(pixelsOf(size), size.width), wire).kind).toBe('final');
      }),
      { numRuns: 500 },
    );
  });

  it('is given up when nothing ever comes after its header', () => {
    const scanner = scannerOf(new Uint8Array(20_000), 100);
    const outcome = converse(openAssembler(), scanner, (reports) =>
      reports.filter(({ kind }) => kind === 'picture'),
    );
    expect(outcome.kind).toBe('give-up');
  });

  it('is given up when everything comes and it is not the picture', () => {
    const scanner = scannerOf(new Uint8Array(20_000), 100);
    const spoil = (report: Report): Report =>
      report.kind === 'chunk' && report.index === 3
        ? { ...report, pixels: report.pixels.map((byte) => byte ^ 1) }
        : report;
    expect(converse(openAssembler(), scanner, (reports) => reports.map(spoil)).kind).toBe('give-up');
  });
});
