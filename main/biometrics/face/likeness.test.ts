import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { flawedPortrait, sitterFile } from '../../../fixtures/people/portraits.ts';
import { rulesOn } from '../../applications/rules.ts';
import { readFaceRecord } from '../records/face-record.ts';
import { assessPortrait } from './assess.ts';
import { cardPicture } from './card-picture.ts';
import { compareFaces } from './compare.ts';

const people = new URL('../../../fixtures/people/', import.meta.url);
const samples = process.env['STATION_SAMPLES'];
const chipJp2 = `${samples}/biometrics/jp2/port.jp2`;
const bsiDg2 = `${samples}/chip/lds-bsi-refds2014/Datagroup2.bin`;
const read = async (file: string | URL): Promise<Uint8Array> => new Uint8Array(await readFile(file));
const rules = rulesOn('2026-11-25').portrait;

describe('two faces', () => {
  it('of one person are alike, also in a small JPEG of a chip', async () => {
    expect(await compareFaces(await read(new URL('face.jpg', people)), await read(sitterFile))).toMatchObject(
      {
        band: 'alike',
      },
    );
  }, 60_000);

  it('are not compared where there is none', async () => {
    expect(await compareFaces(await flawedPortrait('nobody'), await read(sitterFile))).toBeUndefined();
  }, 60_000);

  it.skipIf(!existsSync(chipJp2))(
    'are compared in JPEG 2000 too (set STATION_SAMPLES to the folder with biometrics/jp2)',
    async () => {
      expect(await compareFaces(await read(chipJp2), await read(sitterFile))).toMatchObject({
        band: 'alike',
      });
    },
    60_000,
  );

  it.skipIf(!existsSync(bsiDg2))(
    'of two persons differ (set STATION_SAMPLES to the folder with chip/lds-bsi-refds2014)',
    async () => {
      const dg2 = Buffer.from(await read(bsiDg2));
      const picture = new Uint8Array(dg2.subarray(dg2.indexOf('0000000c6a502020', 0, 'hex')));
      expect(await compareFaces(picture, await read(sitterFile))).toMatchObject({ band: 'different' });
    },
    60_000,
  );
});

describe('the card’s picture', () => {
  it('is within its bytes, 2:3, and stands in its record with the eyes', async () => {
    const bytes = await read(sitterFile);
    const { crop } = await assessPortrait(bytes, rules);
    if (!crop) throw new Error('no crop');
    const { jpeg, record } = await cardPicture({
      bytes,
      crop,
      rules: { ...rules.crop, mostBytes: 40_000 },
      sex: 'female',
    });
    expect(jpeg.length).toBeLessThanOrEqual(40_000);
    expect(jpeg.length).toBeGreaterThan(30_000);
    const [face] = readFaceRecord(record);
    expect(face).toMatchObject({ kind: 'full-frontal', sex: 'female', height: crop.height });
    expect(Buffer.from(face?.bytes ?? []).equals(jpeg)).toBe(true);
    const [left, right] = face?.points ?? [];
    expect((left?.x ?? 0) - (right?.x ?? 0)).toBeGreaterThan(100);
  }, 60_000);
});
