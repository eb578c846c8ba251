import { readFile } from 'node:fs/promises';
import { sitterFile } from '../fixtures/people/portraits.ts';
import { receptionDay } from '../main/applications/reception-day.ts';
import { rulesOn } from '../main/applications/rules.ts';
import { assessFrame, assessPortrait } from '../main/biometrics/face/assess.ts';
import { compareFaces } from '../main/biometrics/face/compare.ts';
import { findFaces } from '../main/biometrics/face/models.ts';
import { colourToJpeg, decodeColour, resizeColour } from '../main/biometrics/picture.ts';
import { type BenchRow, timed } from './row.ts';

const repeats = 5;
/** As the page scales what the camera gives. */
const liveFrame = { width: 480, height: 640 };
const jpegQuality = 80;

/** A live frame from its JPEG to the hint. */
export function judgedFrame(): Promise<BenchRow> {
  return againstMesh('face: live frame judged', (_portrait, frame) => assessFrame(frame, rules()));
}

export function judgedPortrait(): Promise<BenchRow> {
  return againstMesh('face: portrait judged', (portrait) => assessPortrait(portrait, rules()));
}

/** Two faces, each found and compared. */
export function comparedFaces(): Promise<BenchRow> {
  return againstMesh('face: two compared', (portrait, frame) => compareFaces(frame, portrait));
}

function rules() {
  return rulesOn(receptionDay(Date.now())).portrait;
}

/** A row whose floor is the mesh of one face, found in a picture that is decoded already. */
async function againstMesh(
  name: string,
  work: (portrait: Uint8Array, frame: Uint8Array) => Promise<unknown>,
): Promise<BenchRow> {
  const portrait = new Uint8Array(await readFile(sitterFile));
  const picture = await resizeColour(await decodeColour(portrait), liveFrame);
  const frame = await colourToJpeg(picture, jpegQuality);
  return {
    name,
    floorName: 'mesh of one face',
    measure: async () => ({
      oursMs: await timed(repeats, () => work(portrait, frame)),
      floorMs: await timed(repeats, () => findFaces(picture)),
    }),
  };
}
