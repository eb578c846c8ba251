import fc from 'fast-check';
import type { FingerStep } from '../applications/rules.ts';
import { type FingerFinding, fingerExceptions, keepReasons } from '../contract/fingers.ts';
import { CaptureId } from '../contract/ids.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { FingersEvent, FingerTry } from './finger-state.ts';

/** Ids that grow with their number, as those of captures do with time. */
export function captureNo(number: number): CaptureId {
  return CaptureId.parse(`01900000-0000-7000-8000-${String(number).padStart(12, '0')}`);
}

/** A picture of a placement, of which nothing matters but what is given. */
export function tryOf(number: number, verdict: Verdict, findings: readonly FingerFinding[] = []): FingerTry {
  return {
    captureId: captureNo(number),
    verdict,
    fingers: [],
    size: { width: 500, height: 600 },
    resolutionPpi: 500,
    isLossy: false,
    findings,
  };
}

const step = fc.constantFrom<FingerStep>(13, 14, 15, 3);
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.record({ kind: fc.constant('accept' as const), score: fc.nat(100) }),
  fc.record({ kind: fc.constant('retry' as const), score: fc.nat(100), reason: fc.constant('dry' as const) }),
);
const findings: fc.Arbitrary<readonly FingerFinding[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.constant([{ kind: 'same-finger', position: 3, as: 2 }] as const),
);
const compared = fc.array(fc.tuple(step, findings), { maxLength: 3 }).map((found) => new Map(found));

/** Anything that can happen to fingers, in any order. */
export const fingersEvent: fc.Arbitrary<FingersEvent> = fc.oneof(
  fc.record({ kind: fc.constant('fingers-capturing' as const), position: step }),
  fc.record({
    kind: fc.constant('fingers-captured' as const),
    position: step,
    taken: fc
      .tuple(fc.nat(99), verdict, findings)
      .map(([number, judged, found]) => tryOf(number, judged, found)),
    mostTries: fc.constant(3),
    compared,
    shouldCleanGlass: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('fingers-failed' as const), position: step }),
  fc.record({
    kind: fc.constant('fingers-kept' as const),
    position: step,
    reason: fc.constantFrom(...keepReasons),
  }),
  fc.record({ kind: fc.constant('fingers-compared' as const), compared }),
  fc.record(
    {
      kind: fc.constant('finger-excepted' as const),
      position: fc.integer({ min: 1, max: 10 }),
      exception: fc.record({ code: fc.constantFrom(...fingerExceptions), note: fc.constant('') }),
    },
    { requiredKeys: ['kind', 'position'] },
  ),
  fc.record({
    kind: fc.constant('exception-photographed' as const),
    position: fc.integer({ min: 1, max: 10 }),
    captureId: fc.constant(captureNo(7)),
  }),
);
