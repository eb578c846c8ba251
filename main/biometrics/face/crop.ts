import type { FaceLandmarks } from './landmarks.ts';
import type { FaceRules } from './rules.ts';

/**
 * The crown is no landmark: it lies this much further from the eyes than the chin does. From memory of ISO/IEC 19794-5; the officer sees
 * the crop and can take the picture again.
 */
const crownToChin = 1.1;

/** A crop as it should be, in pixels of the picture; it may reach over its edges. */
export interface WantedCrop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From crown to chin. */
export function headHeightPx({ eyeToChinPx }: FaceLandmarks): number {
  return (1 + crownToChin) * eyeToChinPx;
}

/** Of a head's height: its width with the hair beside the face. */
export const headWidthShare = 0.75;

/** Where a face belongs in a live frame. All in shares of the frame's height; the crop lies in the middle of the frame. */
export interface FaceGuide {
  readonly crop: { readonly width: number; readonly height: number };
  /** From the top of the crop down to the eyes. */
  readonly eyes: number;
  /** The ellipse of the head; `middle` from the top of the crop down. */
  readonly head: { readonly width: number; readonly height: number; readonly middle: number };
}

/** The card's crop around a head of the middling size that the limits allow. */
export function guideOf({ crop, limits }: FaceRules): FaceGuide {
  const { min, max } = limits.headHeightShare;
  const headHeight = (min + max) / 2;
  const height = headHeight / crop.headHeightShare;
  const [across, down] = crop.widthToHeight;
  const eyes = height * (1 - crop.eyeHeightShare);
  const eyesToChin = headHeight / (1 + crownToChin);
  return {
    crop: { width: (height * across) / down, height },
    eyes,
    head: {
      width: headHeight * headWidthShare,
      height: headHeight,
      middle: eyes + eyesToChin - headHeight / 2,
    },
  };
}

/** The card's picture around a face: upright, never turned. */
export function wantedCrop(landmarks: FaceLandmarks, rules: FaceRules['crop']): WantedCrop {
  const height = headHeightPx(landmarks) / rules.headHeightShare;
  const [across, down] = rules.widthToHeight;
  const width = (height * across) / down;
  const [x, y] = landmarks.eyeMiddle;
  return { x: x - width / 2, y: y - height * (1 - rules.eyeHeightShare), width, height };
}

/** How far the crop reaches over an edge, as a share of its own size: positive to the right and down, as the picture is seen. */
export function offCentre(
  crop: WantedCrop,
  { width, height }: { readonly width: number; readonly height: number },
): { readonly across: number; readonly down: number } {
  return {
    across: overEdge(crop.x, crop.width, width),
    down: overEdge(crop.y, crop.height, height),
  };
}

/** Nothing on an axis where the crop is larger than the picture: moving would not help. */
function overEdge(start: number, length: number, whole: number): number {
  if (length >= whole) return 0;
  if (start < 0) return start / length;
  return Math.max(0, start + length - whole) / length;
}

/** The crop as it can be cut: whole pixels, moved into the picture and, where it is larger, made smaller at the same shape. */
export function cutCrop(
  crop: WantedCrop,
  picture: { readonly width: number; readonly height: number },
  [across, down]: readonly [number, number],
): WantedCrop {
  const height = Math.floor(Math.min(crop.height, picture.height, (picture.width * down) / across));
  const width = Math.floor((height * across) / down);
  const middle = { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 };
  const inside = (start: number, length: number, whole: number): number =>
    Math.round(Math.min(Math.max(0, start), whole - length));
  return {
    x: inside(middle.x - width / 2, width, picture.width),
    y: inside(middle.y - height / 2, height, picture.height),
    width,
    height,
  };
}
