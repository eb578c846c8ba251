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
import { cutCrop, headHeightPx, headWidthShare, offCentre, type WantedCrop, wantedCrop } from './crop.ts';
import { type FaceLandmarks, landmarksOf, scaled } from './landmarks.ts';
import { faceLightOf } from './light.ts';
import { type LocatedFace, locateFace } from './locate.ts';
import { lumaOf } from './luminance.ts';
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
  const { located, landmarks, measures, checks, cropInPicture } = analysed;
  const qualities = qualitiesOf(
    { ...measures, landmarks, width: located.window.width, height: located.window.height },
    located.factor,
  );
  const hint = firstHint(checks);
  return {
    width,
    height,
    score: Math.round(Math.min(...Object.values(qualities))),
    qualities,
    checks,
    ...(hint && { hint }),
    crop: cutCrop(cropInPicture, picture, rules.crop.widthToHeight),
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
  const { located, measures, checks, landmarks } = analysed;
  const hint = firstHint(checks);
  const { background } = measures;
  const isUneven = background && !isWithin(background.deviation, rules.limits.backgroundDeviation);
  return {
    face: { oval: ovalOf(landmarks, measures.pose.rollDegrees, located, frame) },
    checks,
    ...(hint && { hint }),
    isReady: checks.every(({ isMet, isAdvice }) => isMet || isAdvice),
    ...(isUneven && { backgroundAt: background.worstAt }),
  };
}

/** Finds the face and measures it in the window it was found in; `inPicture` leads from there to the picture itself. */
async function analyse(picture: ColourPicture, rules: FaceRules, kind: 'still' | 'live') {
  const located = await locateFace(picture, kind);
  if (!located) return undefined;
  const { face, faceCount, window, origin, factor } = located;
  const landmarks = landmarksOf(face);
  const crop = wantedCrop(landmarks, rules.crop);
  const cropInPicture = inPicture(crop, origin, factor);
  const measures: FaceMeasures = {
    faceCount,
    ...(kind === 'still' && { interEyePx: landmarks.interEyePx * factor, neutrality: face.neutral ?? 0 }),
    headHeightShare: headHeightPx(landmarks) / window.height,
    offCentre: offCentre(cropInPicture, picture),
    cropWidthShare: picture.width / cropInPicture.width,
    pose: poseOf(landmarks),
    eyeOpening: Math.min(...landmarks.lidsPx) / landmarks.eyeToChinPx,
    mouthOpening: landmarks.lipsPx / landmarks.eyeToChinPx,
    sharpness: await sharpness(window, landmarks),
    light: faceLightOf(window, landmarks),
    background: await background(window, landmarks, crop),
  };
  return { located, landmarks, cropInPicture, measures, checks: checksOf(measures, rules) };
}

async function sharpness(window: ColourPicture, landmarks: FaceLandmarks): Promise<number> {
  const factor = sharpnessInterEyePx / landmarks.interEyePx;
  const picture = await resizedBy(window, factor);
  return sharpnessOf(lumaOf(picture), picture, scaled(landmarks, factor));
}

async function background(window: ColourPicture, landmarks: FaceLandmarks, crop: WantedCrop) {
  const factor = groundEyeToChinPx / landmarks.eyeToChinPx;
  const picture = await resizedBy(window, factor);
  return backgroundOf(picture, scaled(landmarks, factor), inPicture(crop, { x: 0, y: 0 }, factor));
}

async function resizedBy(picture: ColourPicture, factor: number): Promise<ColourPicture> {
  const sized = (length: number): number => Math.max(1, Math.round(length * factor));
  return resizeColour(picture, { width: sized(picture.width), height: sized(picture.height) });
}

/** A crop in the pixels of the picture that its own picture is a part of. */
function inPicture(
  { x, y, width, height }: WantedCrop,
  origin: LocatedFace['origin'],
  factor: number,
): WantedCrop {
  return {
    x: x * factor + origin.x,
    y: y * factor + origin.y,
    width: width * factor,
    height: height * factor,
  };
}

/** From crown to chin, and as wide as the face's outline with the hair beside it; in fractions of the frame. */
function ovalOf(
  landmarks: FaceLandmarks,
  rollDegrees: number,
  { origin, factor }: LocatedFace,
  frame: ColourPicture,
) {
  const [x, y] = landmarks.eyeMiddle;
  const long = headHeightPx(landmarks);
  const angle = (rollDegrees * Math.PI) / 180;
  const down = landmarks.eyeToChinPx - long / 2;
  return {
    x: ((x - Math.sin(angle) * down) * factor + origin.x) / frame.width,
    y: ((y + Math.cos(angle) * down) * factor + origin.y) / frame.height,
    width: (long * headWidthShare * factor) / frame.width,
    height: (long * factor) / frame.height,
    angle,
  };
}
