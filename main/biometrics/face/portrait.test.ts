import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Flaw, flawedPortrait, rolledPortrait, sitterFile } from '../../../fixtures/people/portraits.ts';
import { rulesOn } from '../../applications/rules.ts';
import { decodeColour } from '../picture.ts';
import { assessFrame, assessPortrait } from './assess.ts';
import type { FaceCheck, FaceCheckName, FaceHint } from './checks.ts';

const rules = rulesOn('2026-11-25').portrait;
const sitter = async (): Promise<Uint8Array> => new Uint8Array(await readFile(sitterFile));

/** Which check each flaw breaks, and what is said then. */
const flaws: Readonly<Record<Flaw, readonly [FaceCheckName, FaceHint]>> = {
  'turned to his left': ['yaw', 'turn-right'],
  'turned to his right': ['yaw', 'turn-left'],
  'chin up': ['pitch', 'chin-down'],
  'chin down': ['pitch', 'chin-up'],
  'tilted to his left': ['roll', 'tilt-right'],
  'tilted to his right': ['roll', 'tilt-left'],
  'eyes closed': ['eyes-open', 'eyes-closed'],
  'mouth open': ['mouth-closed', 'mouth-open'],
  blurred: ['sharpness', 'blurred'],
  'in the dark': ['exposure', 'too-dark'],
  'in the glare': ['exposure', 'too-bright'],
  'dark on his left': ['even-light', 'dark-left'],
  'dark on his right': ['even-light', 'dark-right'],
  'in green light': ['natural-colour', 'tinted'],
  'before a gray wall': ['background', 'background-dark'],
  'before a wall with a shadow': ['background', 'background-uneven'],
  'before shelves': ['background', 'background-uneven'],
  'too near': ['distance', 'too-near'],
  'too far': ['distance', 'too-far'],
  'at the left edge': ['centred', 'move-left'],
  'at the right edge': ['centred', 'move-right'],
  'cut at both sides': ['not-cropped', 'cropped'],
  'of few pixels': ['resolution', 'too-small'],
  'two people': ['single-face', 'several-faces'],
  nobody: ['single-face', 'no-face'],
};

function broken(checks: readonly FaceCheck[]) {
  return checks.filter(({ isMet, isAdvice }) => !isMet && !isAdvice).map(({ name, hint }) => [name, hint]);
}

describe('a portrait', () => {
  it('passes when it is as the circular asks', async () => {
    const verdict = await assessPortrait(await sitter(), rules);
    expect(broken(verdict.checks)).toEqual([]);
    expect(verdict).toMatchObject({ width: 768, height: 1024, score: expect.any(Number) });
  }, 60_000);

  it.each(Object.entries(flaws))(
    'taken of somebody %s fails for this alone: %s',
    async (flaw, found) => {
      const bytes = await flawedPortrait(flaw as Flaw);
      const { checks, hint } = await assessPortrait(bytes, rules);
      expect(broken(checks)).toEqual([found]);
      expect(hint).toBe(found[1]);
      if (!['yaw', 'centred', 'exposure'].includes(found[0])) return;
      // Live, the same is said.
      const live = await assessFrame(bytes, rules);
      expect(live).toMatchObject({ hint: found[1], isReady: false });
    },
    60_000,
  );

  it('has its crop at 2:3 around the head, inside the picture', async () => {
    const { crop } = await assessPortrait(await sitter(), rules);
    const { x = 0, y = 0, width = 0, height = 0 } = crop ?? {};
    expect(width / height).toBeCloseTo(2 / 3, 2);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(Math.abs(x + width / 2 - 384)).toBeLessThan(20);
    expect(y + height).toBeLessThanOrEqual(1024);
  }, 60_000);

  it('is judged upright, whichever way the camera was held', async () => {
    const { default: sharp } = await import('sharp');
    const lying = await sharp(await sitter())
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer();
    const verdict = await assessPortrait(new Uint8Array(lying), rules);
    expect(verdict).toMatchObject({ width: 768, height: 1024 });
    expect(broken(verdict.checks)).toEqual([]);
  }, 60_000);

  it.each([
    ['yaw', -20, 0.35, 1.1],
    ['yaw', 20, 0.35, 1.1],
    ['pitch', -15, 0.7, 1.2],
    ['pitch', 15, 0.7, 1.2],
  ] as const)(
    'has its %s followed when the head is turned by %i°',
    async (axis, degrees, least, most) => {
      const valueIn = async (bytes: Uint8Array): Promise<number> =>
        (await assessPortrait(bytes, rules)).checks.find(({ name }) => name === axis)?.value ?? Number.NaN;
      const followed =
        ((await valueIn(await rolledPortrait(axis, degrees))) - (await valueIn(await sitter()))) / degrees;
      expect(followed).toBeGreaterThan(least);
      expect(followed).toBeLessThan(most);
    },
    60_000,
  );
});

describe('a live frame', () => {
  it('says where the face is, in fractions, and that all is right', async () => {
    const { face, isReady, hint, backgroundAt } = await assessFrame(await sitter(), rules);
    expect({ isReady, hint, backgroundAt }).toEqual({
      isReady: true,
      hint: undefined,
      backgroundAt: undefined,
    });
    expect(face?.oval).toMatchObject({ x: expect.closeTo(0.5, 1), y: expect.closeTo(0.4, 1) });
    expect((await decodeColour(await sitter())).width).toBe(768);
  }, 60_000);

  it('says on which side the wall is bad', async () => {
    const { backgroundAt } = await assessFrame(await flawedPortrait('before a wall with a shadow'), rules);
    expect(backgroundAt).toMatch(/right$/);
  }, 60_000);
});
