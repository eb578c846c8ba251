import sharp from 'sharp';
import { type DecodedPicture, decodeJpeg2000 } from './jpeg2000.ts';

/** An 8-bit gray picture, row by row from the top left. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** An 8-bit picture in sRGB: red, green and blue side by side, row by row from the top left. */
export interface ColourPicture {
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

/** What the files begin with that a camera or a chip gives. */
const magics = { jpeg: [0xff, 0xd8, 0xff], png: [0x89, 0x50, 0x4e, 0x47] } as const;

/**
 * Decodes a JPEG, a PNG or a JPEG 2000 to colour, turned upright as its EXIF says. What sharp could open beside these is refused before
 * it sees a byte.
 *
 * @throws Error when the bytes are no such picture, or one too large
 */
export async function decodeColour(bytes: Uint8Array): Promise<ColourPicture> {
  if (isJpeg2000(bytes)) return colourOf(await decodeJpeg2000(bytes));
  if (!Object.values(magics).some((magic) => magic.every((byte, at) => bytes[at] === byte)))
    throw new Error('neither JPEG nor PNG nor JPEG 2000');
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
    .rotate()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width: info.width, height: info.height, pixels };
}

function isJpeg2000(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  return head === '0000000c6a502020' || head.startsWith('ff4fff51');
}

function colourOf({ width, height, channels, pixels }: DecodedPicture): ColourPicture {
  if (channels === 3) return { width, height, pixels };
  return {
    width,
    height,
    pixels: Uint8Array.from({ length: pixels.length * 3 }, (_, at) => pixels[Math.floor(at / 3)] ?? 0),
  };
}

/** A picture without its colours: luma of ITU-R BT.601. */
export function grayOf({ width, height, pixels }: ColourPicture): GrayPicture {
  const gray = new Uint8Array(width * height);
  for (let i = 0; i < gray.length; i += 1)
    gray[i] = Math.round(
      0.299 * (pixels[i * 3] ?? 0) + 0.587 * (pixels[i * 3 + 1] ?? 0) + 0.114 * (pixels[i * 3 + 2] ?? 0),
    );
  return { width, height, pixels: gray };
}

/** A part of a picture, in its pixels. */
export interface PicturePart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The same picture in another size. */
export async function resizeColour(
  { pixels, width, height }: ColourPicture,
  to: { readonly width: number; readonly height: number },
): Promise<ColourPicture> {
  const data = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(to.width, to.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { ...to, pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** A smaller copy, its long side as asked; a picture that is no larger comes back as it is. */
export async function shrinkColour(picture: ColourPicture, longSide: number): Promise<ColourPicture> {
  const { width, height } = picture;
  const scale = longSide / Math.max(width, height);
  if (scale >= 1) return picture;
  const [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
  return resizeColour(picture, { width: across ?? 1, height: down ?? 1 });
}

/** A part of a picture in a size of its own. @throws Error when it reaches over the edges */
export async function cropColour(
  { pixels, width, height }: ColourPicture,
  part: PicturePart,
  to: { readonly width: number; readonly height: number },
): Promise<ColourPicture> {
  const data = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .extract({ left: part.x, top: part.y, width: part.width, height: part.height })
    .resize(to.width, to.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { ...to, pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** A baseline JPEG, 4:4:4, without metadata. */
export async function colourToJpeg(
  { pixels, width, height }: ColourPicture,
  quality: number,
): Promise<Uint8Array> {
  const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: true })
    .toBuffer();
  return new Uint8Array(jpeg);
}
