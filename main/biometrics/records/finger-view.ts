import type { CaptureDevice } from './capture-block.ts';
import { type CarriedPicture, pictureFault } from './picture-limits.ts';
import type { Quality } from './quality.ts';
import { RecordError, type RecordPlace } from './record-error.ts';

/** How the finger met the device; `unknown` is a code of its own in the standards. */
export type Impression =
  | 'live-plain'
  | 'live-rolled'
  | 'nonlive-plain'
  | 'nonlive-rolled'
  | 'latent'
  | 'swipe'
  | 'contactless'
  | 'other'
  | 'unknown';

/** The station makes `raw`, `wsq`, `png` and `jp2-lossless`; the others come in foreign files. */
export type FingerEncoding = 'raw' | 'wsq' | 'jpeg' | 'jp2' | 'jp2-lossless' | 'png';

/** One capture of a finger or of several together, as every format of fingerprints carries it. */
export interface FingerView extends CarriedPicture<FingerEncoding> {
  /** 1 right thumb … 10 left little, 13 right four, 14 left four, 15 both thumbs, 40 … 50 two or three fingers, 0 unknown. */
  readonly position: number;
  readonly impression: Impression;
  /** Pixels per inch, the same in both directions. */
  readonly resolutionPpi: number;
  /** Of the whole picture; empty when nothing judged it. */
  readonly quality: readonly Quality[];
}

/** A view with when and by what it was captured, as far as a record says. */
export interface FingerCapture extends FingerView {
  readonly capturedAt?: Date;
  readonly device: CaptureDevice;
}

/** Codes of ISO/IEC 19794-4:2011 table 10 and ANSI/NIST-ITL 1-2011 table 7 agree; 20 to 27 are there since the latter's 2011 edition. */
const impressionCodes: Readonly<Record<Impression, readonly [written: number, ...read: number[]]>> = {
  'live-plain': [0, 20, 22],
  'live-rolled': [1, 21, 23],
  'nonlive-plain': [2],
  'nonlive-rolled': [3],
  latent: [4, 5, 6, 7],
  swipe: [8],
  contactless: [24, 25, 26, 27],
  other: [28, 9],
  unknown: [29],
};
const impressionsByCode = new Map(
  Object.entries(impressionCodes).flatMap(([name, codes]) => codes.map((code) => [code, name as Impression])),
);

export function impressionCode(impression: Impression): number {
  return impressionCodes[impression][0];
}

/** @returns nothing for codes of palms and soles, and those that no edition knows */
export function impressionOf(code: number): Impression | undefined {
  return impressionsByCode.get(code);
}

/** One finger, 1 to 10. */
export function isSingleFinger(position: number): boolean {
  return Number.isInteger(position) && position >= 1 && position <= 10;
}

function isFingerPosition(position: number): boolean {
  if (!Number.isInteger(position)) return false;
  return (
    (position >= 0 && position <= 10) ||
    (position >= 13 && position <= 15) ||
    (position >= 40 && position <= 50)
  );
}

/** The lowest resolution a standard knows is 250 ppi; what is far from any scanner is refused. */
const leastPpi = 100;
const mostPpi = 5000;

/** @throws RecordError `record/unsupported` for palms, `record/malformed` or `record/too-large` for what cannot be */
export function checkFingerView(view: FingerView, place: RecordPlace): void {
  if (!isFingerPosition(view.position))
    throw new RecordError('record/unsupported', place, `position ${view.position}`);
  const { resolutionPpi } = view;
  if (!(resolutionPpi >= leastPpi && resolutionPpi <= mostPpi))
    throw new RecordError('record/unsupported', place, `${resolutionPpi} ppi`);
  const fault = pictureFault(view);
  if (fault) throw new RecordError('record/malformed', place, fault);
}

/** Scale units of every format here: 1 per inch, 2 per centimetre. @returns nothing for others */
export function ppiOf(units: number, value: number): number | undefined {
  if (units === 1) return value;
  return units === 2 ? Math.round(value * 2.54) : undefined;
}
