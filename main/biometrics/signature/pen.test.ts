import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPen, type PenPoint, penExtent } from './pen.ts';

const line = (pressure: number, y = 10): PenPoint[] =>
  Array.from({ length: 30 }, (_, i) => [10 + i, y, pressure, i * 10] as const);

async function inkOf(png: Uint8Array) {
  const { data, info } = await sharp(png).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const dark = data.reduce((count, gray) => count + (gray < 128 ? 1 : 0), 0);
  return { dark, ...info };
}

describe('how much there is of a signature', () => {
  it('is the way of the pen and how far it spreads', () => {
    expect(penExtent([line(0.5), line(0.5, 13)])).toEqual({ lengthMm: 58, extentMm: Math.hypot(29, 3) });
  });

  it('is nothing for an empty pad, and for a dot', () => {
    expect(penExtent([])).toEqual({ lengthMm: 0, extentMm: 0 });
    expect(penExtent([[[5, 5, 0.5, 0]]])).toEqual({ lengthMm: 0, extentMm: 0 });
  });
});

describe('the picture of a signature', () => {
  it('has the shape of the field, in gray', async () => {
    const png = await drawPen([line(0.5)], 4);
    expect(await sharp(png).metadata()).toMatchObject({
      format: 'png',
      width: 709,
      height: 177,
      channels: 1,
    });
  });

  it('has wider lines where the pen was pressed harder', async () => {
    const [light, hard] = [
      await inkOf(await drawPen([line(0.1)], 4)),
      await inkOf(await drawPen([line(1)], 4)),
    ];
    expect(light.dark).toBeGreaterThan(1000);
    expect(hard.dark).toBeGreaterThan(light.dark * 1.8);
  });

  it('holds the whole signature, however tall it is', async () => {
    const tall: PenPoint[] = Array.from({ length: 30 }, (_, i) => [10, 5 + 3 * i, 1, i * 10] as const);
    const { data, info } = await sharp(await drawPen([tall], 4))
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const edges = [...data.subarray(0, info.width), ...data.subarray(info.width * (info.height - 1))];
    expect(edges.every((gray) => gray === 255)).toBe(true);
    expect((await inkOf(await drawPen([tall], 4))).dark).toBeGreaterThan(500);
  });

  it('is drawn of a dot too', async () => {
    expect((await inkOf(await drawPen([[[5, 5, 1, 0]]], 4))).dark).toBeGreaterThan(20);
  });
});
