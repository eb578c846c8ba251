import { beforeAll, describe, expect, it } from 'vitest';
import { singleOf, slapOf } from '../../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25, neighbour, type Person } from '../../../../fixtures/people/people.ts';
import type { GrayPicture } from '../../picture.ts';
import { extractMinutiae } from './extract.ts';
import { belongsToOfficer, findDuplicates, findSwaps, type SessionFinger } from './session.ts';

function rolled(person: Person, position: number, take = 0): SessionFinger {
  return { position, template: extractMinutiae(singleOf(person, position, 'rolled', { take }).picture) };
}

/** The fingers of a slap, cut out where they truly lie. */
function slap(person: Person, hand: 'right' | 'left', turn: number): SessionFinger[] {
  const { picture, fingers } = slapOf(person, hand, { turn });
  return fingers.map(({ position, box }) => ({ position, template: extractMinutiae(cut(picture, box)) }));
}

function cut(
  { width, pixels }: GrayPicture,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): GrayPicture {
  const part = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row += 1) {
    const start = (box.y + row) * width + box.x;
    part.set(pixels.subarray(start, start + box.width), row * box.width);
  }
  return { width: box.width, height: box.height, pixels: part };
}

const as = (
  position: number,
  { template }: SessionFinger | { template: SessionFinger['template'] },
): SessionFinger => ({
  position,
  template,
});

describe('the fingers of one session', () => {
  let singles: SessionFinger[] = [];
  let rightSlap: SessionFinger[] = [];
  let leftSlap: SessionFinger[] = [];
  const empty = { width: 400, height: 500, minutiae: [] };
  const single = (position: number): SessionFinger => singles[position - 1] as SessionFinger;

  beforeAll(() => {
    singles = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((position) => rolled(exchangeAt25, position));
    rightSlap = slap(exchangeAt25, 'right', 0.15);
    leftSlap = slap(exchangeAt25, 'left', -0.15);
  });

  it('all differ when they were taken in order', () => {
    expect(findDuplicates(singles)).toEqual([]);
  });

  it('show a finger that was rolled twice, and one that shows too little to tell', () => {
    const again = rolled(exchangeAt25, 3, 1);
    const fingers = [...singles.slice(0, 3), as(4, again), as(5, { template: empty })];
    expect(findDuplicates(fingers)).toMatchObject([
      { kind: 'too-few-minutiae', position: 5 },
      { kind: 'same-finger', positions: [3, 4] },
    ]);
  });

  it('are confirmed by their slaps', () => {
    expect(findSwaps([...rightSlap, ...leftSlap], singles).map(({ kind }) => kind)).toEqual(
      Array(8).fill('confirmed'),
    );
  });

  it('show two fingers rolled in each other’s place', () => {
    const swapped = singles.map((finger) => {
      const from = { 3: 4, 4: 3 }[finger.position] ?? finger.position;
      return as(finger.position, single(from));
    });
    const findings = findSwaps(rightSlap, swapped);
    expect(findings).toMatchObject([
      { kind: 'confirmed', position: 2 },
      { kind: 'wrong-finger', position: 3, found: 4 },
      { kind: 'wrong-finger', position: 4, found: 3 },
      { kind: 'confirmed', position: 5 },
    ]);
  });

  it('show a hand laid down in place of the other', () => {
    const rightAsLeft = rightSlap.map((finger) => as(finger.position + 5, finger));
    expect(findSwaps(rightAsLeft, singles)).toMatchObject(
      [2, 3, 4, 5].map((found) => ({ kind: 'wrong-hand', position: found + 5, found })),
    );
  });

  it('show a finger of somebody else, a missing single and an empty picture', () => {
    const stranger = rolled(neighbour, 2);
    const slaps = [as(2, stranger), as(3, stranger), as(4, { template: empty })];
    expect(
      findSwaps(
        slaps,
        singles.filter(({ position }) => position !== 3),
      ),
    ).toMatchObject([
      { kind: 'unlike-any', position: 2 },
      { kind: 'not-compared', position: 3, reason: 'no-single' },
      { kind: 'not-compared', position: 4, reason: 'too-few-minutiae' },
    ]);
  });

  it('are told from the officer’s', () => {
    const officer = [2, 7].map((position) => rolled(neighbour, position));
    const lent = rolled(neighbour, 7, 1).template;
    expect(belongsToOfficer(lent, officer)).toMatchObject({ kind: 'officer', position: 7 });
    expect(belongsToOfficer(single(7).template, officer)).toMatchObject({ kind: 'not-officer' });
    expect(belongsToOfficer(empty, officer)).toEqual({ kind: 'too-few-minutiae' });
    expect(belongsToOfficer(lent, [])).toEqual({ kind: 'not-officer', score: 0 });
  });
});
