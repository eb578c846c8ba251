import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Condition, singleOf } from '../../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25, neighbour, type Person } from '../../../../fixtures/people/people.ts';
import { randomFrom } from '../../../../fixtures/random.ts';
import { compareFingers, prepareFinger, sameFingerScore } from './compare.ts';
import { extractMinutiae } from './extract.ts';
import { type FingerTemplate, type Minutia, wholeTurn } from './template.ts';

const degree = Math.PI / 180;

function score(a: FingerTemplate, b: FingerTemplate): number {
  return compareFingers(prepareFinger(a), prepareFinger(b)).score;
}

/** Minutiae anywhere, no finger's. */
function anyMinutiae(count: number, seed: number): FingerTemplate {
  const random = randomFrom(seed);
  const minutiae = Array.from(
    { length: count },
    (): Minutia => ({
      x: 40 + 320 * random(),
      y: 40 + 420 * random(),
      angle: 2 * Math.PI * random(),
      kind: random() < 0.5 ? 'ending' : 'bifurcation',
      quality: 80,
    }),
  );
  return { width: 400, height: 500, minutiae };
}

/** The finger laid down again: turned counterclockwise about the picture's corner, moved, its minutiae in another order. */
function laidAgain(
  { width, height, minutiae }: FingerTemplate,
  turn: number,
  dx: number,
  dy: number,
): FingerTemplate {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const laid = minutiae.map((minutia) => ({
    ...minutia,
    x: minutia.x * cos + minutia.y * sin + dx,
    y: minutia.y * cos - minutia.x * sin + dy,
    angle: wholeTurn(minutia.angle + turn),
  }));
  return { width, height, minutiae: laid.toReversed() };
}

describe('comparing minutiae', () => {
  const anyTurn = fc.double({ min: -45 * degree, max: 45 * degree, noNaN: true });
  const anyMove = fc.double({ min: -300, max: 300, noNaN: true });

  it('finds the same finger however it is turned up to 45° and moved', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 20, max: 60 }),
        anyTurn,
        anyMove,
        anyMove,
        (seed, count, turn, dx, dy) => {
          const finger = anyMinutiae(count, seed);
          const { score: found, matched } = compareFingers(
            prepareFinger(finger),
            prepareFinger(laidAgain(finger, turn, dx, dy)),
          );
          expect(matched).toBe(count);
          expect(found).toBeCloseTo(count, 3);
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });

  it('does not take a finger for itself upside down', () => {
    const finger = anyMinutiae(40, 1);
    expect(score(finger, laidAgain(finger, Math.PI, 400, 500))).toBeLessThan(sameFingerScore);
  });

  it('finds the finger when a third of the minutiae are missed and as many are false', () => {
    fc.assert(
      fc.property(fc.nat(), anyTurn, (seed, turn) => {
        const [finger, dirt] = [anyMinutiae(45, seed), anyMinutiae(15, seed + 1)];
        const seen = { ...finger, minutiae: [...finger.minutiae.slice(15), ...dirt.minutiae] };
        expect(score(finger, laidAgain(seen, turn, 30, -20))).toBeGreaterThan(sameFingerScore);
      }),
      { seed: 5, numRuns: 40 },
    );
  });

  it('does not take minutiae anywhere for a finger', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 150 }),
        fc.integer({ min: 0, max: 150 }),
        (seed, one, other) => {
          expect(score(anyMinutiae(one, seed), anyMinutiae(other, seed + 1))).toBeLessThan(sameFingerScore);
        },
      ),
      { seed: 6, numRuns: 50 },
    );
  });
});

describe('comparing fingers', () => {
  const people: readonly Person[] = [exchangeAt25, neighbour];
  const positions = [2, 5, 8];
  const taken: { readonly finger: string; readonly template: FingerTemplate }[] = [];

  beforeAll(() => {
    const take = (
      person: Person,
      position: number,
      kind: 'flat' | 'rolled',
      condition: Condition,
      turn: number,
    ): void => {
      const { picture } = singleOf(person, position, kind, { condition, turn, take: taken.length });
      taken.push({ finger: `${person.id} ${position}`, template: extractMinutiae(picture) });
    };
    for (const person of people) {
      for (const position of positions) {
        take(person, position, 'rolled', 'good', 0);
        take(person, position, 'flat', 'good', 0.3);
        take(person, position, 'flat', 'wet', -0.3);
      }
    }
  });

  it('ranks every pair of one finger, rolled, flat or wet, above every pair of different ones, with the threshold between', () => {
    const [same, different]: [number[], number[]] = [[], []];
    for (const [index, a] of taken.entries()) {
      for (const b of taken.slice(index + 1))
        (a.finger === b.finger ? same : different).push(score(a.template, b.template));
    }
    expect(same).toHaveLength(18);
    expect(Math.min(...same)).toBeGreaterThan(sameFingerScore);
    expect(Math.max(...different)).toBeLessThan(sameFingerScore);
  });
});
