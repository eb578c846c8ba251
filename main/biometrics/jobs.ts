import { assessPortrait } from './face/assess.ts';
import { assessFingers } from './finger/assess.ts';
import { decodeGray, type GrayPicture, grayToPng, jpeg2000ToPng } from './picture.ts';
import type { PictureVerdict } from './verdict.ts';

/** What a worker can be asked, by name. Each is a pure function of its input. */
export interface Jobs {
  /** Judges a placement and gives the lossless file to keep. */
  fingers: {
    input: { readonly image: GrayPicture; readonly fingers: number };
    output: { readonly verdict: PictureVerdict; readonly png: Uint8Array };
  };
  /** Judges a still frame from its stored bytes. */
  portrait: {
    input: { readonly bytes: Uint8Array };
    output: { readonly verdict: PictureVerdict; readonly width: number; readonly height: number };
  };
  /** A live picture for the page. */
  preview: { input: { readonly image: GrayPicture }; output: { readonly png: Uint8Array } };
  /** Makes a JPEG 2000 a picture that the page can show. */
  jpeg2000: { input: { readonly bytes: Uint8Array }; output: { readonly png: Uint8Array } };
}
export type JobName = keyof Jobs;

export const jobs: { readonly [K in JobName]: (input: Jobs[K]['input']) => Promise<Jobs[K]['output']> } = {
  fingers: async ({ image, fingers }) => ({
    verdict: assessFingers(image, fingers),
    png: await grayToPng(image),
  }),
  portrait: async ({ bytes }) => {
    const picture = await decodeGray(bytes);
    return { verdict: assessPortrait(picture), width: picture.width, height: picture.height };
  },
  preview: async ({ image }) => ({ png: await grayToPng(image) }),
  jpeg2000: async ({ bytes }) => ({ png: await jpeg2000ToPng(bytes) }),
};
