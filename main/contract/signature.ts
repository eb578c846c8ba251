import { z } from 'zod';
import { FieldName } from './form.ts';

/** CC01 is printed at a revision and signed at that revision; a later edit voids the signature (V-SIGN). */
export const ReviewSnapshot = z.strictObject({
  /** The revision the sheet would carry if printed now. Grows with every change of a signed value. */
  revision: z.number().int(),
  printedRevision: z.number().int().optional(),
  signed: z.strictObject({ revision: z.number().int(), atMs: z.number() }).optional(),
  /** Set while a signature exists that no longer holds, with the field that voided it. */
  voided: z
    .strictObject({ revision: z.number().int(), by: z.union([FieldName, z.literal('picture')]) })
    .optional(),
});

export const reviewGaps = [
  z.strictObject({ kind: z.literal('not-printed'), step: z.literal('review') }),
  z.strictObject({ kind: z.literal('not-signed'), step: z.literal('review') }),
] as const;

/** What an officer can want of the signature. */
export const signatureIntentions = [
  z.strictObject({ kind: z.literal('sign'), revision: z.number().int() }),
] as const;
