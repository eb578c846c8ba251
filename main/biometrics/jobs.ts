import {
  findInFrame,
  type LivePage,
  type PageDemands,
  type StraightPage,
  straightenPage,
} from './document/page.ts';
import { type ReadQr, readQr } from './document/read-qr.ts';
import { assessFrame, assessPortrait, type FrameVerdict, type PortraitVerdict } from './face/assess.ts';
import { type CardPicture, type CardPictureInput, cardPicture } from './face/card-picture.ts';
import { compareFaces, type FaceLikeness } from './face/compare.ts';
import { loadModels } from './face/models.ts';
import type { FaceRules } from './face/rules.ts';
import { type JudgedPlacement, judgePlacement, type PlacementDemands } from './finger/judge-placement.ts';
import { extractMinutiae } from './finger/minutiae/extract.ts';
import {
  belongsToOfficer,
  type DuplicateFinding,
  findDuplicates,
  findSwaps,
  type SessionFinger,
  type SwapFinding,
} from './finger/minutiae/session.ts';
import { type Placement, placedFingers } from './finger/placement.ts';
import { type LivePicture, type ShownPreview, showPreview } from './finger/preview.ts';
import { fingerTransaction, type PlacementToSend, type TransactionHead } from './finger/transaction.ts';
import { type PackedPicture, type UnpackedPlacement, unpackPlacement } from './finger/unpack.ts';
import { type IrisJobs, irisJobs } from './iris/jobs.ts';
import { decodeColour, decodeGray, type GrayPicture, grayToPng, jpeg2000ToPng } from './picture.ts';
import { drawPen, type PenStroke, penExtent } from './signature/pen.ts';
import { type PagePlaces, readSignedPage, type SeenPage } from './signature/signed-page.ts';

/** A placement as it is stored. */
export interface StoredPlacement extends Omit<Placement, 'picture'> {
  /** The stored file. */
  readonly bytes: Uint8Array;
}

/** What a worker can be asked, by name. Each is a pure function of its input. */
export interface Jobs extends IrisJobs {
  /** The lossless file to keep of a picture. */
  png: { input: { readonly image: GrayPicture }; output: { readonly png: Uint8Array } };
  /** The same of pictures that the scanner packed itself. */
  unpack: {
    input: { readonly packed: readonly PackedPicture[] };
    output: Omit<UnpackedPlacement, 'image'> & { readonly png: Uint8Array };
  };
  /** Judges a placement from its stored bytes. */
  fingers: {
    input: StoredPlacement & { readonly demands: PlacementDemands };
    output: JudgedPlacement & { readonly width: number; readonly height: number };
  };
  /** Minutiae of the fingers of a placement, from its stored bytes. */
  minutiae: { input: StoredPlacement; output: readonly SessionFinger[] };
  /** Fingers that are there twice, among the slaps and among the singles. */
  duplicates: {
    input: SessionFingers;
    output: { readonly [K in keyof SessionFingers]: readonly DuplicateFinding[] };
  };
  /** Fingers of slaps that the singles contradict. */
  swaps: { input: SessionFingers; output: readonly SwapFinding[] };
  /** The positions of fingers that are an officer's. */
  officers: {
    input: { readonly fingers: readonly SessionFinger[]; readonly officers: readonly SessionFinger[] };
    output: readonly number[];
  };
  /** Judges a live picture and makes it one that the page can show. */
  preview: {
    input: {
      readonly live: LivePicture;
      readonly previous?: LivePicture;
      readonly position: number;
      readonly missing: readonly number[];
    };
    output: ShownPreview;
  };
  /** All placements of an application in one ANSI/NIST-ITL file. */
  transaction: {
    input: { readonly head: TransactionHead; readonly placements: readonly PlacementToSend[] };
    output: { readonly bytes: Uint8Array };
  };
  /** Judges a still frame from its stored bytes. */
  portrait: {
    input: { readonly bytes: Uint8Array; readonly rules: FaceRules };
    output: PortraitVerdict;
  };
  /** Judges a live frame of the camera. */
  'portrait-preview': {
    input: { readonly bytes: Uint8Array; readonly rules: FaceRules };
    output: FrameVerdict;
  };
  /** Compares the faces of two pictures; undefined when one has none. */
  likeness: {
    input: { readonly chip: Uint8Array; readonly live: Uint8Array };
    output: FaceLikeness | undefined;
  };
  /** The card's picture and its record, from the portrait as it is stored. */
  'card-picture': { input: CardPictureInput; output: CardPicture };
  /** Loads the models of faces into the worker. */
  'face-models': { input: Readonly<Record<string, never>>; output: Readonly<Record<string, never>> };
  /** Decodes a photo that nothing is asked of. */
  photo: {
    input: { readonly bytes: Uint8Array };
    output: { readonly width: number; readonly height: number };
  };
  /** Finds a sheet or card in its stored photograph, straightens, judges and compresses it. */
  document: {
    input: { readonly bytes: Uint8Array; readonly demands: PageDemands };
    output: StraightPage;
  };
  /** Looks for a sheet or card in a live frame. */
  'document-preview': { input: { readonly bytes: Uint8Array }; output: LivePage };
  /** Reads the QR code of a page, photographed or straightened. */
  qr: { input: { readonly bytes: Uint8Array }; output: { readonly read: ReadQr | null } };
  /** How much there is of a signature, and its picture. */
  'pad-signature': {
    input: { readonly strokes: readonly PenStroke[]; readonly aspect: number };
    output: { readonly lengthMm: number; readonly extentMm: number; readonly png: Uint8Array };
  };
  /** Reads a photograph of a signed page from its stored bytes. */
  'signed-page': {
    input: { readonly bytes: Uint8Array; readonly places: PagePlaces };
    output: SeenPage;
  };
  /** Makes a JPEG 2000 a picture that the page can show. */
  jpeg2000: { input: { readonly bytes: Uint8Array }; output: { readonly png: Uint8Array } };
}
export type JobName = keyof Jobs;

