import sharp from 'sharp';
import { decodeJpeg2000 } from './jpeg2000.ts';

/** An 8-bit gray picture, row by row from the top left. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** No picture of ours is larger; a file that says otherwise is not decoded. */
const mostPixels = 40_000_000;

/** What the header of a PNG or JPEG says. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly is8Bit: boolean;
  /** Absent when the file says nothing. */
  readonly resolutionPpi?: number;
}

/**
 * Reads the header alone, whatever size it says.
 *
 * @throws Error when the bytes are no picture
 */
export async function readPictureHeader(bytes: Uint8Array): Promise<PictureHeader> {
  const header = await sharp(bytes, { limitInputPixels: false }).metadata();
  const { width, height, channels, depth, density } = header;
  const resolution = density === undefined ? {} : { resolutionPpi: density };
  return { width, height, channels, is8Bit: depth === 'uchar', ...resolution };
}

/** Lossless PNG of a gray picture. */
export async function grayToPng({ pixels, width, height }: GrayPicture): Promise<Uint8Array> {
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
  return new Uint8Array(png);
}

/** A drawing as lossless PNG, gray, at the size it says of itself. */
export async function drawingToPng(svg: string): Promise<Uint8Array> {
  const png = await sharp(Buffer.from(svg))
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
  return new Uint8Array(png);
}

/**
 * A JPEG 2000 as lossless PNG, which every page can show.
 *
 * @throws Jpeg2000Error when it gives no picture
 */
export async function jpeg2000ToPng(bytes: Uint8Array): Promise<Uint8Array> {
  const { pixels, width, height, channels } = await decodeJpeg2000(bytes);
  const png = await sharp(pixels, { raw: { width, height, channels } })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return new Uint8Array(png);
}

/** The same picture at another resolution. */
export async function resizeGray(
  { pixels, width, height }: GrayPicture,
  scale: number,
): Promise<GrayPicture> {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
}

/**
 * Decodes any picture the station takes (JPEG, PNG) to gray.
 *
 * @throws Error when the bytes are no picture, or one too large
 */
export async function decodeGray(bytes: Uint8Array): Promise<GrayPicture> {
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
    .rotate()
    .toColourspace('b-w')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
}
