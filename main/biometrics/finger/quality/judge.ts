import type { GrayPicture } from '../../picture.ts';
import { nfiq2LikeEstimate, type QualityEstimate } from './estimate.ts';
import { type FingerFeatures, fingerFeatures } from './features.ts';
import { defaultFingerThresholds, type FingerThresholds, type Hint, hintsOf } from './hints.ts';
import { motionBetween } from './motion.ts';

/** What a print of one finger is worth, and what would make it better. */
export interface FingerJudgement {
  readonly estimate: QualityEstimate;
  readonly features: FingerFeatures;
  /** The most important first. */
  readonly hints: readonly Hint[];
  /** Nobody can use the print, whatever the estimate: there is no finger, too little of it, or no ridges to follow. */
  readonly isBelowFloor: boolean;
}

const floors: readonly Hint[] = ['no-finger', 'small-area'];

/** What a judgement may also look at. */
export interface JudgingOptions {
  readonly thresholds?: FingerThresholds;
  /** The frame before, of the same size, to see whether the finger is at rest. */
  readonly previous?: GrayPicture;
}

/** Judges the picture of one finger, 8-bit gray at 500 ppi, ridges dark. A pure function of its input; no picture is an error. */
export function judgeFinger(picture: GrayPicture, options: JudgingOptions = {}): FingerJudgement {
  const thresholds = options.thresholds ?? defaultFingerThresholds;
  const features = fingerFeatures(picture);
  const hints = hintsOf(features, thresholds);
  const isMoving =
    options.previous !== undefined && motionBetween(options.previous, picture) > thresholds.mostMotion;
  if (isMoving) hints.push('moving');
  return {
    estimate: nfiq2LikeEstimate(features),
    features,
    hints,
    isBelowFloor:
      features.orientationCertainty.mean < thresholds.leastCertainty ||
      hints.some((hint) => floors.includes(hint)),
  };
}
