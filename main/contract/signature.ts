import { z } from 'zod';
import { FieldName } from './form.ts';
import { Bytes, CaptureId } from './ids.ts';

/** Who signs. `fingerprint`: the citizen cannot write, and sets an index finger on the paper instead. */
export const signers = ['citizen', 'representative', 'fingerprint'] as const;
export const Signer = z.enum(signers);
export type Signer = z.infer<typeof Signer>;

/** Why a photographed page does not speak for itself: its code cannot be read, the field is not in the picture, or nothing is written in it. */
export const pageProblems = ['no-code', 'no-field', 'no-ink'] as const;
export const PageProblem = z.enum(pageProblems);
export type PageProblem = z.infer<typeof PageProblem>;

/** Why the officer keeps such a page all the same. */
export const KeepPageReason = z.enum(['code-damaged', 'pale-ink', 'other']);
export type KeepPageReason = z.infer<typeof KeepPageReason>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A signature under the sheet of one revision. */
export const Signature = z.strictObject({
  revision: z.number().int(),
  atMs: z.number(),
  method: z.enum(['pad', 'paper']),
  signedBy: Signer,
  /** Who represents the citizen, or why there is a fingerprint; empty when the citizen signed. */
  note: z.string().max(200),
  /** Of the sheet as it was shown or printed: the file `printed-form-cc01.pdf` of the packet. */
  sheetSha256: Sha256,
  /** What was captured of it; none when the officer only saw the signed paper. */
  captureIds: z.array(CaptureId),
  /** Of them the one that shows it: the drawn signature, or the photographed page. */
  pictureId: CaptureId.optional(),
  /** The page does not speak for itself, and the officer vouches for it. */
  kept: z.strictObject({ problem: PageProblem, reason: KeepPageReason }).optional(),
});
export type Signature = z.infer<typeof Signature>;

/** CC01 is printed or shown at a revision and signed at that revision; a later edit voids the signature (V-SIGN). */
export const ReviewSnapshot = z.strictObject({
  /** The revision the sheet would carry if printed now. Grows with every change of a signed value. */
  revision: z.number().int(),
  /** The last revision of which there is a sheet, printed or shown. */
  printedRevision: z.number().int().optional(),
  /** How often the sheet of the current revision was printed. */
  copies: z.number().int(),
  /** A photographed page of the current revision that does not speak for itself. */
  page: z.strictObject({ captureId: CaptureId, problem: PageProblem }).optional(),
  signed: Signature.optional(),
  /** Set while a signature exists that no longer holds, with the field that voided it. */
  voided: z
    .strictObject({ revision: z.number().int(), by: z.union([FieldName, z.literal('picture')]) })
    .optional(),
  /** Who may sign, by the rules and the citizen's age. */
  signers: z.array(Signer).min(1),
  /** The rules take the officer's word for a signed paper, without a photograph of it. */
  mayVouchForPaper: z.boolean(),
});

export type ReviewSnapshot = z.infer<typeof ReviewSnapshot>;

export const reviewGaps = [
  z.strictObject({ kind: z.literal('not-printed'), step: z.literal('review') }),
  z.strictObject({ kind: z.literal('not-signed'), step: z.literal('review') }),
] as const;

/** No pad is larger, and nobody writes for longer. */
const mostMm = 1000;
const mostMs = 600_000;

/**
 * One point of a stroke, as the channels X, Y, F and T of ISO/IEC 19794-7: millimetres to the right and down from the pad's upper left
 * corner, pressure from 0 to 1, and milliseconds since the first point of the signature.
 */
export const PadPoint = z.tuple([
  z.number().min(0).max(mostMm),
  z.number().min(0).max(mostMm),
  z.number().min(0).max(1),
  z.number().min(0).max(mostMs),
]);
export type PadPoint = z.infer<typeof PadPoint>;

/** A signature as the pen moved. */
export const PadSignature = z.strictObject({
  /** Millimetres; on a screen, of CSS (1/96 inch to the pixel). */
  widthMm: z.number().positive().max(mostMm),
  heightMm: z.number().positive().max(mostMm),
  pointer: z.enum(['pen', 'touch', 'mouse']),
  /** Without it every F is 0.5. */
  hasPressure: z.boolean(),
  /** Each from pen down to pen up. */
  strokes: z.array(z.array(PadPoint).min(1).max(5000)).max(200),
});
export type PadSignature = z.infer<typeof PadSignature>;

const signing = {
  /** As it stands on the screen: a signature under another is refused. */
  revision: z.number().int(),
  signer: z.strictObject({ by: Signer, note: z.string().max(200) }),
};

/** What an officer can want of the signature. */
export const signatureIntentions = [
  /** The citizen reads the sheet on the screen; it is made and kept as a printed one is. */
  z.strictObject({ kind: z.literal('show-sheet'), revision: z.number().int() }),
  z.strictObject({ kind: z.literal('sign-on-pad'), ...signing, pad: PadSignature }),
  /** The page with the signature; when it speaks for itself, the sheet is signed. */
  z.strictObject({
    kind: z.literal('photograph-signed-page'),
    ...signing,
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
    camera: z.string().max(200),
  }),
  z.strictObject({ kind: z.literal('keep-signed-page'), ...signing, reason: KeepPageReason }),
  /** The officer has seen the signed paper. */
  z.strictObject({ kind: z.literal('vouch-for-paper'), ...signing }),
] as const;
