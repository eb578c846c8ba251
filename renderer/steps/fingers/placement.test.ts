import { describe, expect, it } from 'vitest';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { FingerSnapshot } from '../../../main/contract/fingers.ts';
import { CaptureId } from '../../../main/contract/ids.ts';
import { fingersOf, nextOpen, stepState, wantedIn, weaknessOf } from './placement.ts';

const order = [13, 14, 15, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function finger(position: number, more: Partial<FingerSnapshot> = {}): FingerSnapshot {
  return {
    position,
    state: 'todo',
    attempts: 0,
    fingers: [],
    findings: [],
    mayKeep: false,
    needsSupervisor: false,
    ...more,
  };
}

function open(...positions: number[]): Pick<EnrollmentSnapshot, 'gaps' | 'fingers'> {
  return {
    fingers: order.map((position) => finger(position)),
    gaps: [
      { kind: 'portrait-missing', step: 'portrait' },
      ...positions.map((position) => ({ kind: 'fingers-missing', step: 'fingers', position }) as const),
    ],
  };
}

const captureId = CaptureId.parse('01900000-0000-7000-8000-000000000001');

describe('the way through the placements', () => {
  it('goes to the next one with something left to do, at the end back to what was passed over', () => {
    expect(nextOpen(open(14, 15), 13)).toBe(14);
    expect(nextOpen(open(14, 3), 1)).toBe(3);
    expect(nextOpen(open(14), 10)).toBe(14);
    expect(nextOpen(open(), 10)).toBeUndefined();
  });

  it('comes back to the same one when nothing else is left', () => {
    expect(nextOpen(open(5), 5)).toBe(5);
  });

  it('covers each finger by a slap and by itself', () => {
    for (const one of order.slice(3)) {
      expect(order.filter((position) => fingersOf(position).includes(one))).toHaveLength(2);
    }
  });

  it('asks for the fingers that are there; worn and deformed ones are', () => {
    const exceptions = [
      { position: 7, code: 'worn', note: '' },
      { position: 9, code: 'bandaged', note: '' },
      { position: 10, code: 'amputated', note: '' },
    ] as const;
    expect(wantedIn(14, exceptions)).toEqual([7, 8]);
    expect(wantedIn(9, exceptions)).toEqual([]);
    expect(wantedIn(13, exceptions)).toEqual([2, 3, 4, 5]);
  });
});

describe('how a placement stands', () => {
  const weak = { kind: 'retry', score: 27, reason: 'dry' } as const;

  it('is open with a finding however good the picture is, and closed when kept', () => {
    const taken = {
      captureId,
      state: 'captured',
      verdict: { kind: 'accept', score: 80 },
    } as const;
    const findings = [{ kind: 'wrong-hand' }] as const;
    expect(stepState(finger(13, taken))).toBe('good');
    expect(stepState(finger(13, { ...taken, findings: [...findings] }))).toBe('finding');
    expect(stepState(finger(13, { ...taken, verdict: weak }))).toBe('weak');
    expect(stepState(finger(13, { ...taken, findings: [...findings], kept: { reason: 'other' } }))).toBe(
      'kept',
    );
  });

  it('has failed only when there is no picture of an earlier try', () => {
    expect(stepState(finger(1, { state: 'failed' }))).toBe('failed');
    expect(stepState(finger(1, { state: 'failed', captureId, verdict: weak }))).toBe('weak');
  });

  it('blames the fingers that are weak, and nobody when the picture is good', () => {
    const box = { x: 0, y: 0, width: 1, height: 1, angle: 0 };
    const one = { position: 5, score: 27, box } as const;
    expect(weaknessOf({ verdict: weak }, { ...one, hint: 'small-area' })).toBe('small-area');
    expect(weaknessOf({ verdict: weak }, one)).toBe('dry');
    expect(weaknessOf({ verdict: weak }, { ...one, score: 70, hint: 'off-centre' })).toBeUndefined();
    expect(weaknessOf({ verdict: { kind: 'accept', score: 27 } }, { ...one, hint: 'dry' })).toBeUndefined();
  });
});
