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

/** Lossless PNG of a gray picture. */
export async function grayToPng({ pixels, width, height }: GrayPicture): Promise<Uint8Array> {
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
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
