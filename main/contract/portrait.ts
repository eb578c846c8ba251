import { z } from 'zod';
import { Bytes, CaptureId } from './ids.ts';
import { Verdict } from './verdict.ts';

export const PortraitSnapshot = z.strictObject({
  captureId: CaptureId.optional(),
  verdict: Verdict.optional(),
  keptBelowThreshold: z.boolean(),
});

export const portraitGaps = [
  z.strictObject({ kind: z.literal('portrait-missing'), step: z.literal('portrait') }),
] as const;

/** What an officer can want of the portrait. */
export const portraitIntentions = [
  z.strictObject({
    kind: z.literal('take-portrait'),
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
    camera: z.string().max(200),
  }),
  z.strictObject({ kind: z.literal('keep-portrait') }),
] as const;
