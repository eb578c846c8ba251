import type { DeliveryEvent } from '../../db/delivery-events.ts';
import type { ErrorClass } from './error-class.ts';

/** So many failures of one kind in a row are the packet's own. A centre that is merely busy answers sooner or later. */
const mostFailures: Readonly<Record<ErrorClass, number>> = {
  data: 5,
  centre: 20,
  line: Number.POSITIVE_INFINITY,
  'sign-in': Number.POSITIVE_INFINITY,
};

/**
 * Whether a packet that failed again is taken out of the others' way, for a person to look at: when the centre signed something
 * for this station meanwhile, and never for this packet. As long as nobody gets through (the login page of a hotel, a centre with
 * a fault of its own) nothing is isolated, and everything goes by itself when it is over.
 *
 * @param failed the failure as the history counts it
 * @param signedAtMs when the centre last signed anything
 */
export function isToIsolate(cause: ErrorClass, failed: DeliveryEvent, signedAtMs: number): boolean {
  return failed.times >= mostFailures[cause] && signedAtMs > failed.firstAtMs;
}