/** Every finger of a session that has a picture. */
export interface SessionFingers {
  readonly slaps: readonly SessionFinger[];
  readonly singles: readonly SessionFinger[];
}

export const jobs: { readonly [K in JobName]: (input: Jobs[K]['input']) => Promise<Jobs[K]['output']> } = {
  ...irisJobs,
  png: async ({ image }) => ({ png: await grayToPng(image) }),
  unpack: async ({ packed }) => {
    const { image, ...unpacked } = await unpackPlacement(packed);
    return { ...unpacked, png: await grayToPng(image) };
  },
  fingers: async ({ bytes, demands, ...placement }) => {
    const picture = await decodeGray(bytes);
    const judged = await judgePlacement({ ...placement, picture }, demands);
    return { ...judged, width: picture.width, height: picture.height };
  },
  minutiae: async ({ bytes, ...placement }) => {
    const { fingers } = await placedFingers({ ...placement, picture: await decodeGray(bytes) });
    return fingers.map(({ position, picture }) => ({ position, template: extractMinutiae(picture) }));
  },
  duplicates: async ({ slaps, singles }) => ({
    slaps: findDuplicates(slaps),
    singles: findDuplicates(singles),
  }),
  swaps: async ({ slaps, singles }) => findSwaps(slaps, singles),
  officers: async ({ fingers, officers }) =>
    fingers
      .filter(({ template }) => belongsToOfficer(template, officers).kind === 'officer')
      .map(({ position }) => position),
  preview: ({ live, previous, position, missing }) => showPreview(live, previous, position, missing),
  transaction: async ({ head, placements }) => ({ bytes: await fingerTransaction(head, placements) }),
  portrait: ({ bytes, rules }) => assessPortrait(bytes, rules),
  'portrait-preview': ({ bytes, rules }) => assessFrame(bytes, rules),
  likeness: ({ chip, live }) => compareFaces(chip, live),
  'card-picture': cardPicture,
  'face-models': async () => {
    await loadModels();
    return {};
  },
  photo: async ({ bytes }) => {
    const { width, height } = await decodeColour(bytes);
    return { width, height };
  },
  document: ({ bytes, demands }) => straightenPage(bytes, demands),
  'document-preview': ({ bytes }) => findInFrame(bytes),
  qr: async ({ bytes }) => ({ read: await readQr(await decodeColour(bytes)) }),
  'pad-signature': async ({ strokes, aspect }) => ({
    ...penExtent(strokes),
    png: await drawPen(strokes, aspect),
  }),
  'signed-page': ({ bytes, places }) => readSignedPage(bytes, places),
  jpeg2000: async ({ bytes }) => ({ png: await jpeg2000ToPng(bytes) }),
};
