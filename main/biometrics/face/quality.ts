import type { FaceLandmarks } from './landmarks.ts';
import type { FaceLight } from './light.ts';
import type { Pose } from './pose.ts';

/** h · (a + s / (1 + exp((x0 − x) / w))) */
interface Sigmoid {
  readonly x0: number;
  readonly w: number;
  readonly h?: number;
  readonly a?: number;
  readonly s?: number;
}

export function sigmoid(x: number, { x0, w, h = 100, a = 0, s = 1 }: Sigmoid): number {
  return h * (a + s / (1 + Math.exp((x0 - x) / w)));
}

/** One minus the sigmoid, as the measures are mapped that are the better the smaller they are. */
const falling = { a: 1, s: -1 } as const;

/**
 * How raw measures become qualities: formulas and parameters of OFIQ 1.0.3, the reference implementation of ISO/IEC 29794-5. Its own
 * landmarks and models are others; so these numbers have its scale, and are not its scores.
 */
export const parameters = {
  interEyeDistance: { x0: 70, w: 20 },
  eyesOpen: { x0: 0.02, w: 0.01 },
  mouthClosed: { x0: 0.2, w: 0.06, ...falling },
  luminanceMean: { rising: { x0: 0.2, w: 0.05, h: 1 }, falling: { x0: 0.8, w: 0.05, h: 1, ...falling } },
  underExposure: { h: 120, a: 0.832, s: -1, x0: 0.92, w: 0.05 },
  naturalColour: { x0: 0, w: 10, h: 200, ...falling },
  leftRightCrop: { x0: 0.9, w: 0.1 },
  marginAbove: { x0: 1.4, w: 0.1 },
  marginBelow: { x0: 1.8, w: 0.1 },
} as const satisfies Record<string, Sigmoid | Record<string, Sigmoid>>;

/** Qualities 0 … 100, by the names of ISO/IEC 29794-5. */
export interface PortraitQualities {
  readonly interEyeDistance: number;
  readonly eyesOpen: number;
  readonly mouthClosed: number;
  readonly headPoseYaw: number;
  readonly headPosePitch: number;
  readonly headPoseRoll: number;
  readonly luminanceMean: number;
  readonly luminanceVariance: number;
  readonly underExposurePrevention: number;
  readonly overExposurePrevention: number;
  readonly dynamicRange: number;
  readonly illuminationUniformity: number;
  readonly naturalColour: number;
  readonly leftwardCrop: number;
  readonly rightwardCrop: number;
  readonly marginAbove: number;
  readonly marginBelow: number;
}

export interface Measured {
  readonly landmarks: FaceLandmarks;
  readonly width: number;
  readonly height: number;
  readonly pose: Pose;
  readonly light: FaceLight;
}

/**
 * The qualities that formulas give; those of the standard that need its models are not among them.
 *
 * @param factor how many pixels of the picture as it was taken are one of these
 */
export function qualitiesOf(
  { landmarks, width, height, pose, light }: Measured,
  factor: number,
): PortraitQualities {
  const { rightEye, leftEye, eyeMiddle, interEyePx, eyeToChinPx, lidsPx, lipsPx } = landmarks;
  const { rising, falling: sinking } = parameters.luminanceMean;
  return {
    interEyeDistance: sigmoid((interEyePx * factor) / cosine(pose.yawDegrees), parameters.interEyeDistance),
    eyesOpen: sigmoid(Math.min(...lidsPx) / eyeToChinPx, parameters.eyesOpen),
    mouthClosed: sigmoid(lipsPx / eyeToChinPx, parameters.mouthClosed),
    headPoseYaw: 100 * cosine(pose.yawDegrees) ** 2,
    headPosePitch: 100 * cosine(pose.pitchDegrees) ** 2,
    headPoseRoll: 100 * cosine(pose.rollDegrees) ** 2,
    luminanceMean: 100 * sigmoid(light.meanLuminance, rising) * sigmoid(light.meanLuminance, sinking),
    luminanceVariance: varianceQuality(light.luminanceVariance),
    underExposurePrevention: bounded(sigmoid(light.underExposed, parameters.underExposure)),
    overExposurePrevention: bounded(Math.round(1 / (light.overExposed + 0.01))),
    dynamicRange: bounded(12.5 * light.luminanceEntropy),
    illuminationUniformity: bounded(100 * light.cheekIntersection ** 0.3),
    naturalColour: bounded(sigmoid(light.skinDistance, parameters.naturalColour)),
    leftwardCrop: sigmoid(rightEye[0] / interEyePx, parameters.leftRightCrop),
    rightwardCrop: sigmoid((width - leftEye[0]) / interEyePx, parameters.leftRightCrop),
    marginAbove: sigmoid(eyeMiddle[1] / eyeToChinPx, parameters.marginAbove),
    marginBelow: sigmoid((height - eyeMiddle[1]) / eyeToChinPx, parameters.marginBelow),
  };
}

function varianceQuality(variance: number): number {
  return bounded(100 * Math.sin(((60 * variance) / (60 * variance + 1)) * Math.PI));
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}

function bounded(quality: number): number {
  return Math.min(100, Math.max(0, quality));
}
