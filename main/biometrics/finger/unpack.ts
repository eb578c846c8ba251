import { decodeGray, type GrayPicture, jpeg2000ToPng } from '../picture.ts';
import type { PartedFinger } from './placement.ts';
import { decodeWsq } from './wsq/decode.ts';

/** A finger's picture as a scanner packed it, or that of a whole placement. */
export interface PackedPicture {
  /** 1 … 10, or the placement's. */
  readonly position: number;
  readonly width: number;
  readonly height: number;
  readonly resolutionPpi: number;
  readonly encoding: 'raw' | 'wsq' | 'jpeg' | 'jpeg2000' | 'png';
  readonly bytes: Uint8Array;
}

/** A placement in pixels. */
export interface UnpackedPlacement {
  readonly image: GrayPicture;
  readonly resolutionPpi: number;
  /** The scanner threw detail away: it should not be compressed again. */
  readonly isLossy: boolean;
  /** Where each finger lies, unless the scanner left them together. */
  readonly parted?: readonly PartedFinger[];
}

/** Between the pictures of two fingers. */
const gapPixels = 40;
const glass = 255;
const mostFinger = 10;
/** No slap of ours is larger; a file that says otherwise is not laid out. */
const mostPixels = 40_000_000;

/**
 * Unpacks the pictures of a placement, each as it is, and lays them side by side as they lay on the glass.
 *
 * @param packed from the left
 * @throws Error when one cannot be decoded, when there is none, when they differ in resolution, or are too large
 */
export async function unpackPlacement(packed: readonly PackedPicture[]): Promise<UnpackedPlacement> {
  const [first] = packed;
  if (!first) throw new Error('a placement without pictures');
  const { resolutionPpi } = first;
  if (packed.some((picture) => picture.resolutionPpi !== resolutionPpi))
    throw new Error('fingers of one placement at different resolutions');
  const pictures: GrayPicture[] = [];
  for (const picture of packed) pictures.push(await unpack(picture));
  const { image, places } = sideBySide(pictures);
  const parted = partedBy(packed.flatMap(({ position }, at) => ({ position, ...(places[at] ?? nowhere) })));
  return {
    image,
    resolutionPpi,
    isLossy: packed.some(({ encoding }) => encoding === 'wsq' || encoding === 'jpeg'),
    ...(parted ? { parted } : {}),
  };
}

const nowhere = { left: 0, top: 0, width: 0, height: 0 } as const;

/** An upright rectangle in pixels. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The places of fingers as boxes; nothing when a place is that of a whole placement. */
export function partedBy(
  places: readonly (Place & { readonly position: number })[],
): readonly PartedFinger[] | undefined {
  if (places.some(({ position }) => position > mostFinger)) return undefined;
  return places.map(({ position, left, top, width, height }) => ({
    position,
    box: { x: left + width / 2, y: top + height / 2, width, height, angle: 0 },
  }));
}

async function unpack({ width, height, encoding, bytes }: PackedPicture): Promise<GrayPicture> {
  switch (encoding) {
    case 'raw':
      if (bytes.length !== width * height) throw new Error('not one byte for each pixel');
      return { width, height, pixels: bytes };
    case 'wsq':
      return decodeWsq(bytes);
    case 'jpeg2000':
      return decodeGray(await jpeg2000ToPng(bytes));
    case 'jpeg':
    case 'png':
      return decodeGray(bytes);
  }
}

/** In the middle of each other's height. */
function sideBySide(pictures: readonly GrayPicture[]): { image: GrayPicture; places: Place[] } {
  const height = Math.max(...pictures.map((picture) => picture.height));
  const width = pictures.reduce((sum, picture) => sum + picture.width + gapPixels, -gapPixels);
  if (width * height > mostPixels) throw new Error(`a placement of ${width} × ${height}`);
  const pixels = new Uint8Array(width * height).fill(glass);
  const places: Place[] = [];
  let left = 0;
  for (const picture of pictures) {
    const top = Math.floor((height - picture.height) / 2);
    for (let row = 0; row < picture.height; row += 1) {
      const line = picture.pixels.subarray(row * picture.width, (row + 1) * picture.width);
      pixels.set(line, (top + row) * width + left);
    }
    places.push({ left, top, width: picture.width, height: picture.height });
    left += picture.width + gapPixels;
  }
  return { image: { width, height, pixels }, places };
}
