import { describe, expect, it } from 'vitest';
import type { PortraitCheck, PortraitSnapshot } from '../../../main/contract/portrait.ts';
import { portraitCheckNames } from '../../../main/contract/portrait.ts';
import { notHeldTexts, portraitHintTexts, portraitText } from '../../text/portrait.vi.ts';
import { confirmationOf, draftOf } from './confirmation.ts';
import { criteriaOf, cueWords, takenWords } from './words.ts';

const check = (name: PortraitCheck['name'], isMet = true): PortraitCheck => ({
  name,
  value: 1,
  limit: {},
  isMet,
  isAdvice: false,
});

const good: PortraitSnapshot = {
  guide: { crop: { width: 0.5, height: 0.75 }, eyes: 0.3, head: { width: 0.4, height: 0.5, middle: 0.3 } },
  attempts: 1,
  checks: portraitCheckNames.map((name) => check(name)),
  isUsable: true,
  mayKeep: false,
  needsSupervisor: false,
  isRightPerson: false,
};
const taken = (portrait: PortraitSnapshot) =>
  takenWords(portrait, confirmationOf(draftOf(portrait), portrait));

describe('the criteria', () => {
  it('are always the same, and unknown before a picture has been measured', () => {
    const states = criteriaOf([]);
    expect(states).toHaveLength(9);
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(criteriaOf(good.checks).every(({ state }) => state === 'met')).toBe(true);
  });

  it('are not met as soon as one of their measures is not', () => {
    const checks = [check('yaw'), check('pitch', false), check('roll')];
    expect(criteriaOf(checks).find(({ name }) => name === 'pose')?.state).toBe('not-met');
  });

  it('say nothing of what cannot be measured', () => {
    const unmeasured = [{ ...check('eyes-open', false), value: null }];
    expect(criteriaOf(unmeasured).find(({ name }) => name === 'eyes')?.state).toBe('unknown');
  });
});

describe('the sentence under a picture', () => {
  it('names the place where the ground is bad', () => {
    expect(cueWords('background-uneven', 'top-left').lines).toEqual([
      'Nền chưa trắng đều ở góc trên bên trái hình – dọn vật phía sau công dân',
    ]);
  });

  it('says what helps a poor picture, and that it may be kept when the tries are used up', () => {
    const poor = { ...good, isUsable: false, hint: 'eyes-closed', attempts: 3, mayKeep: true } as const;
    expect(taken(poor)).toEqual({
      tone: 'warn',
      lines: [portraitHintTexts['eyes-closed'], 'Đã chụp 3 lần: chụp lại, hoặc giữ ảnh này và ghi lý do'],
    });
  });

  it('calls a good picture good, and a kept one kept', () => {
    expect(taken(good)).toEqual({ tone: 'good', lines: [portraitText.good] });
    expect(taken({ ...good, kept: { reason: 'trembling' } }).lines).toEqual([
      'Giữ ảnh này – run, không giữ yên được',
    ]);
  });
});

describe('what the officer confirms', () => {
  it('is all ticked, but not the person where the pictures differ', () => {
    expect(confirmationOf(draftOf(good), good).notHeld).toBeUndefined();
    const different = { ...good, likeness: { score: 0.1, band: 'different' } } as const;
    expect(confirmationOf(draftOf(different), different).notHeld).toBe('rightPerson');
    expect(taken(different)).toEqual({ tone: 'bad', lines: [notHeldTexts.rightPerson] });
  });

  it('lets a head be covered for a reason', () => {
    const draft = draftOf(good);
    const covered = { ...draft, ticks: { ...draft.ticks, bareHead: false } };
    expect(confirmationOf(covered, good).notHeld).toBe('bareHead');
    expect(confirmationOf({ ...covered, headCovering: 'religious' }, good).notHeld).toBeUndefined();
  });

  it('may not hold, once the picture is kept for it and for nothing else', () => {
    const ticks = { noGlasses: true, bothEars: false, bareHead: true, decentDress: true };
    const bandaged = { ...good, ticks, isRightPerson: true };
    expect(taken(bandaged)).toEqual({ tone: 'warn', lines: [notHeldTexts.bothEars, portraitText.orKeep] });
    const kept = { ...bandaged, kept: { reason: 'medical' } } as const;
    expect(taken(kept)).toEqual({ tone: 'good', lines: ['Giữ ảnh này – lý do y tế'] });
    const draft = { ...draftOf(kept), ticks: { ...ticks, noGlasses: false } };
    expect(confirmationOf(draft, kept).notHeld).toBe('noGlasses');
    expect(confirmationOf({ ...draftOf(kept), isRightPerson: false }, kept).notHeld).toBe('rightPerson');
  });

  it('is shown as it was confirmed', () => {
    const confirmed = {
      ...good,
      ticks: { noGlasses: true, bothEars: true, bareHead: false, decentDress: true },
      headCovering: 'ethnic',
      isRightPerson: true,
    } as const;
    expect(draftOf(confirmed)).toEqual({
      ticks: confirmed.ticks,
      headCovering: 'ethnic',
      isRightPerson: true,
    });
  });
});
