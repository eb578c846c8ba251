import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { takeImpression } from '../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import { decodeGray, type GrayPicture, resizeGray } from '../picture.ts';
import { type LivePicture, showPreview } from './preview.ts';

/** A fourth of the resolution, as scanners send it. */
async function live(position: 13 | 14 | 1, missing: readonly number[] = []): Promise<GrayPicture> {
  return resizeGray(takeImpression(exchangeAt25, position, 0, 'good', missing), 1 / 4);
}

const gray = (picture: GrayPicture): LivePicture => ({ kind: 'gray', resolutionPpi: 125, ...picture });

describe('a live picture', () => {
  it('shows where the fingers are and which hand it is', async () => {
    const picture = await live(13);
    const { png, outlines, ...told } = await showPreview(gray(picture), undefined, 13, []);
    expect(told).toEqual({ width: 400, height: 250, fingerCount: 4, hand: 'right' });
    expect((await decodeGray(png)).pixels).toEqual(picture.pixels);
    expect(outlines).toHaveLength(4);
    expect(outlines.flat().length).toBeLessThanOrEqual(64);
    for (const [x, y] of outlines.flat()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(400);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(250);
    }
  });

  it('of the wrong hand is told while the hand is on the glass', async () => {
    expect(await showPreview(gray(await live(13)), undefined, 14, [])).toMatchObject({ hint: 'wrong-hand' });
  });

  it('of three fingers asks for the fourth, unless the citizen has not got it', async () => {
    const three = gray(await live(13, [5]));
    expect((await showPreview(three, undefined, 13, [])).hint).toBe('wrong-count');
    expect((await showPreview(three, undefined, 13, [5])).hint).toBeUndefined();
  });

  it('says that a hand is not at rest, and when there is none', async () => {
    const [picture, other] = [gray(await live(13)), gray(await live(14))];
    expect((await showPreview(picture, other, 13, [])).hint).toBe('moving');
    expect((await showPreview(picture, picture, 13, [])).hint).toBeUndefined();
    const empty = gray({ width: 400, height: 250, pixels: new Uint8Array(100_000).fill(255) });
    expect(await showPreview(empty, undefined, 13, [])).toMatchObject({ hint: 'no-finger', fingerCount: 0 });
  });

  it('is taken as JPEG too, which does not say its resolution', async () => {
    const { width, height, pixels } = await live(13);
    const bytes = new Uint8Array(
      await sharp(pixels, { raw: { width, height, channels: 1 } })
        .jpeg({ quality: 90 })
        .toBuffer(),
    );
    expect(await showPreview({ kind: 'jpeg', bytes }, undefined, 13, [])).toMatchObject({
      width: 400,
      fingerCount: 4,
      hand: 'right',
    });
    await expect(
      showPreview({ kind: 'jpeg', bytes: new Uint8Array([255, 216]) }, undefined, 13, []),
    ).rejects.toThrow();
  });
});
