import { decodeJpeg2000 } from '../jpeg2000.ts';
import { decodeGray, type GrayPicture, grayToPng, resizeGray } from '../picture.ts';
import { type AssessedEye, assessEye, type IrisLimits } from './assess.ts';
import { isSameEye } from './compare.ts';
import { type EyeToSend, irisRecord } from './record.ts';

/** A picture as a scanner packed it. */
export interface PackedEyePicture {
  readonly encoding: 'raw' | 'jpeg' | 'jpeg2000' | 'png';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** A live picture that is wider is shown smaller. */
const mostPreviewPixels = 960;

/** What a worker can be asked of irises. Each is a pure function of its input. */
export interface IrisJobs {
  /** The lossless file to keep of an eye's picture. */
  'iris-master': {
    input: PackedEyePicture;
    output: { readonly png: Uint8Array; readonly isLossy: boolean };
  };
  /** Makes a live picture one that the page can show, whatever the device drew. */
  'iris-preview': {
    input: { readonly bytes: Uint8Array };
    output: { readonly png: Uint8Array; readonly width: number; readonly height: number };
  };
  /** Judges an eye from its stored bytes. */
  iris: {
    input: { readonly bytes: Uint8Array; readonly limits: IrisLimits };
    output: AssessedEye & { readonly width: number; readonly height: number };
  };
  /** Whether two stored pictures show one eye; nothing when it cannot be told. */
  'iris-same': {
    input: { readonly one: Uint8Array; readonly other: Uint8Array };
    output: { readonly isSame?: boolean };
  };
  /** The ISO/IEC 19794-6 record of an application. */
  'iris-record': { input: { readonly eyes: readonly EyeToSend[] }; output: { readonly bytes: Uint8Array } };
}

export const irisJobs: {
  readonly [K in keyof IrisJobs]: (input: IrisJobs[K]['input']) => Promise<IrisJobs[K]['output']>;
} = {
  'iris-master': async (packed) => ({
    png: await grayToPng(await unpack(packed)),
    isLossy: packed.encoding === 'jpeg',
  }),
  'iris-preview': async ({ bytes }) => {
    const picture = await decodeGray(bytes);
    const share = Math.min(1, mostPreviewPixels / picture.width);
    const { width, height, pixels } = share < 1 ? await resizeGray(picture, share) : picture;
    return { png: await grayToPng({ width, height, pixels }), width, height };
  },
  iris: async ({ bytes, limits }) => {
    const picture = await decodeGray(bytes);
    return { ...assessEye(picture, limits), width: picture.width, height: picture.height };
  },
  'iris-same': async ({ one, other }) => {
    const isSame = isSameEye(await decodeGray(one), await decodeGray(other));
    return isSame === undefined ? {} : { isSame };
  },
  'iris-record': async ({ eyes }) => ({ bytes: await irisRecord(eyes) }),
};

/** @throws Error when it is no picture, or of another size than its record says */
async function unpack({ encoding, width, height, bytes }: PackedEyePicture): Promise<GrayPicture> {
  if (encoding === 'raw') return { width, height, pixels: bytes };
  const picture = encoding === 'jpeg2000' ? grayOf(await decodeJpeg2000(bytes)) : await decodeGray(bytes);
  if (picture.width !== width || picture.height !== height)
    throw new Error('a picture of another size than its record says');
  return picture;
}

function grayOf({ channels, ...picture }: GrayPicture & { readonly channels: number }): GrayPicture {
  if (channels !== 1) throw new Error('a picture of an eye in colour');
  return picture;
}
