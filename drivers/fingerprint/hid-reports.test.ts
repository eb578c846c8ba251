import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkBytes, decodeReport, encodeReport, type Report, reportBytes } from './hid-reports.ts';

const capture = fc.integer({ min: 1, max: 255 });
const u16 = fc.integer({ min: 0, max: 0xffff });
const report: fc.Arbitrary<Report> = fc.oneof(
  fc.record({
    kind: fc.constant('start' as const),
    capture,
    position: fc.constantFrom(1, 10, 13, 14, 15),
    timeoutMs: fc.nat({ max: 0xffffffff }),
  }),
  fc.record({ kind: fc.constantFrom('stop' as const, 'received' as const, 'end' as const), capture }),
  fc.record({
    kind: fc.constant('send-again' as const),
    capture,
    ranges: fc.array(fc.record({ first: u16, count: u16 }), { maxLength: 250 }),
  }),
  fc.record({
    kind: fc.constant('state' as const),
    capture,
    state: fc.constantFrom('idle', 'waiting', 'busy', 'fault', 'time-up'),
  }),
  fc.record({
    kind: fc.constant('picture' as const),
    capture,
    picture: fc.record({
      purpose: fc.constantFrom('preview' as const, 'final' as const),
      width: fc.integer({ min: 1, max: 2000 }),
      height: fc.integer({ min: 1, max: 2000 }),
      resolutionPpi: u16,
      crc: fc.nat({ max: 0xffffffff }),
    }),
  }),
  fc.record({
    kind: fc.constant('chunk' as const),
    capture,
    index: fc.nat({ max: 0xffffffff }),
    pixels: fc.uint8Array({ maxLength: chunkBytes }),
  }),
) as fc.Arbitrary<Report>;

describe('a report', () => {
  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(report, (sent) => {
        const bytes = encodeReport(sent);
        expect(bytes).toHaveLength(reportBytes);
        expect(decodeReport(bytes)).toEqual(sent);
      }),
      { numRuns: 2000 },
    );
  });

  it('is noise when any bit of its header or payload was turned', () => {
    fc.assert(
      fc.property(report, fc.nat(), (sent, at) => {
        const bytes = encodeReport(sent);
        const used = 12 + new DataView(bytes.buffer).getUint16(2, true);
        const bit = at % (used * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeReport(bytes)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  it('is noise when it is anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2 * reportBytes }), (bytes) => {
        expect(decodeReport(bytes)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  it('is not believed when it announces a picture larger than any glass', () => {
    const picture = { purpose: 'final', width: 2001, height: 10, resolutionPpi: 500, crc: 0 } as const;
    expect(decodeReport(encodeReport({ kind: 'picture', capture: 1, picture }))).toBeUndefined();
  });
});
