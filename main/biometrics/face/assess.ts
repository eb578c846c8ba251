import { type ColourPicture, decodeColour, resizeColour } from '../picture.ts';
import { type BackgroundPlace, backgroundOf } from './background.ts';
import {
  checksOf,
  type FaceCheck,
  type FaceHint,
  type FaceMeasures,
  firstHint,
  noFaceCheck,
} from './checks.ts';
import { cutCrop, headHeightPx, offCentre, type WantedCrop, wantedCrop } from './crop.ts';
import { type FaceLandmarks, landmarksOf, scaled } from './landmarks.ts';
import { faceLightOf } from './light.ts';
import { lumaOf } from './luminance.ts';
import { type FoundFace, findFaces } from './models.ts';
import { poseOf } from './pose.ts';
import { type PortraitQualities, qualitiesOf } from './quality.ts';
import { type FaceRules, isWithin } from './rules.ts';
import { sharpnessInterEyePx, sharpnessOf } from './sharpness.ts';

/** What a still frame is worth. */
export interface PortraitVerdict {
  /** Upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** 0 … 100: the least of the qualities. */
  readonly score: number;
  readonly qualities?: PortraitQualities;
  readonly checks: FaceCheck[];
  readonly hint?: FaceHint;
  /** Of the picture, in its pixels; absent without a face. */
  readonly crop?: WantedCrop;
}

/** What a live frame tells. */
export interface FrameVerdict {
  /** Middle and full size in fractions of the frame; `angle` clockwise in radians. */
  readonly face?: { readonly oval: Readonly<Record<'x' | 'y' | 'width' | 'height' | 'angle', number>> };
  readonly checks: FaceCheck[];
  readonly hint?: FaceHint;
  readonly isReady: boolean;
  readonly backgroundAt?: BackgroundPlace;
}

/** Faces are looked for in no larger picture: the models see 192 pixels of it. */
const workingHeightPx = 640;
/** The ground needs no details. */
const groundEyeToChinPx = 64;

/**
 * Judges a portrait from its bytes.
 *
 * @throws Error when they are no picture, or one too large
 */
export async function assessPortrait(bytes: Uint8Array, rules: FaceRules): Promise<PortraitVerdict> {
  const picture = await decodeColour(bytes);
  const { width, height } = picture;
  const analysed = await analyse(picture, rules, 'still');
  if (!analysed) return { width, height, score: 0, checks: [noFaceCheck()], hint: 'no-face' };
  const { measures, checks, factor, crop, landmarks } = analysed;
  const qualities = qualitiesOf({ ...measures, landmarks: scaled(landmarks, factor), width, height });
  const hint = firstHint(checks);
  return {
    width,
    height,
    score: Math.round(Math.min(...Object.values(qualities))),
    qualities,
    checks,
    ...(hint && { hint }),
    crop: cutCrop(scaledCrop(crop, factor), picture, rules.crop.widthToHeight),
  };
}

/**
 * Judges a live frame by the same measures, but for those that need the whole picture.
 *
 * @throws Error when the bytes are no picture, or one too large
 */
export async function assessFrame(bytes: Uint8Array, rules: FaceRules): Promise<FrameVerdict> {
  const frame = await decodeColour(bytes);
  const analysed = await analyse(frame, rules, 'live');
  if (!analysed) return { checks: [noFaceCheck()], hint: 'no-face', isReady: false };
  const { measures, checks, picture, landmarks } = analysed;
  const hint = firstHint(checks);
  const { background } = measures;
  const isUneven = background && !isWithin(background.deviation, rules.limits.backgroundDeviation);
  return {
    face: { oval: ovalOf(landmarks, measures.pose.rollDegrees, picture) },
    checks,
    ...(hint && { hint }),
    isReady: checks.every(({ isMet, isAdvice }) => isMet || isAdvice),
    ...(isUneven && { backgroundAt: background.worstAt }),
  };
}

/** Finds the face in a picture of working size and measures it there; `factor` leads back to the picture itself. */
async function analyse(whole: ColourPicture, rules: FaceRules, kind: 'still' | 'live') {
  const picture = await atMost(whole, workingHeightPx);
  const faces = await findFaces(picture, { expression: kind === 'still' });
  const [face] = faces;
  if (!face) return undefined;
  const factor = whole.height / picture.height;
  const landmarks = landmarksOf(face);
  const crop = wantedCrop(landmarks, rules.crop);
  const measures: FaceMeasures = {
    faceCount: countOf(faces),
    ...(kind === 'still' && { interEyePx: landmarks.interEyePx * factor, neutrality: face.neutral ?? 0 }),
    headHeightShare: headHeightPx(landmarks) / picture.height,
    offCentre: offCentre(crop, picture),
    cropWidthShare: picture.width / crop.width,
    pose: poseOf(landmarks),
    eyeOpening: Math.min(...landmarks.lidsPx) / landmarks.eyeToChinPx,
    mouthOpening: landmarks.lipsPx / landmarks.eyeToChinPx,
    sharpness: await sharpness(whole, scaled(landmarks, factor)),
    light: faceLightOf(picture, landmarks),
    background: await background(picture, landmarks, crop),
  };
  return { picture, landmarks, crop, factor, measures, checks: checksOf(measures, rules) };
}

/** A face far smaller than the first is on a shirt or a wall. */
const leastFaceShare = 0.4;

function countOf(faces: readonly FoundFace[]): number {
  const largest = faces[0]?.size ?? 0;
  return faces.filter(({ size }) => size >= leastFaceShare * largest).length;
}

async function atMost(picture: ColourPicture, heightPx: number): Promise<ColourPicture> {
  const { width, height } = picture;
  if (height <= heightPx) return picture;
  const to = { width: Math.max(1, Math.round((width * heightPx) / height)), height: heightPx };
  return resizeColour(picture, to);
}

async function sharpness(whole: ColourPicture, landmarks: FaceLandmarks): Promise<number> {
  const factor = sharpnessInterEyePx / landmarks.interEyePx;
  const { pixels, width, height } = await resizedBy(whole, factor);
  return sharpnessOf(lumaOf({ pixels, width, height }), width, height, scaled(landmarks, factor));
}

async function background(picture: ColourPicture, landmarks: FaceLandmarks, crop: WantedCrop) {
  const factor = groundEyeToChinPx / landmarks.eyeToChinPx;
  return backgroundOf(await resizedBy(picture, factor), scaled(landmarks, factor), scaledCrop(crop, factor));
}

async function resizedBy(picture: ColourPicture, factor: number): Promise<ColourPicture> {
  const sized = (length: number): number => Math.max(1, Math.round(length * factor));
  return resizeColour(picture, { width: sized(picture.width), height: sized(picture.height) });
}

function scaledCrop({ x, y, width, height }: WantedCrop, factor: number): WantedCrop {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}

/** From crown to chin, and as wide as the face's outline with the hair beside it. */
function ovalOf(landmarks: FaceLandmarks, rollDegrees: number, { width, height }: ColourPicture) {
  const [x, y] = landmarks.eyeMiddle;
  const long = headHeightPx(landmarks);
  const angle = (rollDegrees * Math.PI) / 180;
  const down = landmarks.eyeToChinPx - long / 2;
  return {
    x: (x - Math.sin(angle) * down) / width,
    y: (y + Math.cos(angle) * down) / height,
    width: (long * 0.75) / width,
    height: long / height,
    angle,
  };
}
