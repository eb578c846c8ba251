import { z } from 'zod';

/** A picture of fingers is judged, not refused: `retry` says why, and the officer may keep the best. */
export const verdictReasons = [
  'no-finger',
  'small-area',
  'dry',
  'wet',
  'smudged',
  'off-centre',
  'moving',
  'low-quality',
  'wrong-count',
  'wrong-hand',
] as const;
export const VerdictReason = z.enum(verdictReasons);
export type VerdictReason = z.infer<typeof VerdictReason>;
export const Verdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), score: z.number().min(0).max(100) }),
  z.strictObject({
    kind: z.literal('retry'),
    score: z.number().min(0).max(100),
    reason: VerdictReason,
  }),
]);
export type Verdict = z.infer<typeof Verdict>;
