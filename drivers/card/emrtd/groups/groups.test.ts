import { createDiffieHellman, createECDH } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigFrom, bytesFrom } from '../crypto/bytes.ts';
import { curveOf, curveOfOid, curveOfParameters } from './curves.ts';
import { standardGroup } from './standard-groups.ts';
import parameters from './standard-parameters.json' with { type: 'json' };

const groups = [...parameters.dh, ...parameters.curves].map(({ id }) => {
  const group = standardGroup(id);
  if (!group) throw new Error(`no group ${id}`);
  return { id, group };
});
const openSslNames: Readonly<Record<string, string>> = {
  'P-192': 'prime192v1',
  'P-224': 'secp224r1',
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};
const big = (digits: string): bigint => BigInt(`0x${digits}`);

it('knows the groups of ICAO 9303-11 table 6, and no other number', () => {
  expect(groups.map(({ id }) => id)).toEqual([0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  expect([3, 7, 19, -1, 255].map(standardGroup)).toEqual(Array(5).fill(undefined));
});

describe.each(parameters.curves)('$name', ({ name }) => {
  it('agrees with OpenSSL', () => {
    const theirs = createECDH(openSslNames[name] ?? name);
    const theirKey = theirs.generateKeys();
    const group = standardGroup(curveOf(name).parameterId);
    const ours = group?.newKeyPair();
    if (!group || !ours) throw new Error('no group');
    expect(group.secretOf(group.multiply(ours.privateKey, theirKey))).toEqual(
      new Uint8Array(theirs.computeSecret(ours.publicKey)),
    );
  });

  it('is found by its name, by its number and by its parameters, and not by others', () => {
    const curve = curveOf(name);
    const { p, a, b, n } = curve;
    const generator = curve.Point.BASE.toBytes(false);
    const explicit = { p, a, b, n, generator, h: 1n };
    expect(curveOfOid(curve.oid)).toBe(curve);
    expect(curveOfParameters(explicit)).toBe(curve);
    expect(curveOfParameters({ ...explicit, h: undefined, generator: curve.Point.BASE.toBytes(true) })).toBe(
      curve,
    );
    // Another generator of the same curve: whoever chose it may know its logarithm.
    const chosen = curve.Point.BASE.multiply(2n).toBytes(false);
    for (const forged of [
      { a: a + 1n },
      { b: b + 1n },
      { n: n - 1n },
      { p: p + 2n },
      { h: 2n },
      { generator: chosen },
    ])
      expect(curveOfParameters({ ...explicit, ...forged })).toBeUndefined();
  });
});

describe.each(parameters.dh)('numbers of group $id', ({ id, p, g, q }) => {
  it('has a generator of prime order', () => {
    const group = standardGroup(id);
    expect([group?.prime, group?.order]).toEqual([big(p), big(q)]);
    expect(bigFrom(group?.publicKeyOf(big(q)) ?? new Uint8Array())).toBe(1n);
  });

  it('agrees with OpenSSL', () => {
    const theirs = createDiffieHellman(Buffer.from(p, 'hex'), Buffer.from(g.padStart(p.length, '0'), 'hex'));
    theirs.generateKeys();
    const group = standardGroup(id);
    const ours = group?.newKeyPair();
    if (!group || !ours) throw new Error('no group');
    const secret = bigFrom(theirs.computeSecret(ours.publicKey));
    expect(bigFrom(group.multiply(ours.privateKey, theirs.getPublicKey()))).toBe(secret);
  });
});

describe.each(groups)('group $id', ({ group }) => {
  it('gives both sides the same secret, on every generator', () => {
    const [a, b, c, d] = [group.newKeyPair(), group.newKeyPair(), group.newKeyPair(), group.newKeyPair()];
    const h = group.multiply(a.privateKey, b.publicKey);
    expect(group.multiply(b.privateKey, a.publicKey)).toEqual(h);
    const mapped = group.mapGeneric(0x0123456789n, h);
    const [x, y] = [mapped.publicKeyOf(c.privateKey), mapped.publicKeyOf(d.privateKey)];
    expect(mapped.multiply(c.privateKey, y)).toEqual(mapped.multiply(d.privateKey, x));
    expect(x).not.toEqual(group.publicKeyOf(c.privateKey));
  });

  it('takes no element that is none', () => {
    const { publicKey } = group.newKeyPair();
    const zero = new Uint8Array(publicKey.length);
    const forged = [
      new Uint8Array(),
      zero,
      zero.with(-1, 1),
      bytesFrom(group.prime - 1n, publicKey.length),
      bytesFrom(group.prime, publicKey.length),
      // Not the first byte: a number may begin with zero, and is the same without it.
      publicKey.subarray(0, -1),
      Uint8Array.from([...publicKey, 0]),
      publicKey.with(-1, (publicKey.at(-1) ?? 0) ^ 1),
      publicKey.with(0, group.kind === 'ecdh' ? 0x06 : 0xff),
    ];
    for (const element of forged) expect(() => group.multiply(5n, element)).toThrow(RangeError);
  });
});

it('maps any field element to a point, but not on the curve whose prime does not allow it', () => {
  const { group } = groups.find(({ id }) => id === 13) ?? {};
  if (!group) throw new Error('no group');
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: group.prime - 2n }), (element) => {
      const key = group.mapIntegrated(element).publicKeyOf(1n);
      expect(group.multiply(1n, key)).toEqual(key);
    }),
    { numRuns: 200 },
  );
  expect(() => standardGroup(10)?.mapIntegrated(7n)).toThrow(RangeError);
});
