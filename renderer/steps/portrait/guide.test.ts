import { describe, expect, it } from 'vitest';
import type { PortraitGuidance, PortraitHint } from '../../../main/contract/portrait.ts';
import { advanceGuide, type Guide, heldShare, noGuide } from './guide.ts';

const wrong = (hint: PortraitHint): PortraitGuidance => ({ checks: [], hint, isReady: false });
const ready: PortraitGuidance = { checks: [], isReady: true };

/** Answers at the given times. */
function guided(answers: readonly (readonly [atMs: number, guidance: PortraitGuidance])[]): Guide {
  return answers.reduce<Guide>(
    (guide, [atMs, guidance]) => advanceGuide(guide, { kind: 'frame', guidance, atMs }),
    noGuide,
  );
}

/** Right from `fromMs` to `toMs`, ten times a second. */
const readyFrom = (fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / 100 + 1 }, (_, index) => [fromMs + index * 100, ready] as const);

describe('the sentence under the live picture', () => {
  it('is there with the first answer, and stays for as long as it takes to read', () => {
    expect(guided([[1000, wrong('too-far')]]).shown.cue).toBe('too-far');
    const soon = guided([
      [1000, wrong('too-far')],
      [1700, wrong('eyes-closed')],
    ]);
    expect(soon.shown.cue).toBe('too-far');
    expect(advanceGuide(soon, { kind: 'frame', guidance: wrong('blurred'), atMs: 1800 }).shown.cue).toBe(
      'blurred',
    );
  });

  it('never says what came and went in between', () => {
    const { shown } = guided([
      [1000, wrong('too-far')],
      [1300, wrong('eyes-closed')],
      [1500, wrong('too-far')],
      [2500, wrong('too-far')],
    ]);
    expect(shown).toEqual({ cue: 'too-far', sinceMs: 1000 });
  });

  it('is spoken half as often as it is shown', () => {
    const guide = guided([
      [1000, wrong('too-far')],
      [1900, wrong('chin-up')],
    ]);
    expect([guide.shown.cue, guide.spoken.cue]).toEqual(['chin-up', 'too-far']);
    const later = advanceGuide(guide, { kind: 'frame', guidance: wrong('chin-up'), atMs: 3000 });
    expect(later.spoken.cue).toBe('chin-up');
  });
});

describe('the automatic shutter', () => {
  it('goes off when everything has been right for 0.8 s', () => {
    expect(heldShare(guided(readyFrom(1000, 1700)))).toBeCloseTo(0.875);
    expect(heldShare(guided(readyFrom(1000, 1800)))).toBe(1);
  });

  it('counts only from when it has asked to hold still', () => {
    const before = [[900, wrong('too-far')]] as const;
    expect(heldShare(guided([...before, ...readyFrom(1000, 1800)]))).toBeLessThan(1);
    expect(heldShare(guided([...before, ...readyFrom(1000, 2500)]))).toBe(1);
  });

  it('begins again when one frame was wrong', () => {
    const blink = [[1600, wrong('eyes-closed')]] as const;
    expect(heldShare(guided([...readyFrom(1000, 1500), ...blink, ...readyFrom(1700, 2300)]))).toBeLessThan(1);
    expect(heldShare(guided([...readyFrom(1000, 1500), ...blink, ...readyFrom(1700, 2500)]))).toBe(1);
  });

  it('begins again when nothing was seen for a while', () => {
    expect(heldShare(guided([...readyFrom(1000, 1500), [4000, ready]]))).toBe(0);
  });

  it('stays down after a picture that could not be taken, until the citizen has moved', () => {
    const refused = advanceGuide(guided(readyFrom(1000, 1800)), { kind: 'refused' });
    const on = (guide: Guide, answers: readonly (readonly [number, PortraitGuidance])[]): Guide =>
      answers.reduce((now, [atMs, guidance]) => advanceGuide(now, { kind: 'frame', guidance, atMs }), guide);
    expect(heldShare(on(refused, readyFrom(1900, 4000)))).toBe(0);
    expect(heldShare(on(refused, [[1900, wrong('blurred')], ...readyFrom(2000, 4000)]))).toBe(1);
  });
});
