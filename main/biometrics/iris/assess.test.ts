import { describe, expect, it } from 'vitest';
import type { EyeCondition } from '../../../fixtures/iris/conditions.ts';
import { eyeOf } from '../../../fixtures/iris/person-eye.ts';
import { exchangeAt25, neighbour } from '../../../fixtures/people/people.ts';
import { rulesOn } from '../../applications/rules.ts';
import { irisHints as hintsOfContract, irisCheckNames as namesOfContract } from '../../contract/iris.ts';
import { assessEye, type IrisCheckName, irisCheckNames } from './assess.ts';
import { isSameEye } from './compare.ts';

const { limits } = rulesOn('2026-01-05').captures.iris;
const assess = (condition: EyeCondition, eye: 'right' | 'left', take: number, person = exchangeAt25) =>
  assessEye(eyeOf(person, eye, take, condition), limits);

describe('a picture of an eye', () => {
  it.each([exchangeAt25, neighbour])('is accepted with every check when it is good: $id', (person) => {
    for (const take of [1, 2])
      for (const eye of ['right', 'left'] as const) {
        const { isAccepted, score, side, checks } = assess('good', eye, take, person);
        expect(checks.filter(({ isMet }) => !isMet)).toEqual([]);
        expect(checks.map(({ name }) => name)).toEqual(irisCheckNames);
        expect({ isAccepted, side }).toEqual({ isAccepted: true, side: eye });
        expect(score).toBeGreaterThan(70);
      }
  });

  const conditions: readonly (readonly [Exclude<EyeCondition, 'good' | 'closed'>, IrisCheckName])[] = [
    ['half-closed', 'usable-area'],
    ['blurred', 'sharpness'],
    ['averted', 'gaze'],
    ['dilated', 'pupil-ratio'],
    ['constricted', 'pupil-ratio'],
    ['small', 'iris-radius'],
    ['off-centre', 'margin'],
    ['glare', 'glare'],
    ['dark', 'gray-scale'],
    ['pale', 'iris-sclera-contrast'],
    ['irregular', 'pupil-circularity'],
  ];
  it.each(conditions)('that is %s fails %s, and nothing else', (condition, check) => {
    for (const [eye, take] of [
      ['right', 1],
      ['left', 2],
    ] as const) {
      const { checks, isAccepted } = assess(condition, eye, take);
      const unmet = checks.filter(({ isMet }) => !isMet);
      expect(unmet.map(({ name }) => name)).toEqual([check]);
      expect(hintsOfContract).toContain(unmet[0]?.hint);
      expect(isAccepted).toBe(false);
    }
  });

  it('of closed lids says that the eye is not open, and is never accepted', () => {
    const found = Array.from({ length: 8 }, (_, take) => assess('closed', 'left', take));
    expect(found.filter(({ isAccepted }) => isAccepted)).toEqual([]);
    expect(found[0]).toEqual({
      score: 0,
      isAccepted: false,
      side: 'unknown',
      checks: [{ name: 'eye-open', value: 0, limit: { least: 1 }, isMet: false, hint: 'open-eye' }],
    });
  });

  it('is told under the names of the contract', () => {
    expect(namesOfContract).toEqual(irisCheckNames);
  });
});

describe('two pictures', () => {
  it('of one eye are told to be of one, those of two eyes are not', () => {
    const first = eyeOf(exchangeAt25, 'right', 1, 'good');
    expect(isSameEye(first, eyeOf(exchangeAt25, 'right', 2, 'good'))).toBe(true);
    expect(isSameEye(first, eyeOf(exchangeAt25, 'left', 1, 'good'))).toBe(false);
    expect(isSameEye(first, eyeOf(neighbour, 'right', 1, 'good'))).toBe(false);
    expect(
      isSameEye(eyeOf(exchangeAt25, 'right', 3, 'dilated'), eyeOf(exchangeAt25, 'left', 3, 'good')),
    ).not.toBe(true);
  });

  it('of which one shows no open eye say nothing', () => {
    expect(
      isSameEye(eyeOf(neighbour, 'left', 1, 'closed'), eyeOf(neighbour, 'left', 2, 'good')),
    ).toBeUndefined();
  });
});
