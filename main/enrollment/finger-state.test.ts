import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FingerStep } from '../applications/rules.ts';
import type { FingerFinding } from '../contract/fingers.ts';
import type { Verdict } from '../contract/verdict.ts';
import { fingersOf, isSkipped, missingOf } from './finger-placements.ts';
import {
  advanceFingers,
  beginFingers,
  chosenTry,
  type FingersEvent,
  type FingersState,
  fingerSnapshotOf,
  isSettled,
  resumeFinger,
} from './finger-state.ts';
import { captureNo, fingersEvent, tryOf } from './test-finger-events.ts';

const thirteen: readonly FingerStep[] = [13, 14, 15, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const rules = { attempts: 3, supervisorToKeep: false };
const dry = (score: number): Verdict => ({ kind: 'retry', score, reason: 'dry' });
const good: Verdict = { kind: 'accept', score: 80 };
const sameFinger: FingerFinding = { kind: 'same-finger', position: 3, as: 2 };

function given(...events: FingersEvent[]): FingersState {
  return events.reduce(advanceFingers, beginFingers(thirteen));
}

function captured(
  position: FingerStep,
  number: number,
  verdict: Verdict,
  more: { found?: readonly FingerFinding[]; compared?: [FingerStep, FingerFinding[]][] } = {},
): FingersEvent {
  return {
    kind: 'fingers-captured',
    position,
    taken: tryOf(number, verdict, more.found),
    mostTries: rules.attempts,
    compared: new Map(more.compared),
    shouldCleanGlass: false,
  };
}

function except(position: number, code: 'amputated' | 'bandaged' | 'worn' | 'deformed'): FingersEvent {
  return { kind: 'finger-excepted', position, exception: { code, note: '' } };
}

function finger(state: FingersState, position: FingerStep) {
  const found = state.fingers.find((candidate) => candidate.position === position);
  if (!found) throw new Error('no such placement');
  return found;
}

const shown = (state: FingersState, position: FingerStep, asked = rules) =>
  fingerSnapshotOf(finger(state, position), asked, isSkipped(position, state.exceptions));

/** Which of the numbered captures counts. */
const counts = (state: FingersState, position: FingerStep): number =>
  Number(finger(state, position).captureId?.slice(-12));

describe('which try counts', () => {
  it.each<[string, Verdict[], number]>([
    ['the last, while tries are left', [dry(30), dry(10)], 2],
    ['the best, when they are used up', [dry(10), dry(30), dry(20)], 2],
    ['the later of two alike', [dry(30), dry(10), dry(30)], 3],
    ['the best of all, when more are taken than allowed', [dry(30), dry(10), dry(5), dry(20)], 1],
    ['the good one, whatever its number', [dry(39), dry(10), { kind: 'accept', score: 35 }], 3],
    ['not a good one that was taken again', [good, dry(20), dry(10)], 2],
  ])('%s', (_name, verdicts, expected) => {
    const events = verdicts.map((verdict, index) => captured(3, index + 1, verdict));
    expect(counts(given(...events), 3)).toBe(expected);
  });

  it('is never one with the wrong number of fingers when another has the right one', () => {
    const wrong = { found: [{ kind: 'wrong-count', seen: 3, expected: 4 }] } as const;
    const state = given(
      captured(13, 1, dry(5)),
      captured(13, 2, dry(60), wrong),
      captured(13, 3, dry(60), wrong),
    );
    expect(counts(state, 13)).toBe(1);
  });

  it('is not one that turned out to be another finger', () => {
    const state = given(
      captured(3, 1, dry(35), { compared: [[3, [sameFinger]]] }),
      captured(3, 2, dry(10)),
      captured(3, 3, dry(12)),
    );
    expect(counts(state, 3)).toBe(3);
  });
});

describe('a capture that fails', () => {
  const notice = { code: 'finger/unplugged', incident: 'abc' } as const;

  it('leaves the earlier picture', () => {
    const state = given(
      captured(13, 1, good),
      { kind: 'fingers-capturing', position: 13 },
      { kind: 'fingers-failed', position: 13, notice },
    );
    expect(shown(state, 13)).toMatchObject({
      state: 'captured',
      captureId: captureNo(1),
      attempts: 1,
      notice,
    });
  });

  it('is told, unless the officer stopped it', () => {
    const started: FingersEvent = { kind: 'fingers-capturing', position: 13 };
    expect(shown(given(started, { kind: 'fingers-failed', position: 13, notice }), 13).state).toBe('failed');
    expect(given(started, { kind: 'fingers-failed', position: 13 })).toEqual(given());
  });
});

describe('keeping', () => {
  const keep: FingersEvent = { kind: 'fingers-kept', position: 3, reason: 'worn' };

  it('may happen when the tries are used up', () => {
    const twice = [captured(3, 1, dry(1)), captured(3, 2, dry(2))];
    expect(shown(given(...twice), 3)).toMatchObject({ mayKeep: false, needsSupervisor: false });
    const thrice = given(...twice, captured(3, 3, dry(3)));
    expect(shown(thrice, 3)).toMatchObject({ mayKeep: true, needsSupervisor: false });
    expect(shown(thrice, 3, { ...rules, supervisorToKeep: true }).needsSupervisor).toBe(true);
    expect(shown(advanceFingers(thrice, keep), 3)).toMatchObject({
      mayKeep: false,
      kept: { reason: 'worn' },
    });
    expect(shown(given(...twice, captured(3, 3, good)), 3).mayKeep).toBe(false);
  });

  it('ends with a new picture, and when something new is found against the finger', () => {
    const kept = given(captured(3, 1, dry(1)), keep);
    const isOpen = (...events: FingersEvent[]): boolean =>
      !isSettled(finger(events.reduce(advanceFingers, kept), 3));
    expect(isOpen()).toBe(false);
    expect(isOpen(captured(3, 2, dry(1)))).toBe(true);
    expect(isOpen(captured(2, 2, good, { compared: [[3, [sameFinger]]] }))).toBe(true);
    expect(isOpen(captured(2, 2, good))).toBe(false);
  });

  it('stays when less is found than was kept', () => {
    const other: FingerFinding = { kind: 'other-finger', position: 3, like: 2 };
    const kept = given(captured(3, 1, good, { compared: [[3, [sameFinger, other]]] }), keep);
    const after = advanceFingers(kept, { kind: 'fingers-compared', compared: new Map([[3, [other]]]) });
    expect(shown(after, 3)).toMatchObject({ findings: [other], kept: { reason: 'worn' } });
  });
});

describe('exceptions', () => {
  it.each<[string, FingersEvent[], FingerStep[]]>([
    ['one missing thumb skips its rolled print', [except(1, 'amputated')], [1]],
    ['both thumbs skip the pair too', [except(1, 'amputated'), except(6, 'bandaged')], [15, 1, 6]],
    ['four fingers skip the hand', [2, 3, 4, 5].map((at) => except(at, 'amputated')), [13, 2, 3, 4, 5]],
    ['a worn finger is captured as well as it can be', [except(1, 'worn'), except(2, 'deformed')], []],
  ])('%s', (_name, events, expected) => {
    const state = given(...events);
    expect(thirteen.filter((position) => shown(state, position).state === 'skipped')).toEqual(expected);
  });

  it('open the placements that now show other fingers, and no others', () => {
    const all = thirteen.map((position, index) => captured(position, index + 1, good));
    const open = (state: FingersState) =>
      thirteen.filter((position) => finger(state, position).state === 'todo');
    expect(open(given(...all, except(5, 'bandaged')))).toEqual([13, 5]);
    expect(open(given(...all, except(5, 'worn')))).toEqual([]);
    expect(open(given(except(5, 'bandaged'), ...all, { kind: 'finger-excepted', position: 5 }))).toEqual([
      13, 5,
    ]);
  });

  it('keep their photo when only code or note change', () => {
    const photo: FingersEvent = {
      kind: 'exception-photographed',
      position: 5,
      captureId: captureNo(9),
    };
    expect(given(except(5, 'worn'), photo, except(5, 'deformed')).exceptions).toEqual([
      { position: 5, code: 'deformed', note: '', photoCaptureId: captureNo(9) },
    ]);
    expect(given(photo).exceptions).toEqual([]);
  });
});

describe('any order of events', () => {
  const events = fc.array(fingersEvent, { maxLength: 40 });

  it('counts a picture that was taken, or none', () => {
    fc.assert(
      fc.property(events, (happened) =>
        given(...happened).fingers.every(
          (one) =>
            (one.captureId === undefined) === (one.tries.length === 0) &&
            (one.captureId === undefined || chosenTry(one) !== undefined),
        ),
      ),
      { numRuns: 3000 },
    );
  });

  it('never settles what is neither good nor kept, nor leaves a citizen without a way on', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const state = given(...happened);
        for (const one of state.fingers) {
          const { verdict, findings, kept, mayKeep, attempts } = shown(state, one.position);
          const isFine = verdict?.kind === 'accept' && findings.length === 0;
          expect(isSettled(one)).toBe(isFine || (kept !== undefined && verdict !== undefined));
          // Whatever was captured often enough can be kept.
          if (attempts >= rules.attempts) expect(isSettled(one) || mayKeep).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same after a restart, but for what was running', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { fingers } = given(...happened);
        const resumed = (JSON.parse(JSON.stringify(fingers)) as typeof fingers).map(resumeFinger);
        for (const [index, one] of fingers.entries())
          if (one.state !== 'capturing') expect(resumed[index]).toEqual(one);
        expect(resumed.every(({ state }) => state !== 'capturing')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('skips exactly the placements all of whose fingers are missing', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { exceptions } = given(...happened);
        const isMissing = (one: number): boolean =>
          exceptions.some(
            ({ position, code }) => position === one && (code === 'amputated' || code === 'bandaged'),
          );
        for (const position of thirteen) {
          expect(isSkipped(position, exceptions)).toBe(fingersOf(position).every(isMissing));
          expect(missingOf(position, exceptions)).toEqual(fingersOf(position).filter(isMissing));
        }
      }),
      { numRuns: 500 },
    );
  });
});
