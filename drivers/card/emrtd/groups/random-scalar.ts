import { randomBytes } from 'node:crypto';
import { bigFrom } from '../crypto/bytes.ts';

/** A private key: uniform from 1 to `order` − 1 but for a bias below 2⁻⁶⁴ (FIPS 186-5 appendix A.2.1). */
export function randomScalar(order: bigint): bigint {
  const bytes = Math.ceil(order.toString(2).length / 8) + 8;
  return (bigFrom(randomBytes(bytes)) % (order - 1n)) + 1n;
}
