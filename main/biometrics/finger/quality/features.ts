import type { GrayPicture } from '../../picture.ts';
import { type BlockGrid, blockGrid, coherenceOf } from './block.ts';
import { cutOut, frameOf } from './frame.ts';
import { frequencyDomain } from './frequency-domain.ts';
import { localClarity } from './local-clarity.ts';
import { certaintyOfGrid } from './ocl.ts';
import { orientationFlow } from './orientation-flow.ts';
import { profileOf, ridgeLines } from './profile.ts';
import { type RegionOfInterest, regionOfInterest } from './region-of-interest.ts';
import { type RidgeMap, ridgeMap } from './ridge-map.ts';
import { ridgeColumns, ridgeValleyRatios } from './ridge-valley.ts';
import { across, along, takeWindow, windows } from './slanted-window.ts';
import { type Spread, spreadOf } from './spread.ts';

/** Native features of ISO/IEC 29794-4 without minutiae, by the names the standard gives them. */
export interface FingerFeatures {
  /** Mu, the mean gray: 0 to 255. Also NFIQ 2's EmptyImageOrContrastTooLow. */
  readonly mean: number;
  /** Standard deviation of gray: NFIQ 2's UniformImage. */
  readonly deviation: number;
  /** MMB, the mean of the blocks' means. */
  readonly blockMean: number;
  /** Size of the finger in pixels, and its mean gray: NFIQ 2's SufficientFingerprintForeground and ImgProcROIArea. */
  readonly area: number;
  readonly areaMean: number;
  /** Coherence of the blocks with finger in them: sum and mean. */
  readonly coherenceSum: number;
  readonly coherenceMean: number;
  /** OCL, LCS, FDA, RVU and OF over the blocks. */
  readonly orientationCertainty: Spread;
  readonly localClarity: Spread;
  readonly frequencyDomain: Spread;
  readonly ridgeValley: Spread;
  readonly orientationFlow: Spread;
  /** Share of the ridges in the thickness of ridges and valleys: above ½ in wet prints, below in dry ones. Our own; ½ without ridges. */
  readonly ridgeShare: number;
  /** Middle of the finger, as shares of the picture's width and height. */
  readonly centre: { readonly x: number; readonly y: number };
}

/** Edges of the histograms' bins: those of NFIQ 2, so that its counts can be compared. */
const edges = {
  orientationCertainty: [0.337, 0.479, 0.579, 0.655, 0.716, 0.766, 0.81, 0.852, 0.898],
  localClarity: [0, 0.7, 0.74, 0.77, 0.79, 0.81, 0.83, 0.85, 0.87],
  frequencyDomain: [0.268, 0.304, 0.33, 0.355, 0.38, 0.407, 0.44, 0.5, 1],
  ridgeValley: [0.5, 0.667, 0.8, 1, 1.25, 1.5, 2, 24, 30],
  orientationFlow: [0.01715, 0.035, 0.0557, 0.081, 0.115, 0.1718, 0.2569, 0.4758, 0.748],
} as const;

/**
 * Measures a picture of one finger, 8-bit gray at 500 ppi, ridges dark. Any picture has features; a blank one has zeros.
 *
 * Checked value for value against NFIQ 2's output on NIST's two public pictures: Mu, MMB, the deviation, OCL, FDA, OF and coherence agree to
 * all six digits given or to 0.03 % (FDA), LCS and RVU within 0.1 %, the area of the finger within 0.1 %. Of its 100 histogram bins, six of LCS
 * and RVU differ, each by one block: positions in a turned block are rounded a little differently.
 */
export function fingerFeatures(picture: GrayPicture): FingerFeatures {
  const frame = frameOf(picture);
  const finger = cutOut(picture, frame);
  const grid = blockGrid(finger);
  const { mean, deviation } = grayOf(finger);
  const map = ridgeMap(finger, grid, deviation);
  const roi = regionOfInterest(finger);
  const coherence = coherenceIn(roi, finger, grid);
  const ridges = turnedBlocks(finger, map);
  return {
    mean,
    deviation,
    blockMean: average(grid.blocks.map((block) => block.mean)),
    area: roi.pixels,
    areaMean: roi.mean,
    coherenceSum: coherence.reduce((sum, value) => sum + value, 0),
    coherenceMean: average(coherence),
    orientationCertainty: spreadOf(
      certaintyOfGrid(grid).map((block) => block.certainty),
      edges.orientationCertainty,
    ),
    localClarity: spreadOf(ridges.clarity, edges.localClarity),
    frequencyDomain: spreadOf(ridges.frequency, edges.frequencyDomain),
    ridgeValley: spreadOf(ridges.ratios, edges.ridgeValley),
    orientationFlow: spreadOf(orientationFlow(map), edges.orientationFlow),
    ridgeShare: ridges.share,
    centre: {
      x: (frame.left + roi.centre.x) / Math.max(1, picture.width),
      y: (frame.top + roi.centre.y) / Math.max(1, picture.height),
    },
  };
}

function grayOf({ pixels }: GrayPicture): { mean: number; deviation: number } {
  if (pixels.length === 0) return { mean: 255, deviation: 0 };
  let [sum, squares] = [0, 0];
  for (const value of pixels) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / pixels.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / pixels.length - mean * mean)) };
}

/** Coherence of every block that any of the finger lies in. */
function coherenceIn({ mask }: RegionOfInterest, { width }: GrayPicture, { blocks }: BlockGrid): number[] {
  const hasFinger = (left: number, top: number, right: number, bottom: number): boolean => {
    for (let y = top; y < bottom; y += 1)
      if (mask.subarray(y * width + left, y * width + right).includes(1)) return true;
    return false;
  };
  return blocks
    .filter(({ left, top, width, height }) => hasFinger(left, top, left + width, top + height))
    .map(coherenceOf);
}

/** Everything that is measured across the ridges of each block. */
function turnedBlocks(picture: GrayPicture, map: RidgeMap) {
  const pixels = new Uint8Array(across * along);
  const [clarity, frequency, ratios]: [number[], number[], number[]] = [[], [], []];
  let [ridge, all] = [0, 0];
  for (const block of map.blocks) {
    if (block === undefined) continue;
    takeWindow(picture, block, windows.clarity, pixels);
    const lines = ridgeLines(profileOf(pixels));
    clarity.push(localClarity(pixels, lines));
    const columns = ridgeColumns(lines);
    ridge += columns.ridge;
    all += columns.all;
    takeWindow(picture, block, windows.frequency, pixels);
    frequency.push(frequencyDomain(profileOf(pixels)));
    takeWindow(picture, block, windows.uniformity, pixels);
    ratios.push(...ridgeValleyRatios(ridgeLines(profileOf(pixels))));
  }
  return { clarity, frequency, ratios, share: all === 0 ? 0.5 : ridge / all };
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
