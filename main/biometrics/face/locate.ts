import { type ColourPicture, cropColour, resizeColour } from '../picture.ts';
import { type FoundFace, findFaces, type WantedOfFace } from './models.ts';

/** The part of a picture in which its largest face was found, as large as the models need it. */
export interface LocatedFace {
  readonly face: FoundFace;
  /** All the faces that count. */
  readonly faceCount: number;
  /** What the face's points are pixels of. */
  readonly window: ColourPicture;
  /** Where the window stands in the picture, in its pixels, and how many of them one pixel of the window is. */
  readonly origin: { readonly x: number; readonly y: number };
  readonly factor: number;
}

/** Faces are looked for in no larger picture: of the face itself the models see 192 pixels. */
const windowHeightPx = 640;
/** A face far smaller than the first is on a shirt or a wall. */
const leastFaceShare = 0.4;

/**
 * Finds the largest face. The finder presses what it looks at into a square, and what it finds in a wide picture is not measured well: there
 * it looks at a square part.
 *
 * @param kind in a `live` frame the part in the middle is tried first, and others are only seen there; a `still` is looked at as a whole
 */
export async function locateFace(
  picture: ColourPicture,
  kind: 'live' | 'still',
): Promise<LocatedFace | undefined> {
  const wanted: WantedOfFace = { expression: kind === 'still' };
  const { width, height } = picture;
  if (width <= height) return lookAt(picture, 0, wanted);
  const middle = (width - height) / 2;
  if (kind === 'live') {
    const seen = await lookAt(picture, middle, wanted);
    if (seen && isWellInside(seen)) return seen;
  }
  const rough = await lookAtAll(picture);
  if (!rough) return undefined;
  const around = await lookAt(picture, clamp(rough.x - height / 2, width - height), wanted);
  return around && { ...around, faceCount: Math.max(around.faceCount, rough.faceCount) };
}

/** A square that begins so far from the left, or the whole of a picture that is no wider than a square. */
async function lookAt(
  picture: ColourPicture,
  left: number,
  wanted: WantedOfFace,
): Promise<LocatedFace | undefined> {
  const origin = { x: Math.round(left), y: 0 };
  const width = Math.min(picture.width, picture.height);
  const height = Math.min(windowHeightPx, picture.height);
  const size = { width: Math.max(1, Math.round((width * height) / picture.height)), height };
  const window = await cropColour(picture, { ...origin, width, height: picture.height }, size);
  const faces = await findFaces(window, wanted);
  const [face] = faces;
  return face && { face, faceCount: countOf(faces), window, origin, factor: picture.height / height };
}

/** Where the largest face is in a wide picture, roughly. */
async function lookAtAll(picture: ColourPicture) {
  const height = Math.min(windowHeightPx, picture.height);
  const factor = picture.height / height;
  const whole = await resizeColour(picture, { width: Math.round(picture.width / factor), height });
  const faces = await findFaces(whole);
  const [largest] = faces;
  return largest && { x: middleOf(largest) * factor, faceCount: countOf(faces) };
}

function isWellInside({ face, window }: LocatedFace): boolean {
  return Math.abs(middleOf(face) - window.width / 2) < window.width / 5;
}

/** Across the picture. */
function middleOf({ mesh }: FoundFace): number {
  const xs = mesh.map(([x]) => x);
  return (Math.min(...xs) + Math.max(...xs)) / 2;
}

function countOf(faces: readonly FoundFace[]): number {
  const largest = faces[0]?.size ?? 0;
  return faces.filter(({ size }) => size >= leastFaceShare * largest).length;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}
