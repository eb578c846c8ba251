import { beforeAll, describe, expect, it } from 'vitest';
import { jpegOf, lie, photographSheet, type Scene } from '../../../fixtures/papers/photograph.ts';
import { randomScene } from '../../../fixtures/papers/random-scene.ts';
import { birthCertificate, drivingLicence, printSheet } from '../../../fixtures/papers/sheet.ts';
import { randomFrom } from '../../../fixtures/random.ts';
import { type ColourPicture, decodeColour } from '../picture.ts';
import type { LegibilityLimits } from './legibility.ts';
import { findInFrame, findInPhotograph, type PageDemands, straightenPage } from './page.ts';
import { distanceOf, type Quadrilateral } from './quadrilateral.ts';
import { readQr } from './read-qr.ts';
import { turned } from './straighten.ts';

const limits: LegibilityLimits = {
  minTextHeightPx: 7,
  maxBlur: 0.1,
  minContrast: 0.22,
  minPaperLevel: 80,
  maxGlareShare: 0.02,
  minResolutionPpi: 72,
};
const demands: PageDemands = { formats: ['id-1'], quarterTurns: 0, limits, budgetBytes: 262_144 };
const size = { width: 1280, height: 720 };

let card: ColourPicture;
let certificate: ColourPicture;
beforeAll(async () => {
  card = await printSheet(drivingLicence, 330);
  certificate = await printSheet(birthCertificate, 60);
});

/** A card that lies well on a dark desk. */
function goodScene(changed: Partial<Scene> = {}): Scene {
  return {
    ...size,
    corners: lie(card, size, { turnDegrees: -7, tilt: [10, 6], fill: 0.86 }),
    desk: [74, 60, 48],
    light: [1, 0.9],
    shadow: { at: 2, strength: 0 },
    noise: 1.5,
    blur: 0.5,
    random: randomFrom(5),
    ...changed,
  };
}

const photographed = async (changed: Partial<Scene> = {}): Promise<Uint8Array> =>
  jpegOf(await photographSheet(card, goodScene(changed)));

function furthest(found: Quadrilateral, there: Quadrilateral): number {
  return Math.max(...found.map((corner, index) => distanceOf(corner, there[index] ?? corner)));
}

describe('a sheet on a desk', () => {
  it('is found to a pixel in 40 random poses, lights, shadows, desks', { timeout: 240_000 }, async () => {
    const small = await printSheet(drivingLicence, 120);
    const offs: number[] = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = randomFrom(seed);
      const [content, sheet] =
        seed % 2 === 0 ? ([drivingLicence, small] as const) : ([birthCertificate, certificate] as const);
      const scene = randomScene(content, sheet, random, { width: 560, height: 420 });
      const found = await findInPhotograph(await photographSheet(sheet, scene));
      offs.push(found ? furthest(found.corners, scene.corners) : Number.POSITIVE_INFINITY);
    }
    offs.sort((a, b) => a - b);
    expect(offs.filter((off) => off > 4)).toEqual([]);
    expect(offs[20]).toBeLessThan(0.5);
  });

  it('is not seen where there is none', async () => {
    const desk = goodScene({
      corners: lie(card, size, { turnDegrees: 0, tilt: [0, 0], fill: 0.5, offset: [2, 2] }),
    });
    expect(await findInPhotograph(await photographSheet(card, desk))).toBeUndefined();
  });

  it('that leaves the picture is told to be cut off', async () => {
    const corners = lie(card, size, { turnDegrees: 4, tilt: [0, 0], fill: 0.8, offset: [0.3, 0] });
    const page = await straightenPage(await photographed({ corners }), demands);
    expect(page.verdict).toMatchObject({ kind: 'retry', reason: 'cut-off' });
  });

  it('is seen in a live frame, by shares of it', async () => {
    const scene = goodScene();
    const { corners, isCutOff } = await findInFrame(await photographed());
    expect(isCutOff).toBe(false);
    const there = scene.corners.map(({ x, y }) => ({ x: x / size.width, y: y / size.height }));
    expect(furthest(corners as Quadrilateral, there as unknown as Quadrilateral)).toBeLessThan(0.01);
  });
});

