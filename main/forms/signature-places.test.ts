import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  laidByHand,
  type Pose,
  photographPaper,
  printPage,
  signPaper,
} from '../../fixtures/papers/printed-page.ts';
import { readSignedPage } from '../biometrics/signature/signed-page.ts';
import { type Cc01Data, renderCc01 } from './cc01.ts';
import { parseSheetMark, sheetMark } from './sheet-mark.ts';
import { signatureField, signaturePlaces } from './signature-places.ts';

const hasPoppler = spawnSync('pdftoppm', ['-v']).error === undefined;
const receiptNo = 'H99-03-261123-0014-6';

async function sheet(changes: Partial<Cc01Data> = {}): Promise<Uint8Array> {
  const ground = { create: { width: 64, height: 48, channels: 3, background: '#8899aa' } } as const;
  return renderCc01({
    office: { superior: 'CÔNG AN TỈNH MẪU', name: 'CÔNG AN PHƯỜNG MẪU', code: 'H99', address: '', phone: '' },
    stationNo: '03',
    receiptNo,
    receivedAtMs: 0,
    printedAtMs: 0,
    revision: 12,
    procedure: 'Cấp đổi thẻ căn cước',
    reason: 'Đến tuổi',
    values: { fullName: 'CÔNG TẰNG TÔN NỮ HOÀNG PHƯƠNG THẢO NGUYÊN' },
    changed: [],
    fingers: [],
    exceptions: [],
    eyes: [],
    portrait: {
      image: new Uint8Array(await sharp(ground).jpeg().toBuffer()),
      mime: 'image/jpeg',
      score: 88,
      keptBelowThreshold: false,
    },
    officerName: 'Thượng úy Phạm Cán Bộ Mẫu',
    ...changes,
  });
}

it('writes a mark that is read as what it was, and takes no other for one', () => {
  const mark = { receiptNo, revision: 12, page: 2, pageCount: 2 };
  expect(parseSheetMark(sheetMark(mark))).toEqual(mark);
  for (const other of ['', receiptNo, `CC02 ${receiptNo} 12 2/2`, `CC01 ${receiptNo} -1 2/2`, 'CC01  1 1/1'])
    expect(parseSheetMark(other)).toBeUndefined();
});

/** The pose turned around the middle of the picture. */
function turned(pose: Pose, degrees: number): Pose {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const turn = ({ x, y }: Pose[number]) => ({
    x: 640 + (x - 640) * cos - (y - 360) * sin,
    y: 360 + (x - 640) * sin + (y - 360) * cos,
  });
  return [turn(pose[0]), turn(pose[1]), turn(pose[2]), turn(pose[3])];
}

const aslant: Pose = [
  { x: 330, y: -400 },
  { x: 950, y: -380 },
  { x: 1200, y: 690 },
  { x: 80, y: 700 },
];
/** The whole page, lengthwise. */
const farAway: Pose = turned(
  [
    { x: 240, y: -270 },
    { x: 1050, y: -268 },
    { x: 1060, y: 905 },
    { x: 225, y: 900 },
  ],
  90,
);

describe.skipIf(!hasPoppler)('the photograph of a printed CC01 (needs poppler-utils)', () => {
  let empty: Uint8Array;
  let signed: Uint8Array;

  beforeAll(async () => {
    empty = printPage(await sheet());
    signed = await signPaper(empty, signatureField);
  }, 60_000);

  it.each<[string, Pose]>([
    ['laid down by hand', laidByHand],
    ['lying upside down', turned(laidByHand, 180)],
    ['seen aslant', aslant],
    ['whole and far away', farAway],
  ])(
    'tells its mark, and a signature from an empty field: %s',
    async (_how, pose) => {
      const code = `CC01 ${receiptNo} 12 1/1`;
      const seenEmpty = await readSignedPage(await photographPaper(empty, pose), signaturePlaces);
      expect(seenEmpty.code).toBe(code);
      expect(seenEmpty.ink?.share).toBeLessThan(0.001);
      const seenSigned = await readSignedPage(await photographPaper(signed, pose), signaturePlaces);
      expect(seenSigned.code).toBe(code);
      expect(seenSigned.ink?.share).toBeGreaterThan(0.02);
      expect(seenSigned.ink?.extentMm).toBeGreaterThan(30);
    },
    60_000,
  );

  it('says nothing of ink where the field is not in the picture', async () => {
    const low = laidByHand.map(({ x, y }) => ({ x: x - 330, y })) as unknown as Pose;
    const seen = await readSignedPage(await photographPaper(signed, low), signaturePlaces);
    expect(seen.ink).toBeUndefined();
  }, 60_000);

  it('sees no sheet in a portrait', async () => {
    const portrait = await sharp(new URL('../../fixtures/people/portrait.jpg', import.meta.url).pathname)
      .resize(900)
      .toBuffer();
    expect((await readSignedPage(portrait, signaturePlaces)).code).toBeUndefined();
  }, 60_000);

  it('has the signature of the pad in the very field where ink is looked for', async () => {
    const black = { create: { width: 709, height: 183, channels: 3, background: '#000000' } } as const;
    const signature = new Uint8Array(await sharp(black).png().toBuffer());
    const page = printPage(await sheet({ signature }));
    const seen = await readSignedPage(await photographPaper(page, laidByHand), signaturePlaces);
    // All black has no paper to compare with; the field itself is measured on the page.
    expect(seen.code).toBe(`CC01 ${receiptNo} 12 1/1`);
    const perMm = 150 / 25.4;
    const { x, y, width, height } = signatureField;
    const [left, top, right, bottom] = [x + 0.3, y + 0.3, x + width - 0.3, y + height - 0.3].map((mm) =>
      Math.round(mm * perMm),
    ) as [number, number, number, number];
    const { data } = await sharp(page)
      .extract({ left, top, width: right - left, height: bottom - top })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(Math.max(...data)).toBeLessThan(60);
  }, 60_000);
});
