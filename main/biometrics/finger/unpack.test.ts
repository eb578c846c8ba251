import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { slapOf } from '../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import { type GrayPicture, grayToPng } from '../picture.ts';
import { judgePlacement } from './judge-placement.ts';
import { type PackedPicture, unpackPlacement } from './unpack.ts';
import { encodeWsq } from './wsq/encode.ts';

const { picture, fingers } = slapOf(exchangeAt25, 'left');

/** Each finger of a slap cut out, as scanners do that segment themselves. */
const cut: readonly (GrayPicture & { readonly position: number })[] = fingers.map(({ position, box }) => {
  const [left, top] = [Math.round(box.x), Math.round(box.y)];
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = (top + row) * picture.width + left;
    pixels.set(picture.pixels.subarray(start, start + width), row * width);
  }
  return { position, width, height, pixels };
});

const packers: Readonly<Record<'raw' | 'wsq' | 'jpeg' | 'png', (one: GrayPicture) => Promise<Uint8Array>>> = {
  raw: async ({ pixels }) => pixels,
  wsq: async (one) => encodeWsq(one),
  jpeg: async ({ pixels, width, height }) =>
    new Uint8Array(
      await sharp(pixels, { raw: { width, height, channels: 1 } })
        .jpeg()
        .toBuffer(),
    ),
  png: grayToPng,
};

async function packed(encoding: keyof typeof packers): Promise<PackedPicture[]> {
  return Promise.all(
    cut.map(async (one) => {
      const { position, width, height } = one;
      return { position, width, height, resolutionPpi: 500, encoding, bytes: await packers[encoding](one) };
    }),
  );
}

describe('fingers that a scanner cut out and packed', () => {
  it.each([
    ['raw', false],
    ['png', false],
    ['wsq', true],
    ['jpeg', true],
  ] as const)('as %s are laid side by side, and judged like a slap', async (encoding, isLossy) => {
    const { image, parted = [], ...told } = await unpackPlacement(await packed(encoding));
    expect(told).toEqual({ resolutionPpi: 500, isLossy });
    expect(image.width).toBe(cut.reduce((sum, { width }) => sum + width + 40, -40));
    const placement = { picture: image, resolutionPpi: 500, position: 14, missing: [], parted };
    const demands = { minScore: { thumbIndexMiddle: 40, ringLittle: 30 }, excused: [] };
    const judged = await judgePlacement(placement, demands);
    expect(judged.verdict.kind).toBe('accept');
    expect(judged.fingers.map(({ position }) => position)).toEqual([10, 9, 8, 7]);
    const fewer = { ...placement, parted: parted.slice(1) };
    expect((await judgePlacement(fewer, demands)).findings).toEqual([
      { kind: 'wrong-count', seen: 3, expected: 4 },
    ]);
  });

  it('all together in one picture are parted by the station', async () => {
    const { width, height } = picture;
    const whole = { position: 14, width, height, resolutionPpi: 500, bytes: await grayToPng(picture) };
    const unpacked = await unpackPlacement([{ ...whole, encoding: 'png' }]);
    expect(unpacked).toEqual({ image: picture, resolutionPpi: 500, isLossy: false });
  });

  it('are refused when they are no pictures, none at all, or not alike', async () => {
    const [one, ...others] = await packed('raw');
    if (!one) throw new Error('a finger expected');
    for (const wrong of [
      [],
      [{ ...one, width: one.width + 1 }],
      [{ ...one, resolutionPpi: 1000 }, ...others],
      ...(['wsq', 'jpeg', 'jpeg2000', 'png'] as const).map((encoding) => [{ ...one, encoding }]),
    ])
      await expect(unpackPlacement(wrong)).rejects.toThrow();
  });
});
