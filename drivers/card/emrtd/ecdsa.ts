import { ecdsa } from '@noble/curves/abstract/weierstrass.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Curve } from './groups/curves.ts';

/** `der`: SEQUENCE of two integers. `plain`: r and s side by side, each as long as the order (BSI TR-03111 section 5.2). */
export type EcdsaForm = 'der' | 'plain';

/**
 * Whether the signature over this digest is by this key. A digest longer than the order is cut (FIPS 186-5 section 6.4).
 *
 * @param publicKey uncompressed point
 */
export function ecdsaVerify(
  curve: Curve,
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
  form: EcdsaForm,
): boolean {
  // The hash is never used: `prehash: false` says that the digest is here already.
  const scheme = ecdsa(curve.Point, sha256);
  try {
    return scheme.verify(signature, digest, publicKey, {
      prehash: false,
      lowS: false,
      format: form === 'der' ? 'der' : 'compact',
    });
  } catch {
    return false;
  }
}
