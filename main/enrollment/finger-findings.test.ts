import { describe, expect, it } from 'vitest';
import type { FingerStep } from '../applications/rules.ts';
import { type CapturedPlacement, type Comparisons, comparedFindings } from './finger-findings.ts';
import { fingersOf } from './finger-placements.ts';
import { tryOf } from './test-finger-events.ts';

/** Placements in the order they were captured. */
function captured(...positions: FingerStep[]): CapturedPlacement[] {
  return positions.map((position, index) => {
    const box = { x: 1, y: 1, width: 1, height: 1, angle: 0 };
    const fingers = fingersOf(position).map((finger) => ({ position: finger, score: 80, box }));
    return { position, chosen: { ...tryOf(index + 1, { kind: 'accept', score: 80 }), fingers } };
  });
}

const nothing: Comparisons = { slaps: [], singles: [], swaps: [] };
const same = (a: number, b: number) => ({ kind: 'same-finger', positions: [a, b], score: 9 }) as const;
const found = (placements: CapturedPlacement[], comparisons: Partial<Comparisons>) =>
  Object.fromEntries(comparedFindings(placements, { ...nothing, ...comparisons }));

describe('what comparing the fingers says', () => {
  it('is nothing when all are as they should be', () => {
    const swaps = [{ kind: 'confirmed', position: 2, score: 20 }] as const;
    expect(found(captured(13, 2), { swaps })).toEqual({});
  });

  it('is told at the placement captured later', () => {
    expect(found(captured(1, 2), { singles: [same(1, 2)] })).toEqual({
      2: [{ kind: 'same-finger', position: 2, as: 1 }],
    });
    expect(found(captured(2, 1), { singles: [same(1, 2)] })).toEqual({
      1: [{ kind: 'same-finger', position: 1, as: 2 }],
    });
  });

  it('names the finger that a rolled print really is', () => {
    const swaps = [{ kind: 'wrong-finger', position: 3, found: 2, score: 20 }] as const;
    expect(found(captured(13, 2), { swaps })).toEqual({
      2: [{ kind: 'other-finger', position: 2, like: 3 }],
    });
    expect(found(captured(2, 13), { swaps })).toEqual({
      13: [{ kind: 'other-finger', position: 3, like: 2 }],
    });
  });

  it('says once what several comparisons show', () => {
    const swaps = [
      { kind: 'wrong-finger', position: 3, found: 2, score: 20 },
      { kind: 'unlike-any', position: 2, score: 1 },
    ] as const;
    expect(found(captured(13, 3, 2), { singles: [same(3, 2)], swaps })).toEqual({
      2: [{ kind: 'same-finger', position: 2, as: 3 }],
    });
    expect(found(captured(13, 2), { swaps })).toEqual({
      2: [{ kind: 'other-finger', position: 2, like: 3 }],
    });
  });

  it('knows somebody else’s finger, unless the print is too poor to say', () => {
    const swaps = [{ kind: 'unlike-any', position: 2, score: 1 }] as const;
    const clear = captured(13, 2);
    expect(found(clear, { swaps })).toEqual({ 2: [{ kind: 'other-finger', position: 2 }] });
    const poor = clear.map(({ position, chosen }) => ({
      position,
      chosen: { ...chosen, fingers: chosen.fingers.map((one) => ({ ...one, hint: 'dry' as const })) },
    }));
    expect(found(poor, { swaps })).toEqual({});
  });

  it('sees the right hand laid down as the left', () => {
    const slaps = [same(2, 10), same(3, 9), same(4, 8), same(5, 7)];
    expect(found(captured(13, 14), { slaps })).toEqual({ 14: [{ kind: 'wrong-hand' }] });
    expect(found(captured(13, 14), { slaps: [same(2, 10)] })).toEqual({
      14: [{ kind: 'same-finger', position: 10, as: 2 }],
    });
  });

  it('is nothing about placements that are not there any more', () => {
    expect(found(captured(13), { singles: [same(1, 2)], slaps: [same(2, 7)] })).toEqual({});
  });
});
