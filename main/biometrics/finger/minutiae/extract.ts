import type { GrayPicture } from '../../picture.ts';
import { detectMinutiae } from './detect.ts';
import { ridgePicture } from './enhance.ts';
import { repairSkeleton } from './repair.ts';
import { cellPixels, ridgeFlow } from './ridge-flow.ts';
import { ridgeSpacing } from './ridge-spacing.ts';
import { skeletonOf } from './skeleton.ts';
import { type FingerTemplate, mostMinutiae } from './template.ts';
import { thin } from './thin.ts';

/** A picture that is smaller holds no finger. */
const leastPixels = 8 * cellPixels;

/**
 * The minutiae of one finger: direction and spacing of its ridges, ridges filtered along them, thinned to lines, and where lines end or
 * fork (ISO/IEC 19794-2). A picture without ridges has none.
 *
 * @param picture ridges dark on light, 500 ppi
 */
export function extractMinutiae(picture: GrayPicture): FingerTemplate {
  const { width, height } = picture;
  if (width < leastPixels || height < leastPixels) return { width, height, minutiae: [] };
  const flow = ridgeFlow(picture);
  const pixels = ridgePicture(picture, flow, ridgeSpacing(picture, flow));
  thin(pixels, width);
  const skeleton = skeletonOf(pixels, width);
  repairSkeleton(skeleton, flow);
  return { width, height, minutiae: detectMinutiae(skeleton, flow).slice(0, mostMinutiae) };
}
