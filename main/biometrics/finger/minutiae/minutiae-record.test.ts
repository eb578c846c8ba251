import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../records/record-error.ts';
import { type MinutiaeView, readMinutiaeRecord, writeMinutiaeRecord } from './minutiae-record.ts';
import { turnBetween } from './template.ts';

const anyView: fc.Arbitrary<MinutiaeView> = fc.record({
  position: fc.integer({ min: 0, max: 10 }),
  impression: fc.constantFrom('live-plain', 'live-rolled'),
  quality: fc.integer({ min: 0, max: 100 }),
  template: fc.record({
    width: fc.constant(400),
    height: fc.constant(500),
    minutiae: fc.array(
      fc.record({
        x: fc.integer({ min: 0, max: 399 }),
        y: fc.integer({ min: 0, max: 499 }),
        angle: fc.double({ min: 0, max: 6.28, noNaN: true }),
        kind: fc.constantFrom('ending', 'bifurcation'),
        quality: fc.integer({ min: 0, max: 100 }),
      }),
      { maxLength: 255 },
    ),
  }),
});

describe('the minutiae record of ISO/IEC 19794-2:2005', () => {
  it('has its fields where the standard puts them', () => {
    const bytes = writeMinutiaeRecord({
      position: 2,
      impression: 'live-rolled',
      quality: 77,
      template: {
        width: 500,
        height: 600,
        minutiae: [{ x: 258, y: 3, angle: Math.PI / 2, kind: 'bifurcation', quality: 90 }],
      },
    });
    const hex = Buffer.from(bytes).toString('hex');
    expect(hex).toBe(
      ['464d5200', '20323000', '00000024', '0000', '01f4', '0258', '00c5', '00c5', '01', '00'].join('') +
        ['02', '01', '4d', '01', '8102', '0003', '40', '5a', '0000'].join(''),
    );
  });

  it('gives back what was written, angles to half a unit', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const { template, ...rest } = readMinutiaeRecord(writeMinutiaeRecord(view));
        expect(rest).toEqual({ position: view.position, impression: view.impression, quality: view.quality });
        expect(template.minutiae.map(({ angle, ...minutia }) => minutia)).toEqual(
          view.template.minutiae.map(({ angle, ...minutia }) => minutia),
        );
        for (const [index, { angle }] of template.minutiae.entries()) {
          const written = view.template.minutiae[index]?.angle ?? 0;
          expect(Math.abs(turnBetween(written, angle))).toBeLessThanOrEqual(Math.PI / 256 + 1e-9);
        }
      }),
      { seed: 7 },
    );
  });

  it('refuses what is cut off, changed or made up, with a typed error and nothing else', () => {
    const cases = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(anyView, fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 40 })).map(([view, at, value, cut]) => {
        const bytes = writeMinutiaeRecord(view);
        bytes[at % bytes.length] = value;
        return bytes.subarray(0, bytes.length - cut);
      }),
    );
    fc.assert(
      fc.property(cases, (bytes) => {
        try {
          readMinutiaeRecord(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordError);
        }
      }),
      { seed: 8, numRuns: 400 },
    );
    const whole = writeMinutiaeRecord({
      position: 1,
      impression: 'live-plain',
      quality: 0,
      template: { width: 9, height: 9, minutiae: [] },
    });
    expect(() => readMinutiaeRecord(whole.subarray(0, -1))).toThrow(RecordError);
  });
});
