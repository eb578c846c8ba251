import { type ColourPicture, colourToJpeg, cropColour, decodeColour } from '../picture.ts';
import { type FacePoint, writeFaceRecord } from '../records/face-record.ts';
import type { WantedCrop } from './crop.ts';
import { landmarksOf } from './landmarks.ts';
import { findFaces } from './models.ts';
import type { FaceRules } from './rules.ts';

export interface CardPictureInput {
  /** The portrait as it is stored. */
  readonly bytes: Uint8Array;
  readonly crop: WantedCrop;
  readonly rules: FaceRules['crop'];
  readonly sex: 'male' | 'female' | 'unspecified';
}

export interface CardPicture {
  /** Baseline, 4:4:4. */
  readonly jpeg: Uint8Array;
  /** The same in ISO/IEC 19794-5:2005. */
  readonly record: Uint8Array;
}

/** Qualities of a JPEG that are tried. */
const quality = { most: 95, least: 5 } as const;

/** Centres of the left and the right eye by MPEG-4: 12.1 and 12.2. */
const eyes = { left: 0xc1, right: 0xc2 } as const;

/**
 * Cuts the card's picture out of a portrait. It is cropped and made smaller, never turned, lightened or smoothed; the JPEG is the best
 * that stays within the rules' bytes.
 *
 * @throws Error when the bytes are no picture, or no JPEG of it is small enough
 */
export async function cardPicture({ bytes, crop, rules, sex }: CardPictureInput): Promise<CardPicture> {
  const height = Math.min(crop.height, rules.mostHeightPx);
  const [across, down] = rules.widthToHeight;
  const size = { width: Math.round((height * across) / down), height };
  const picture = await cropColour(await decodeColour(bytes), crop, size);
  const jpeg = await jpegWithin(picture, rules.mostBytes);
  const record = writeFaceRecord([
    {
      kind: 'full-frontal',
      encoding: 'jpeg',
      ...size,
      colour: 'rgb24',
      sex,
      source: 'still-digital',
      device: 0,
      points: await eyePoints(picture),
      bytes: jpeg,
    },
  ]);
  return { jpeg, record };
}

/** The largest JPEG of a picture that has no more than so many bytes: by halves, since more quality is more bytes. */
async function jpegWithin(picture: ColourPicture, mostBytes: number): Promise<Uint8Array> {
  let [low, high] = [quality.least - 1, quality.most];
  let best: Uint8Array | undefined;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const jpeg = await colourToJpeg(picture, middle);
    if (jpeg.length <= mostBytes) {
      best = jpeg;
      low = middle;
    } else high = middle - 1;
  }
  if (!best) throw new Error(`no JPEG of this portrait has ${mostBytes} bytes or less`);
  return best;
}

/** None when the crop, smaller than the portrait, shows the models no face. */
async function eyePoints(picture: ColourPicture): Promise<FacePoint[]> {
  const [face] = await findFaces(picture);
  if (!face) return [];
  const { leftEye, rightEye } = landmarksOf(face);
  const at = (code: number, [x, y]: readonly [number, number]): FacePoint => ({
    type: 1,
    code,
    x: Math.round(x),
    y: Math.round(y),
  });
  return [at(eyes.left, leftEye), at(eyes.right, rightEye)];
}
