import { bigFrom, bytesFrom } from '../crypto/bytes.ts';
import { modPow } from '../crypto/mod-pow.ts';
import type { Group } from './group.ts';
import { randomScalar } from './random-scalar.ts';

export interface NumberGroupParameters {
  readonly id: number;
  readonly p: bigint;
  readonly g: bigint;
  readonly q: bigint;
}

/** Diffie-Hellman in the subgroup of order q of the numbers modulo p (RFC 2631, RFC 5114). */
export function numberGroup({ id, p, g, q }: NumberGroupParameters): Group {
  const fieldBytes = Math.ceil(p.toString(16).length / 2);
  const written = (value: bigint): Uint8Array => bytesFrom(value, fieldBytes);
  const elementFrom = (bytes: Uint8Array): bigint => {
    const y = bigFrom(bytes);
    if (bytes.length > fieldBytes || y < 2n || y > p - 2n || modPow(y, q, p) !== 1n)
      throw new RangeError('no element of the group');
    return y;
  };
  const mapped = (generator: bigint): Group => {
    if (generator <= 1n) throw new RangeError('the mapped generator is the neutral element');
    return numberGroup({ id, p, g: generator, q });
  };
  const publicKeyOf = (privateKey: bigint): Uint8Array => written(modPow(g, privateKey, p));

  return {
    kind: 'dh',
    parameterId: id,
    prime: p,
    fieldBytes,
    order: q,
    newKeyPair: () => {
      const privateKey = randomScalar(q);
      return { privateKey, publicKey: publicKeyOf(privateKey) };
    },
    publicKeyOf,
    multiply: (privateKey, theirs) => written(modPow(elementFrom(theirs), privateKey, p)),
    secretOf: (element) => element,
    mapGeneric: (s, h) => mapped((modPow(g, s, p) * elementFrom(h)) % p),
    mapIntegrated: (element) => mapped(modPow(element % p, (p - 1n) / q, p)),
  };
}
