import { describe, expect, it } from 'vitest';
import { type Condition, takeImpression } from '../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import { type GrayPicture, resizeGray } from '../picture.ts';
import { judgePlacement } from './judge-placement.ts';
import { placedFingers } from './placement.ts';

const minScore = { thumbIndexMiddle: 40, ringLittle: 30 };

function judge(
  position: number,
  picture: GrayPicture,
  {
    missing = [],
    excused = [],
    resolutionPpi = 500,
  }: Partial<Record<'missing' | 'excused', number[]>> & {
    resolutionPpi?: number;
  } = {},
) {
  return judgePlacement({ position, picture, missing, resolutionPpi }, { minScore, excused });
}

const impression = (position: 13 | 14 | 15 | 1, condition: Condition = 'good') =>
  takeImpression(exchangeAt25, position, 0, condition);

/** The picture with nothing on the glass from a column on. */
function withoutRight(picture: GrayPicture, from: number): GrayPicture {
  return { ...picture, pixels: picture.pixels.map((gray, at) => (at % picture.width < from ? gray : 255)) };
}

describe('a placement', () => {
  it('passes with each finger named, boxed and scored', async () => {
    for (const [position, names] of [
      [13, [2, 3, 4, 5]],
      [14, [10, 9, 8, 7]],
      [15, [6, 1]],
    ] as const) {
      const { verdict, fingers, findings } = await judge(position, impression(position));
      expect({ kind: verdict.kind, names: fingers.map((one) => one.position), findings }).toEqual({
        kind: 'accept',
        names,
        findings: [],
      });
      expect(verdict.score).toBe(Math.min(...fingers.map(({ score }) => score)));
    }
  });

  it.each<[Condition, string]>([
    ['dry', 'dry'],
    ['wet', 'wet'],
    ['partial', 'small-area'],
    ['low-contrast', 'dry'],
  ])('that is %s is taken again as %s', async (condition, reason) => {
    for (const position of [13, 1] as const)
      expect((await judge(position, impression(position, condition))).verdict).toMatchObject({
        kind: 'retry',
        reason,
      });
  });

  it('of three fingers is no placement of four, unless one is missing', async () => {
    const three = withoutRight(impression(13), 1180);
    expect(await judge(13, three)).toEqual({
      verdict: { kind: 'retry', score: 0, reason: 'wrong-count' },
      fingers: [],
      findings: [{ kind: 'wrong-count', seen: 3, expected: 4 }],
    });
    const { verdict, fingers } = await judge(13, three, { missing: [5] });
    expect(verdict.kind).toBe('accept');
    expect(fingers.map(({ position }) => position)).toEqual([2, 3, 4]);
    expect((await judge(13, impression(13), { missing: [5] })).verdict).toMatchObject({
      reason: 'wrong-count',
    });
  });

  it('of the other hand is seen', async () => {
    expect(await judge(14, impression(13))).toMatchObject({
      verdict: { kind: 'retry', reason: 'wrong-hand' },
      findings: [{ kind: 'wrong-hand' }],
    });
  });

  it('need not be good where the officer has said what is wrong', async () => {
    const dry = impression(1, 'dry');
    expect((await judge(1, dry, { excused: [1] })).verdict.kind).toBe('accept');
    expect((await judge(1, dry, { excused: [2] })).verdict.kind).toBe('retry');
  });

  it.each([
    ['white', 1600, 1000, 255],
    ['black', 1600, 1000, 0],
    ['a single pixel', 1, 1, 128],
    ['one row', 1600, 1, 128],
  ])('of nothing but %s is judged, not refused', async (_name, width, height, gray) => {
    const picture = { width, height, pixels: new Uint8Array(width * height).fill(gray) };
    for (const position of [13, 1])
      expect((await judge(position, picture)).verdict).toMatchObject({ kind: 'retry', score: 0 });
  });

  it('at another resolution has its fingers in its own pixels', async () => {
    const picture = impression(13);
    const fine = await resizeGray(picture, 2);
    const [plain, doubled] = [
      await placedFingers({ picture, resolutionPpi: 500, position: 13, missing: [] }),
      await placedFingers({ picture: fine, resolutionPpi: 1000, position: 13, missing: [] }),
    ];
    expect(doubled.fingers).toHaveLength(4);
    for (const [index, { box }] of doubled.fingers.entries()) {
      expect(Math.abs(box.x - 2 * (plain.fingers[index]?.box.x ?? 0))).toBeLessThan(24);
      expect(Math.abs(box.y - 2 * (plain.fingers[index]?.box.y ?? 0))).toBeLessThan(24);
    }
  });
});
