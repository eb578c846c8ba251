import type { RetryReason } from '../verdict.ts';
import type { Hint } from './quality/hints.ts';

/** What each hint is to the officer. */
export const hintReasons: Readonly<Record<Hint, RetryReason>> = {
  'no-finger': 'no-finger',
  'small-area': 'small-area',
  dry: 'dry',
  faint: 'dry',
  wet: 'wet',
  smudged: 'smudged',
  'off-centre': 'off-centre',
  moving: 'moving',
  'too-few-fingers': 'wrong-count',
  'too-many-fingers': 'wrong-count',
};
