import type { ApplicationReason } from '../contract/enrollment.ts';
import { rulesOn } from './rules.ts';

/** What an exchange costs, in VND, and the text it rests on. */
interface Fee {
  readonly base: number;
  readonly discountPercent: number;
  readonly amount: number;
  readonly basis: string;
}

/** The fee of an exchange received on a day (`YYYY-MM-DD`). */
export function exchangeFee(reason: ApplicationReason, day: string): Fee {
  const { exchange, discountPercent, basis } = rulesOn(day).fees;
  const base = exchange[reason];
  return { base, discountPercent, amount: (base * (100 - discountPercent)) / 100, basis };
}
