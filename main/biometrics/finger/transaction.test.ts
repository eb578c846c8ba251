import { describe, expect, it } from 'vitest';
import { takeImpression } from '../../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import { grayToPng } from '../picture.ts';
import { readItlTransaction } from '../records/itl-transaction.ts';
import { judgePlacement } from './judge-placement.ts';
import { fingerTransaction, type PlacementToSend } from './transaction.ts';
import { decodeWsq } from './wsq/decode.ts';

const head = {
  date: '20261125',
  destination: 'C06',
  origin: 'H99-03',
  controlNumber: 'H99-03-261124-0001-0',
  source: 'H99',
};
const demands = { minScore: { thumbIndexMiddle: 40, ringLittle: 30 }, excused: [] };

async function captured(position: 14 | 7): Promise<PlacementToSend> {
  const picture = takeImpression(exchangeAt25, position);
  const { fingers } = await judgePlacement({ picture, position, resolutionPpi: 500, missing: [] }, demands);
  const png = await grayToPng(picture);
  return {
    position,
    date: '20261124',
    missing: [],
    captured: { png, resolutionPpi: 500, isLossy: false, fingers },
  };
}

describe('the file of all placements', () => {
  it('has each placement as WSQ, its fingers’ boxes and qualities, and why fingers are missing', async () => {
    const placements: PlacementToSend[] = [
      await captured(14),
      await captured(7),
      { position: 1, date: '20261124', missing: [{ position: 1, why: 'amputated' }] },
    ];
    const file = await fingerTransaction(head, placements);
    expect(await fingerTransaction(head, placements)).toEqual(file);

    const { header, fingers } = readItlTransaction(file);
    expect(header).toMatchObject({ kind: 'ENROLL', origin: 'H99-03', controlNumber: 'H99-03-261124-0001-0' });
    const [slap, single, none] = fingers;
    if (!slap || !('bytes' in slap) || !single || !('bytes' in single)) throw new Error('pictures expected');
    expect(slap).toMatchObject({
      position: 14,
      impression: 'live-plain',
      encoding: 'wsq',
      width: 1600,
      height: 1000,
    });
    expect(slap.segments.map(({ position }) => position)).toEqual([10, 9, 8, 7]);
    for (const { left, right, top, bottom, quality } of slap.segments) {
      expect(right - left).toBeGreaterThan(200);
      expect(bottom - top).toBeGreaterThan(300);
      expect(quality[0]).toMatchObject({ vendor: 0, algorithm: 1 });
    }
    expect(decodeWsq(slap.bytes)).toMatchObject({ width: 1600, height: 1000, resolutionPpi: 500 });
    expect(slap.bytes.length).toBeLessThan((1600 * 1000) / 8);
    expect(single).toMatchObject({ position: 7, impression: 'live-rolled', segments: [] });
    expect(single.quality).toHaveLength(1);
    expect(none).toEqual({
      position: 1,
      impression: 'live-rolled',
      source: 'H99',
      date: '20261124',
      missing: [{ position: 1, why: 'amputated' }],
    });
  });

  it('carries the master itself where it is too large for WSQ', async () => {
    const png = await grayToPng({ width: 4200, height: 20, pixels: new Uint8Array(84_000).fill(200) });
    const box = { x: 2100, y: 10, width: 4200, height: 20, angle: 0 };
    const fingers = [{ position: 2, score: 0, box }];
    const file = await fingerTransaction(head, [
      {
        position: 2,
        date: '20261124',
        missing: [],
        captured: { png, resolutionPpi: 500, isLossy: false, fingers },
      },
    ]);
    expect(readItlTransaction(file).fingers[0]).toMatchObject({ encoding: 'png', bytes: png });
  });

  it('compresses nothing that the scanner compressed', async () => {
    const { captured: single, ...rest } = await captured(7);
    if (!single) throw new Error('a picture expected');
    const file = await fingerTransaction(head, [{ ...rest, captured: { ...single, isLossy: true } }]);
    expect(readItlTransaction(file).fingers[0]).toMatchObject({ encoding: 'png', bytes: single.png });
  });
});
