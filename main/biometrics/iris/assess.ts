import type { GrayPicture } from '../picture.ts';
import type { Circle } from './circle.ts';
import { locateEye } from './locate.ts';
import {
  concentricityOffset,
  grayScaleUtilisation,
  irisPupilContrast,
  irisScleraContrast,
  margin,
  pupilCircularity,
  pupilRatio,
  sharpness,
  sideOf,
  usableArea,
} from './measures.ts';
import { type SeenEye, seeIris } from './regions.ts';

/** What is checked of an eye, in the order in which it is told. */
export const irisCheckNames = [
  'eye-open',
  'iris-radius',
  'margin',
  'gaze',
  'glare',
  'usable-area',
  'sharpness',
  'gray-scale',
  'pupil-ratio',
  'pupil-circularity',
  'iris-pupil-contrast',
  'iris-sclera-contrast',
] as const;
export type IrisCheckName = (typeof irisCheckNames)[number];

/** What helps when a check is not met. */
export type IrisHint =
  | 'open-eye'
  | 'nearer'
  | 'centre'
  | 'look-straight'
  | 'glare'
  | 'lids'
  | 'hold-still'
  | 'more-light'
  | 'wide-pupil'
  | 'narrow-pupil'
  | 'low-contrast';

/** Bounds of a value; without one of them it is open on that side. */
export interface IrisLimit {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}
export type IrisLimits = Readonly<Record<Exclude<IrisCheckName, 'eye-open'>, IrisLimit>>;

export interface IrisCheck {
  readonly name: IrisCheckName;
  readonly value: number;
  readonly limit: IrisLimit;
  readonly isMet: boolean;
  readonly hint?: IrisHint;
}

/** What a picture of an eye is worth. Pixels are the picture's. */
export interface AssessedEye {
  /** 0 to 100, the station's own: how far the weakest measures are from their limits. */
  readonly score: number;
  readonly isAccepted: boolean;
  /** All of them; of an eye that is not open only the first. */
  readonly checks: readonly IrisCheck[];
  readonly pupil?: Circle;
  readonly iris?: Circle;
  /** By the inner corner of the eye. */
  readonly side: 'right' | 'left' | 'unknown';
}

/** Measures and judges a picture of one eye. */
export function assessEye(picture: GrayPicture, limits: IrisLimits): AssessedEye {
  const located = locateEye(picture);
  if (!located) return { score: 0, isAccepted: false, checks: [opened(false)], side: 'unknown' };
  const eye = seeIris(picture, located);
  const measured = measure(picture, eye);
  const checks = irisCheckNames.map((name) =>
    name === 'eye-open' ? opened(true) : judge(name, measured[name], limits[name]),
  );
  return {
    score: scoreOf(checks),
    isAccepted: checks.every(({ isMet }) => isMet),
    checks,
    pupil: plain(eye.pupil),
    iris: plain(eye.iris),
    side: sideOf(eye),
  };
}

function opened(isMet: boolean): IrisCheck {
  const hint = isMet ? {} : { hint: 'open-eye' as const };
  return { name: 'eye-open', value: isMet ? 1 : 0, limit: { least: 1 }, isMet, ...hint };
}

function measure(picture: GrayPicture, eye: SeenEye): Readonly<Record<keyof IrisLimits, number>> {
  return {
    'iris-radius': eye.iris.radius,
    margin: margin(picture, eye),
    gaze: concentricityOffset(eye),
    glare: 100 * eye.glare,
    'usable-area': usableArea(eye),
    sharpness: sharpness(picture, eye),
    'gray-scale': grayScaleUtilisation(eye),
    'pupil-ratio': pupilRatio(eye),
    'pupil-circularity': pupilCircularity(eye.pupil),
    'iris-pupil-contrast': irisPupilContrast(eye),
    'iris-sclera-contrast': irisScleraContrast(eye),
  };
}

const hints: Readonly<Record<keyof IrisLimits, IrisHint>> = {
  'iris-radius': 'nearer',
  margin: 'centre',
  gaze: 'look-straight',
  glare: 'glare',
  'usable-area': 'lids',
  sharpness: 'hold-still',
  'gray-scale': 'more-light',
  'pupil-ratio': 'wide-pupil',
  'pupil-circularity': 'look-straight',
  'iris-pupil-contrast': 'low-contrast',
  'iris-sclera-contrast': 'low-contrast',
};

function judge(name: keyof IrisLimits, exact: number, limit: IrisLimit): IrisCheck {
  const value = Math.round(exact * 10) / 10;
  const isTooLittle = limit.least !== undefined && value < limit.least;
  const isTooMuch = limit.most !== undefined && value > limit.most;
  if (!isTooLittle && !isTooMuch) return { name, value, limit, isMet: true };
  const hint = name === 'pupil-ratio' && isTooLittle ? 'narrow-pupil' : hints[name];
  return { name, value, limit, isMet: false, hint };
}

/** A value half as far again inside its limit is as good as any. */
const comfort = 1.5;

/** The weakest check and the mean of all, half each. */
function scoreOf(checks: readonly IrisCheck[]): number {
  const shares = checks.map(({ value, limit: { least, most } }) => {
    const above = least === undefined ? 1 : Math.max(0, value) / (least * comfort);
    const below = most === undefined ? 1 : most / Math.max(1e-6, value) / comfort;
    return Math.min(1, above, below);
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return Math.round(50 * (Math.min(...shares) + mean));
}

function plain({ x, y, radius }: Circle): Circle {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return { x: rounded(x), y: rounded(y), radius: rounded(radius) };
}
