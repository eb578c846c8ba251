import { singleOf, slapOf } from '../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../fixtures/people/people.ts';
import { judgePlacement } from '../main/biometrics/finger/judge-placement.ts';
import { judgeFinger } from '../main/biometrics/finger/quality/judge.ts';
import { decodeWsq } from '../main/biometrics/finger/wsq/decode.ts';
import { encodeWsq } from '../main/biometrics/finger/wsq/encode.ts';
import { subbandsOf } from '../main/biometrics/finger/wsq/subbands.ts';
import { analyse } from '../main/biometrics/finger/wsq/wavelet.ts';
import { type GrayPicture, grayToPng } from '../main/biometrics/picture.ts';
import { openBiometricsPool } from '../main/biometrics/pool.ts';
import { type BenchRow, timed } from './row.ts';

const repeats = 3;
const resolutionPpi = 500;
const slapPosition = 13;
const positions = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const demands = { minScore: { thumbIndexMiddle: 40, ringLittle: 30 }, excused: [] };

const slap = (): GrayPicture => slapOf(exchangeAt25, 'right').picture;
const finger = (): GrayPicture => singleOf(exchangeAt25, 2, 'rolled').picture;

/** Segmentation, quality and hints of four fingers. */
export function judgedSlap(): BenchRow {
  const picture = slap();
  const placement = { picture, resolutionPpi, position: slapPosition, missing: [] };
  return againstAnalysis('finger: slap segmented and judged', picture, () =>
    judgePlacement(placement, demands),
  );
}

export function judgedFinger(): BenchRow {
  const picture = finger();
  return againstAnalysis('finger: quality of one', picture, () => judgeFinger(picture));
}

export function encodedFinger(): BenchRow {
  const picture = finger();
  return againstAnalysis('finger: WSQ of one encoded', picture, () => encodeWsq(picture));
}

export function decodedFinger(): BenchRow {
  const picture = finger();
  const wsq = encodeWsq(picture);
  return againstAnalysis('finger: WSQ of one decoded', picture, () => decodeWsq(wsq));
}

export function encodedSlap(): BenchRow {
  const picture = slap();
  return againstAnalysis('finger: WSQ of a slap encoded', picture, () => encodeWsq(picture));
}

export function decodedSlap(): BenchRow {
  const picture = slap();
  const wsq = encodeWsq(picture);
  return againstAnalysis('finger: WSQ of a slap decoded', picture, () => decodeWsq(wsq));
}

/** Minutiae of ten fingers by the pool's two workers, and 45 comparisons, against the analysis of all ten in one thread. */
export async function tenFingersCompared(): Promise<BenchRow> {
  const pictures = positions.map((position) => singleOf(exchangeAt25, position, 'flat').picture);
  const files = await Promise.all(pictures.map(grayToPng));
  const pool = openBiometricsPool();
  const extract = async (bytes: Uint8Array, index: number) =>
    pool.run('minutiae', { bytes, resolutionPpi, position: positions[index] ?? 0, missing: [] });
  return {
    name: 'finger: ten compared with each other',
    floorName: '64-band analysis of ten',
    measure: async () => ({
      oursMs: await timed(1, async () => {
        const singles = (await Promise.all(files.map(extract))).flat();
        await pool.run('duplicates', { slaps: [], singles });
      }),
      floorMs: await timed(1, () => {
        for (const picture of pictures) analysed(picture);
      }),
    }),
    close: () => pool.close(),
  };
}

/** A row whose floor is the transform that every WSQ codec needs, of the same picture. */
function againstAnalysis(name: string, picture: GrayPicture, work: () => unknown): BenchRow {
  return {
    name,
    floorName: '64-band analysis',
    measure: async () => ({
      oursMs: await timed(repeats, work),
      floorMs: await timed(repeats, () => analysed(picture)),
    }),
  };
}

function analysed({ width, height, pixels }: GrayPicture): Float32Array {
  const plane = Float32Array.from(pixels);
  analyse(plane, width, subbandsOf(width, height).splits);
  return plane;
}
