import { jpegWithin } from '../jpeg-budget.ts';
import { type ColourPicture, cropColour, decodeColour } from '../picture.ts';
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

/** Qualities of a JPEG that are tried: with less, a face is no longer one to compare. */
const qualities = { lowest: 20, highest: 95 };

/** Centres of the left and the right eye by MPEG-4: 12.1 and 12.2. */
const eyes = { left: 0xc1, right: 0xc2 } as const;

/**
 * Cuts the card's picture out of a portrait. It is cropped and made smaller, never turned, lightened or smoothed; the JPEG is the best
 * that stays within the rules' bytes. Where even the lowest quality does not, it is that one: an application is not kept back for bytes.
 *
 * @throws Error when the bytes are no picture
 */
export async function cardPicture({ bytes, crop, rules, sex }: CardPictureInput): Promise<CardPicture> {
  const height = Math.min(crop.height, rules.mostHeightPx);
  const [across, down] = rules.widthToHeight;
  const size = { width: Math.round((height * across) / down), height };
  const picture = await cropColour(await decodeColour(bytes), crop, size);
  const jpeg = await jpegWithin(picture, rules.mostBytes, qualities);
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

/** None when the crop, smaller than the portrait, shows the models no face, or one that reaches over its edge. */
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
  const points = [at(eyes.left, leftEye), at(eyes.right, rightEye)];
  const isInside = ({ x, y }: FacePoint) => x >= 0 && y >= 0 && x < picture.width && y < picture.height;
  return points.every(isInside) ? points : [];
}
