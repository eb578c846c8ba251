import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssessedEye } from '../biometrics/iris/assess.ts';
import { type Eye, EyeSnapshot } from '../contract/iris.ts';
import {
  advanceIris,
  beginIris,
  type EyeTry,
  eyeSnapshotOf,
  type IrisEvent,
  type IrisState,
  irisFindingsOf,
  isEyeSettled,
  resumeEye,
} from './iris-state.ts';
import { captureNo } from './test-finger-events.ts';

const rules = { attempts: 3, supervisorToKeep: false };

function tryOf(number: number, score: number, side: AssessedEye['side'] = 'unknown'): EyeTry {
  const isAccepted = score >= 50;
  return {
    captureId: captureNo(number),
    assessed: { score, isAccepted, side, checks: [] },
    size: { width: 640, height: 480 },
    isLossy: false,
  };
}

const captured = (eye: Eye, taken: EyeTry, same?: Eye): IrisEvent => ({
  kind: 'iris-captured',
  taken: [{ eye, taken }],
  mostTries: rules.attempts,
  ...(same ? { same } : {}),
});
const whenAll = (...events: readonly IrisEvent[]): IrisState => events.reduce(advanceIris, beginIris());
const right = (state: IrisState) => state.irises[0] ?? state.irises[1] ?? expect.fail('no eye');
const left = (state: IrisState) => state.irises[1] ?? expect.fail('no eye');

describe('an eye', () => {
  it('is settled by a good picture, and the other is not', () => {
    const state = whenAll(captured('right', tryOf(1, 80, 'right')));
    expect([isEyeSettled(right(state)), isEyeSettled(left(state))]).toEqual([true, false]);
  });

  it('shows the last try until the tries are used up, then the best', () => {
    const two = [captured('left', tryOf(1, 40)), captured('left', tryOf(2, 30))] as const;
    expect(left(whenAll(...two)).captureId).toBe(captureNo(2));
    const three = whenAll(...two, captured('left', tryOf(3, 20)));
    expect(left(three).captureId).toBe(captureNo(1));
    expect(eyeSnapshotOf(left(three), rules)).toMatchObject({ mayKeep: true, needsSupervisor: false });
    const kept = advanceIris(three, { kind: 'iris-kept', eye: 'left', reason: 'lids' });
    expect(isEyeSettled(left(kept))).toBe(true);
  });

  it('that looks like the other side, or is the other one, is not settled until it is taken again', () => {
    const other = whenAll(captured('right', tryOf(1, 80, 'left')));
    expect(irisFindingsOf(right(other))).toEqual([{ kind: 'other-side' }]);
    const same = whenAll(captured('right', tryOf(1, 80)), captured('left', tryOf(2, 80), 'left'));
    expect(irisFindingsOf(left(same))).toEqual([{ kind: 'same-eye' }]);
    expect(isEyeSettled(left(same))).toBe(false);
    const again = advanceIris(same, captured('left', tryOf(3, 80)));
    expect(isEyeSettled(left(again))).toBe(true);
  });

  it('that is excepted forgets its pictures, takes none, and is open again when that is taken back', () => {
    const exception = { code: 'bandaged', note: '' } as const;
    const excepted = whenAll(captured('right', tryOf(1, 30)), {
      kind: 'eye-excepted',
      eye: 'right',
      exception,
    });
    expect(isEyeSettled(right(excepted))).toBe(true);
    expect(right(advanceIris(excepted, captured('right', tryOf(2, 80)))).captureId).toBeUndefined();
    expect(right(advanceIris(excepted, { kind: 'eye-excepted', eye: 'right' }))).toEqual(right(beginIris()));
  });

  it('keeps the picture of an earlier try when the next one fails', () => {
    const notice = { code: 'iris/unplugged', incident: 'x' } as const;
    const state = whenAll(
      captured('right', tryOf(1, 30)),
      { kind: 'iris-capturing', eyes: ['right'] },
      { kind: 'iris-failed', eyes: ['right'], notice },
    );
    expect(right(state)).toMatchObject({ state: 'captured', captureId: captureNo(1), notice });
    expect(right(whenAll({ kind: 'iris-failed', eyes: ['right'], notice })).state).toBe('failed');
  });

  it('whatever happens in whatever order, what is shown fits the contract and a picture that counts is there', () => {
    const eye = fc.constantFrom<Eye>('right', 'left');
    const side = fc.constantFrom('right', 'left', 'unknown' as const);
    const taken = fc.tuple(fc.nat(99), fc.nat(100), side).map((parts) => tryOf(...parts));
    const event: fc.Arbitrary<IrisEvent> = fc.oneof(
      fc.record({ kind: fc.constant('iris-capturing' as const), eyes: fc.array(eye) }),
      fc.tuple(fc.uniqueArray(eye), taken, taken, fc.option(eye, { nil: undefined })).map(
        ([which, one, two, same]): IrisEvent => ({
          kind: 'iris-captured',
          taken: which.map((each, index) => ({ eye: each, taken: index === 0 ? one : two })),
          mostTries: 3,
          ...(same ? { same } : {}),
        }),
      ),
      fc.record({ kind: fc.constant('iris-failed' as const), eyes: fc.array(eye) }),
      fc.record({ kind: fc.constant('iris-kept' as const), eye, reason: fc.constant('other' as const) }),
      fc.record({ kind: fc.constant('eye-excepted' as const), eye }),
      fc.record({
        kind: fc.constant('eye-excepted' as const),
        eye,
        exception: fc.constant({ code: 'other', note: 'x' } as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const state = whenAll(...events);
        for (const one of state.irises) {
          EyeSnapshot.parse(eyeSnapshotOf(one, rules));
          if (one.captureId) expect(one.tries.map(({ captureId }) => captureId)).toContain(one.captureId);
          if (one.exception) expect(one.tries).toEqual([]);
          expect(resumeEye(one).state).not.toBe('capturing');
        }
      }),
    );
  });
});
