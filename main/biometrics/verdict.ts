/** What a picture of fingers is worth, 0 to 100, and when it should be taken again, why. */
export type PictureVerdict =
  | { readonly kind: 'accept'; readonly score: number }
  | { readonly kind: 'retry'; readonly score: number; readonly reason: RetryReason };

export type RetryReason =
  | 'no-finger'
  | 'small-area'
  | 'dry'
  | 'wet'
  | 'smudged'
  | 'off-centre'
  | 'moving'
  | 'low-quality'
  | 'wrong-count'
  | 'wrong-hand';