describe('a page straightened', { timeout: 120_000 }, () => {
  it('has the shape and resolution of its format, and is legible', async () => {
    const page = await straightenPage(await photographed(), demands);
    expect(page).toMatchObject({ format: 'id-1', verdict: { kind: 'accept' }, photograph: size });
    expect(page.width / page.height).toBeCloseTo(85.6 / 53.98, 2);
    expect(page.legibility.resolutionPpi).toBeCloseTo((page.width * 25.4) / 85.6, 6);
    expect(page.jpeg.length).toBeLessThanOrEqual(demands.budgetBytes);
  });

  it('is the sheet as printed, but for light and noise', async () => {
    const { jpeg, width, height } = await straightenPage(await photographed({ light: [1, 1] }), demands);
    const page = await decodeColour(jpeg);
    let off = 0;
    for (let y = 4; y < height - 4; y += 3) {
      for (let x = 4; x < width - 4; x += 3) {
        const [sx, sy] = [
          Math.round(((x + 0.5) * card.width) / width),
          Math.round(((y + 0.5) * card.height) / height),
        ];
        off += Math.abs(
          (page.pixels[(y * width + x) * 3] ?? 0) - (card.pixels[(sy * card.width + sx) * 3] ?? 0),
        );
      }
    }
    expect(off / (((width - 8) / 3) * ((height - 8) / 3))).toBeLessThan(9);
  });

  it('is turned by quarters, and four are none', async () => {
    const bytes = await photographed();
    const upright = await straightenPage(bytes, demands);
    const quarter = await straightenPage(bytes, { ...demands, quarterTurns: 1 });
    expect([quarter.width, quarter.height]).toEqual([upright.height, upright.width]);
    const picture = await decodeColour(upright.jpeg);
    expect(turned(turned(picture, 1), 3)).toEqual(picture);
  });

  it('keeps to its budget, and its smallest code still reads', async () => {
    const sheet = { ...birthCertificate, qr: { text: 'H99-03-261123-0014-7|1|1', moduleMm: 0.8 } };
    const printed = await printSheet(sheet, 110);
    const full = { width: 1440, height: 1080 };
    const corners = lie(printed, full, { turnDegrees: 9, tilt: [12, -8], fill: 0.93 });
    const photograph = await photographSheet(printed, goodScene({ ...full, corners }));
    const budgetBytes = 60_000;
    const page = await straightenPage(await jpegOf(photograph), { ...demands, formats: ['a4'], budgetBytes });
    expect(page).toMatchObject({ format: 'a4', verdict: { kind: 'accept' } });
    expect(page.jpeg.length).toBeLessThanOrEqual(budgetBytes);
    const read = await readQr(await decodeColour(page.jpeg));
    expect(read?.text).toBe(sheet.qr.text);
    const middle = (read?.corners ?? []).reduce((sum, { x }) => sum + x / 4, 0);
    expect(middle / page.width).toBeGreaterThan(0.75);
  });

  it('without a code gives none', async () => {
    expect(await readQr(await decodeColour(await photographed()))).toBeNull();
  });
});

describe('what can be read', { timeout: 120_000 }, () => {
  const reasonOf = async (changed: Partial<Scene>): Promise<string> => {
    const { verdict } = await straightenPage(await photographed(changed), demands);
    return verdict.kind === 'retry' ? verdict.reason : verdict.kind;
  };

  it('falls with blur, until it is told', async () => {
    const pages = [];
    for (const blur of [0, 1, 2, 3, 5, 8])
      pages.push(await straightenPage(await photographed({ blur }), demands));
    const blurs = pages.map(({ legibility }) => legibility.blur);
    expect([...blurs].sort((a, b) => a - b)).toEqual(blurs);
    expect(pages.at(0)?.verdict.kind).toBe('accept');
    expect(pages.at(-2)?.verdict).toMatchObject({ kind: 'retry', reason: 'blurred' });
  });

  it.each([
    ['accept', {}],
    ['accept', { shadow: { at: 0.7, strength: 0.35 } }],
    ['too-dark', { light: [0.3, 0.25] }],
    ['glare', { glare: { x: 0.5, y: 0.3, radius: 0.09 } }],
  ] as const)('%s in its light', async (reason, changed) => {
    expect(await reasonOf(changed)).toBe(reason);
  });

  it('is not what is too small for its pixels', async () => {
    const fine = await printSheet({ ...drivingLicence, letterMm: 1.2 }, 330);
    const corners = lie(fine, size, { turnDegrees: 3, tilt: [0, 0], fill: 0.45 });
    const photograph = await photographSheet(fine, goodScene({ corners }));
    const { verdict } = await straightenPage(await jpegOf(photograph), demands);
    expect(verdict).toMatchObject({ kind: 'retry', reason: 'too-small' });
  });

  it('is what stands on paper that is as white as the picture goes', async () => {
    const white = await printSheet({ ...drivingLicence, paper: '#ffffff' }, 330);
    const photograph = await photographSheet(white, goodScene({ light: [1, 1] }));
    expect((await straightenPage(await jpegOf(photograph), demands)).verdict.kind).toBe('accept');
  });

  it('is nothing on an empty card', async () => {
    const empty = { ...card, pixels: new Uint8Array(card.pixels.length).fill(220) };
    const page = await straightenPage(await jpegOf(await photographSheet(empty, goodScene())), demands);
    expect(page.verdict).toMatchObject({ kind: 'retry', score: 0, reason: 'no-text' });
  });
});

describe('bytes that are no photograph', () => {
  it('are refused, whatever was done to them', { timeout: 120_000 }, async () => {
    const good = await photographed();
    const random = randomFrom(8);
    const spoilt = [new Uint8Array(), new Uint8Array([0xff, 0xd8, 0xff]), good.slice(0, 4000)];
    for (let round = 0; round < 12; round += 1) {
      const bytes = good.slice();
      for (let hit = 0; hit < 40; hit += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      spoilt.push(bytes);
    }
    for (const bytes of spoilt) {
      const outcome = await straightenPage(bytes, demands).catch((error: unknown) => error);
      expect(outcome instanceof Error || (outcome as { width: number }).width > 0).toBe(true);
    }
    await expect(straightenPage(new Uint8Array(), demands)).rejects.toThrow();
  });

  it('are worked on however small or narrow', async () => {
    for (const [width, height] of [
      [1, 1],
      [3000, 2],
      [40, 33],
    ] as const) {
      const picture = { width, height, pixels: new Uint8Array(width * height * 3).fill(90) };
      const page = await straightenPage(await jpegOf(picture), demands);
      expect(page.verdict).toMatchObject({ kind: 'retry', reason: 'no-edges' });
    }
  });
});
