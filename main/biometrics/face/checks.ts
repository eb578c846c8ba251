import type { Background } from './background.ts';
import type { FaceLight } from './light.ts';
import type { Pose } from './pose.ts';
import { type FaceRules, isWithin, type Limit } from './rules.ts';

export type FaceCheckName =
  | 'single-face'
  | 'resolution'
  | 'distance'
  | 'centred'
  | 'yaw'
  | 'pitch'
  | 'roll'
  | 'eyes-open'
  | 'mouth-closed'
  | 'expression'
  | 'sharpness'
  | 'exposure'
  | 'even-light'
  | 'natural-colour'
  | 'background'
  | 'not-cropped';

/** What is said to the citizen; left and right are his own. */
export type FaceHint =
  | 'no-face'
  | 'several-faces'
  | 'too-near'
  | 'too-far'
  | 'too-small'
  | 'move-left'
  | 'move-right'
  | 'move-up'
  | 'move-down'
  | 'turn-left'
  | 'turn-right'
  | 'chin-up'
  | 'chin-down'
  | 'tilt-left'
  | 'tilt-right'
  | 'eyes-closed'
  | 'mouth-open'
  | 'not-neutral'
  | 'blurred'
  | 'too-dark'
  | 'too-bright'
  | 'dark-left'
  | 'dark-right'
  | 'tinted'
  | 'background-dark'
  | 'background-uneven'
  | 'cropped';

/** One thing that is asked of a portrait, and how it is met. */
export interface FaceCheck {
  readonly name: FaceCheckName;
  /** In the unit of its limit; null when there is nothing to measure. */
  readonly value: number | null;
  readonly limit: { min?: number; max?: number };
  readonly isMet: boolean;
  /** Said, and no reason to refuse. */
  readonly isAdvice: boolean;
  readonly hint?: FaceHint;
}

/** Everything that was measured of the face. */
export interface FaceMeasures {
  readonly faceCount: number;
  /** Absent in a live frame, which is smaller than the picture will be. */
  readonly interEyePx?: number;
  readonly headHeightShare: number;
  /** Of the picture: positive to the right and down. */
  readonly offCentre: { readonly across: number; readonly down: number };
  readonly cropWidthShare: number;
  readonly pose: Pose;
  readonly eyeOpening: number;
  readonly mouthOpening: number;
  /** Absent in a live frame, which it would make wait. */
  readonly neutrality?: number;
  readonly sharpness: number;
  readonly light: FaceLight;
  readonly background: Background | undefined;
}

/** What is mended first: what the rest cannot be judged without, then what the citizen does, then what the officer does. */
const mendingOrder: readonly FaceCheckName[] = [
  'single-face',
  'distance',
  'centred',
  'not-cropped',
  'roll',
  'yaw',
  'pitch',
  'eyes-open',
  'mouth-closed',
  'exposure',
  'even-light',
  'natural-colour',
  'background',
  'sharpness',
  'resolution',
  'expression',
];

/** The checks of a picture without any face. */
export function noFaceCheck(): FaceCheck {
  return {
    name: 'single-face',
    value: 0,
    limit: { min: 1, max: 1 },
    isMet: false,
    isAdvice: false,
    hint: 'no-face',
  };
}

/** What to mend first; advice comes last. */
export function firstHint(checks: readonly FaceCheck[]): FaceHint | undefined {
  const broken = checks.filter(({ isMet }) => !isMet);
  const [first] = broken.toSorted(
    (a, b) =>
      Number(a.isAdvice) - Number(b.isAdvice) || mendingOrder.indexOf(a.name) - mendingOrder.indexOf(b.name),
  );
  return first?.hint;
}

/** Holds every measure against its limit. */
export function checksOf(measures: FaceMeasures, { limits }: FaceRules): FaceCheck[] {
  const { pose, interEyePx, neutrality } = measures;
  return [
    check('single-face', measures.faceCount, { min: 1, max: 1 }, 'several-faces'),
    ...(interEyePx === undefined ? [] : [check('resolution', interEyePx, limits.interEyePx, 'too-small')]),
    check('distance', measures.headHeightShare, limits.headHeightShare, 'too-far', 'too-near'),
    centred(measures, limits.offCentreShare),
    // Where the head is turned to is where it has to be turned back from.
    check('yaw', pose.yawDegrees, limits.yawDegrees, 'turn-left', 'turn-right'),
    check('pitch', pose.pitchDegrees, limits.pitchDegrees, 'chin-up', 'chin-down'),
    check('roll', pose.rollDegrees, limits.rollDegrees, 'tilt-left', 'tilt-right'),
    check('eyes-open', measures.eyeOpening, limits.eyeOpening, 'eyes-closed'),
    check('mouth-closed', measures.mouthOpening, limits.mouthOpening, 'mouth-open'),
    ...(neutrality === undefined
      ? []
      : [{ ...check('expression', neutrality, limits.neutrality, 'not-neutral'), isAdvice: true }]),
    check('sharpness', measures.sharpness, limits.sharpness, 'blurred'),
    exposure(measures.light, limits),
    evenLight(measures.light, limits.cheekDifferenceShare),
    check('natural-colour', measures.light.skinDistance, limits.skinDistance, 'tinted'),
    background(measures.background, limits),
    check('not-cropped', measures.cropWidthShare, limits.cropWidthShare, 'cropped'),
  ];
}

function check(
  name: FaceCheckName,
  value: number,
  limit: Limit,
  below: FaceHint,
  above: FaceHint = below,
): FaceCheck {
  const isMet = isWithin(value, limit);
  const hint = value < (limit.min ?? -Infinity) ? below : above;
  return { name, value, limit: { ...limit }, isMet, isAdvice: false, ...(isMet ? {} : { hint }) };
}

/** The citizen sees the picture from the other side: what is left in it is on his right. */
function centred({ offCentre: { across, down } }: FaceMeasures, limit: Limit): FaceCheck {
  const isAcross = Math.abs(across) >= Math.abs(down);
  const value = Math.max(Math.abs(across), Math.abs(down));
  const sideways = across < 0 ? 'move-left' : 'move-right';
  return check('centred', value, limit, isAcross ? sideways : down < 0 ? 'move-down' : 'move-up');
}

function exposure(light: FaceLight, limits: FaceRules['limits']): FaceCheck {
  const mean = check('exposure', light.meanLuminance, limits.meanLuminance, 'too-dark', 'too-bright');
  if (!mean.isMet || isWithin(light.overExposed, limits.saturatedShare)) return mean;
  return check('exposure', light.overExposed, limits.saturatedShare, 'too-bright');
}

function evenLight({ cheeks: [right, left] }: FaceLight, limit: Limit): FaceCheck {
  const difference = Math.abs(right - left) / Math.max(right, left, Number.EPSILON);
  return check('even-light', difference, limit, right < left ? 'dark-right' : 'dark-left');
}

/** Too dark or not white first: then the rest says little. */
function background(found: Background | undefined, limits: FaceRules['limits']): FaceCheck {
  if (!found) {
    const limit = { ...limits.backgroundLuma };
    return {
      name: 'background',
      value: null,
      limit,
      isMet: false,
      isAdvice: false,
      hint: 'background-uneven',
    };
  }
  const luma = check('background', found.luma, limits.backgroundLuma, 'background-dark');
  if (!luma.isMet) return luma;
  const chroma = check('background', found.chroma, limits.backgroundChroma, 'background-dark');
  if (!chroma.isMet) return chroma;
  const even = check('background', found.deviation, limits.backgroundDeviation, 'background-uneven');
  return even.isMet ? luma : even;
}
