import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { modPow } from '../crypto/mod-pow.ts';
import type { Curve } from './curves.ts';
import type { Group } from './group.ts';
import { randomScalar } from './random-scalar.ts';

type Point = WeierstrassPoint<bigint>;

const uncompressed = 0x04;

/** Key agreement on a curve with this generator. The curves all have cofactor 1: a point on the curve has the right order. */
export function curveGroup(curve: Curve, generator: Point = curve.Point.BASE): Group {
  const { p, n, fieldBytes, parameterId } = curve;
  const publicKeyOf = (privateKey: bigint): Uint8Array => generator.multiply(privateKey).toBytes(false);
  return {
    kind: 'ecdh',
    parameterId,
    prime: p,
    fieldBytes,
    order: n,
    newKeyPair: () => {
      const privateKey = randomScalar(n);
      return { privateKey, publicKey: publicKeyOf(privateKey) };
    },
    publicKeyOf,
    multiply: (privateKey, theirs) => pointFrom(curve, theirs).multiply(privateKey).toBytes(false),
    secretOf: (element) => element.slice(1, 1 + fieldBytes),
    mapGeneric: (s, h) => {
      const shift = pointFrom(curve, h);
      const scaled = s % n === 0n ? curve.Point.ZERO : generator.multiply(s % n);
      return curveGroup(curve, usable(scaled.add(shift)));
    },
    mapIntegrated: (element) => curveGroup(curve, usable(encodePoint(curve, element))),
  };
}

/**
 * The point these bytes write, uncompressed.
 *
 * @throws RangeError when it is not on the curve
 */
export function pointFrom(curve: Curve, bytes: Uint8Array): Point {
  if (bytes[0] !== uncompressed || bytes.length !== 1 + 2 * curve.fieldBytes)
    throw new RangeError(`no point of ${curve.name}`);
  try {
    return curve.Point.fromBytes(bytes);
  } catch (cause) {
    throw new RangeError(`no point of ${curve.name}`, { cause });
  }
}

function usable(point: Point): Point {
  if (point.is0()) throw new RangeError('the mapped generator is the neutral element');
  return point;
}

/**
 * A point for any field element t (ICAO 9303-11 appendix B.2, affine; checked against appendix H.1).
 *
 * @throws RangeError on P-224, whose prime is not 3 modulo 4: the mapping is not defined there
 */
function encodePoint({ p, a, b, Point }: Curve, t: bigint): Point {
  if (p % 4n !== 3n) throw new RangeError('no integrated mapping on this curve');
  const mod = (value: bigint): bigint => ((value % p) + p) % p;
  const inverse = (value: bigint): bigint => modPow(mod(value), p - 2n, p);
  const g = (x: bigint): bigint => mod(mod(x * x) * x + a * x + b);
  const alpha = mod(-t * t);
  const x2 = mod(-b * inverse(a) * (1n + inverse(mod(alpha + alpha * alpha))));
  const x3 = mod(alpha * x2);
  const h2 = g(x2);
  const u = mod(mod(t * t) * t * h2);
  const root = modPow(h2, p - 1n - (p + 1n) / 4n, p);
  const affine =
    mod(mod(root * root) * h2) === 1n ? { x: x2, y: mod(root * h2) } : { x: x3, y: mod(root * u) };
  const point = Point.fromAffine(affine);
  point.assertValidity();
  return point;
}
