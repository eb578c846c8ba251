import type { FingerFeatures } from './features.ts';

/** What the officer can tell the citizen. */
export type Hint =
  | 'no-finger'
  | 'small-area'
  | 'dry'
  | 'wet'
  | 'faint'
  | 'smudged'
  | 'off-centre'
  | 'moving'
  | 'too-few-fingers'
  | 'too-many-fingers';

/** Where a hint begins. Dated configuration may give others. */
export interface FingerThresholds {
  /** Mean gray of the picture above which there is no finger (NFIQ 2: EmptyImageOrContrastTooLow > 250). */
  readonly emptyMean: number;
  /** Deviation of gray below which there is no finger (NFIQ 2: UniformImage < 1). */
  readonly uniformDeviation: number;
  /** Pixels at 500 ppi below which too little of the finger lies there (NFIQ 2: SufficientFingerprintForeground < 50,000). */
  readonly leastArea: number;
  /** A print brighter than this is dry when its ridges are thin, and otherwise faint. Own values; 5 % of NIST's conformance set are brighter. */
  readonly brightMean: number;
  readonly dryRidgeShare: number;
  /** A print that varies less than this is faint. Own value; 5 % of NIST's conformance set lie below 40. */
  readonly faintDeviation: number;
  /** A print darker than this, or with ridges broader than this, is wet. Own values; no print of NIST's conformance set is darker. */
  readonly darkMean: number;
  readonly wetRidgeShare: number;
  /** Mean orientation certainty below which ridges are smudged. Own value; 5 % of NIST's conformance set lie below 0.46. */
  readonly leastCertainty: number;
  /** How far from the picture's middle the finger may lie, as a share of the width or height. Own value. */
  readonly mostOffset: number;
  /** How much two frames may differ and still show a finger at rest, 0 to 1: about half a millimetre. Own value. */
  readonly mostMotion: number;
}

/** The values to begin with, for 500 ppi, as the comments above source them. */
export const defaultFingerThresholds: FingerThresholds = {
  emptyMean: 250,
  uniformDeviation: 1,
  leastArea: 50_000,
  brightMean: 190,
  dryRidgeShare: 0.45,
  faintDeviation: 30,
  darkMean: 90,
  wetRidgeShare: 0.56,
  leastCertainty: 0.45,
  mostOffset: 0.25,
  mostMotion: 0.06,
};

/** What is to be said of a print; the most important first. Nothing else is said when there is no finger. */
export function hintsOf(features: FingerFeatures, thresholds: FingerThresholds): Hint[] {
  if (isEmpty(features, thresholds)) return ['no-finger'];
  const hints: Hint[] = [];
  if (features.area < thresholds.leastArea) hints.push('small-area');
  const skin = skinOf(features, thresholds);
  if (skin) hints.push(skin);
  const isClear = features.orientationCertainty.mean >= thresholds.leastCertainty;
  if (!isClear && skin === undefined) hints.push('smudged');
  if (isOffCentre(features.centre, thresholds)) hints.push('off-centre');
  return hints;
}

function isEmpty({ mean, deviation, area }: FingerFeatures, thresholds: FingerThresholds): boolean {
  return mean > thresholds.emptyMean || deviation < thresholds.uniformDeviation || area === 0;
}

/** Dry, wet or faint; one of them, for one remedy at a time. */
function skinOf(
  { areaMean, deviation, ridgeShare }: FingerFeatures,
  thresholds: FingerThresholds,
): 'dry' | 'wet' | 'faint' | undefined {
  if (areaMean < thresholds.darkMean || ridgeShare > thresholds.wetRidgeShare) return 'wet';
  if (areaMean > thresholds.brightMean && ridgeShare < thresholds.dryRidgeShare) return 'dry';
  return deviation < thresholds.faintDeviation ? 'faint' : undefined;
}

/** @param centre as shares of the picture's width and height */
export function isOffCentre(
  centre: { readonly x: number; readonly y: number },
  { mostOffset }: Pick<FingerThresholds, 'mostOffset'>,
): boolean {
  return Math.max(Math.abs(centre.x - 0.5), Math.abs(centre.y - 0.5)) > mostOffset;
}
