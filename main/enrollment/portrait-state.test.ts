import { describe, expect, it } from 'vitest';
import { CaptureId } from '../contract/ids.ts';
import type { PortraitCheck, PortraitTicks } from '../contract/portrait.ts';
import {
  advancePortrait,
  beginPortrait,
  type PortraitEvent,
  portraitGapsOf,
  portraitSnapshotOf,
} from './portrait-state.ts';

const captureId = CaptureId.parse('019a0000-0000-7000-8000-000000000001');
const check = (isMet: boolean): PortraitCheck => ({
  name: 'sharpness',
  value: 1,
  limit: { min: 3 },
  isMet,
  isAdvice: false,
});
const good: PortraitEvent = { kind: 'portrait-taken', captureId, score: 80, checks: [check(true)] };
const blurred: PortraitEvent = { kind: 'portrait-taken', captureId, score: 10, checks: [check(false)] };
const kept: PortraitEvent = { kind: 'portrait-kept', reason: 'medical' };
const all: PortraitTicks = { noGlasses: true, bothEars: true, bareHead: true, decentDress: true };
const said = (ticks: Partial<PortraitTicks> = {}): PortraitEvent => ({
  kind: 'portrait-confirmed',
  ticks: { ...all, ...ticks },
  isRightPerson: true,
});

const given = (...events: PortraitEvent[]) => events.reduce(advancePortrait, beginPortrait());
const gapsAfter = (...events: PortraitEvent[]) => portraitGapsOf(given(...events)).map(({ kind }) => kind);
const shown = (...events: PortraitEvent[]) =>
  portraitSnapshotOf(given(...events), { attempts: 3, supervisorToKeep: true });

describe('what the officer says of a portrait', () => {
  it('has to be said: a good picture alone is not enough', () => {
    expect(gapsAfter(good)).toEqual(['portrait-not-confirmed', 'person-not-confirmed']);
    expect(gapsAfter(good, said())).toEqual([]);
  });

  it('may be that something does not hold, with the reason the picture is kept for', () => {
    const bandaged = [good, said({ bothEars: false })];
    expect(gapsAfter(...bandaged)).toEqual(['portrait-not-confirmed']);
    expect(shown(...bandaged)).toMatchObject({ mayKeep: true, needsSupervisor: true });
    expect(gapsAfter(...bandaged, kept)).toEqual([]);
    expect(given(...bandaged, kept)).toMatchObject({
      ticks: { ...all, bothEars: false },
      kept: { reason: 'medical' },
    });
    expect(shown(...bandaged, kept).mayKeep).toBe(false);
  });

  it('leaves a head covered without keeping the picture', () => {
    expect(
      gapsAfter(good, { ...said({ bareHead: false }), headCovering: 'religious' } as PortraitEvent),
    ).toEqual([]);
    expect(gapsAfter(good, said({ bareHead: false }))).toEqual(['portrait-not-confirmed']);
  });

  it('takes a keep back when something else turns out not to hold, or nothing is wrong any more', () => {
    const bandaged = [good, said({ bothEars: false }), kept];
    expect(gapsAfter(...bandaged, said({ bothEars: false, noGlasses: false }))).toEqual([
      'portrait-not-confirmed',
    ]);
    expect(given(...bandaged, said()).kept).toBeUndefined();
    expect(given(...bandaged, said({ bothEars: false })).kept).toBeDefined();
    // A measure that is not met stays kept for.
    const trembling = [blurred, blurred, blurred, said(), kept];
    expect(gapsAfter(...trembling, said())).toEqual([]);
    expect(gapsAfter(...trembling, said({ decentDress: false }))).toEqual(['portrait-missing']);
  });
});

describe('keeping a portrait', () => {
  it('waits until the tries are used up where a measure is not met', () => {
    expect(shown(blurred, said({ bothEars: false })).mayKeep).toBe(false);
    expect(shown(blurred, blurred, blurred).mayKeep).toBe(true);
  });

  it('makes no sense where nothing is wrong, or no picture is there', () => {
    for (const events of [[good, said()], [good], []]) {
      expect(shown(...events).mayKeep).toBe(false);
      expect(given(...events, kept)).toEqual(given(...events));
    }
  });

  it('is over, with all that was said, when another picture is taken', () => {
    expect(given(good, said({ bothEars: false }), kept, good)).toEqual({
      attempts: 2,
      taken: { captureId, score: 80, checks: [check(true)] },
      isRightPerson: false,
    });
  });
});
