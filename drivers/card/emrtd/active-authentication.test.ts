import { ecdsa } from '@noble/curves/abstract/weierstrass.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import examples from '../../../fixtures/chip/icao-9303-11-appendix-f.json' with { type: 'json' };
import { encodeTlv } from '../tlv.ts';
import { isSignatureOf } from './active-authentication.ts';
import { bigFrom, bytesFrom } from './crypto/bytes.ts';
import { type Crypto, type DigestName, digestNames } from './crypto/crypto.ts';
import { javascriptCrypto } from './crypto/javascript-crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { type Curve, curveOf } from './groups/curves.ts';
import { decodeDg15 } from './lds/dg15.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();
const { appendixF, rsa } = examples;
const challenge = bytes(appendixF.challenge);
const key = decodeDg15(encodeTlv(0x6f, bytes(rsa.publicKeyInfo)));
if (key.kind !== 'rsa') throw new Error('the example is RSA');

/** The worked example names no key: what the key would recover is given. */
const recovering = (recovered: Uint8Array): Crypto => ({ ...nodeCrypto, rsaPublic: () => recovered });

describe('ICAO 9303-11 appendix F', () => {
  const recovered = bytes(appendixF.recovered);
  const isGood = (message: Uint8Array, over = challenge): boolean =>
    isSignatureOf(recovering(message), key, over, bytes(appendixF.signature));

  it('the recovered message proves the challenge', () => {
    expect(isGood(recovered)).toBe(true);
    expect(isGood(recovered, challenge.with(0, 0))).toBe(false);
  });

  it('no other message does: any bit flipped', () => {
    for (let bit = 0; bit < 8 * recovered.length; bit++) {
      const at = bit >> 3;
      expect(isGood(recovered.with(at, (recovered[at] ?? 0) ^ (1 << (bit & 7))))).toBe(false);
    }
  });

  it('nor one too short to hold a hash', () => {
    for (let length = 0; length <= 20; length++) {
      // What is hashed is then only the challenge; the hash itself is right as far as it goes.
      const hash = nodeCrypto.digest('sha1', challenge).subarray(0, length);
      const message = Uint8Array.from([0x6a, ...hash, 0xbc]);
      expect(isGood(message), `${length} bytes of hash`).toBe(length === 20);
    }
    for (const message of [[], [0x6a], [0xbc], [0x6a, 0x34, 0xcc]])
      expect(isGood(Uint8Array.from(message))).toBe(false);
  });

  it.each([
    ['33', 'sha1'],
    ['34', 'sha256'],
    ['35', 'sha512'],
    ['36', 'sha384'],
    ['38', 'sha224'],
  ] as const)('trailer %sCC names %s', (trailer, digest) => {
    const m1 = bytes('0102030405060708');
    const hash = nodeCrypto.digest(digest, m1, challenge);
    const message = Buffer.concat([bytes('6A'), m1, hash, bytes(`${trailer}CC`)]);
    expect(isGood(message)).toBe(true);
    const others = ['33', '34', '35', '36', '38', '39'].filter((other) => other !== trailer);
    for (const other of others)
      expect(isGood(Buffer.concat([message.subarray(0, -2), bytes(`${other}CC`)]))).toBe(false);
  });
});

describe('ECDSA', () => {
  const privateKey = bytes('01'.repeat(20));
  const sign = (curve: Curve, digest: DigestName): Uint8Array =>
    ecdsa(curve.Point, sha256).sign(
      nodeCrypto.digest(digest, challenge),
      bytesFrom(bigFrom(privateKey), curve.fieldBytes),
      {
        prehash: false,
        lowS: false,
      },
    );
  const algorithm = (digest: DigestName): string =>
    `0.4.0.127.0.7.1.1.4.1.${digestNames.indexOf(digest) + 1}`;

  it.each([
    ['P-192', 'sha1'],
    ['P-224', 'sha224'],
    ['P-256', 'sha256'],
    ['brainpoolP320r1', 'sha384'],
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
  ] as const)('on %s is over %s where EF.DG14 names none', (name, digest) => {
    const curve = curveOf(name);
    const point = curve.Point.BASE.multiply(bigFrom(privateKey)).toBytes(false);
    const own = { kind: 'ec', curve, point } as const;
    const signature = sign(curve, digest);
    expect(isSignatureOf(nodeCrypto, own, challenge, signature)).toBe(true);
    expect(isSignatureOf(nodeCrypto, own, challenge.with(0, 0), signature)).toBe(false);
    for (const other of digestNames) {
      const isNamed = isSignatureOf(nodeCrypto, own, challenge, sign(curve, other), algorithm(other));
      expect([other, isNamed]).toEqual([other, true]);
      if (other !== digest) expect(isSignatureOf(nodeCrypto, own, challenge, sign(curve, other))).toBe(false);
    }
  });

  it('is none when it is no signature at all', () => {
    const curve = curveOf('P-256');
    const point = curve.Point.BASE.multiply(bigFrom(privateKey)).toBytes(false);
    for (const signature of [
      new Uint8Array(),
      new Uint8Array(64),
      new Uint8Array(64).fill(0xff),
      bytes('3006020101020101'),
    ])
      expect(isSignatureOf(nodeCrypto, { kind: 'ec', curve, point }, challenge, signature)).toBe(false);
    const off = point.with(-1, (point.at(-1) ?? 0) ^ 1);
    expect(
      isSignatureOf(nodeCrypto, { kind: 'ec', curve, point: off }, challenge, sign(curve, 'sha256')),
    ).toBe(false);
  });
});

describe.each([nodeCrypto, javascriptCrypto])('RSA with $name', (crypto) => {
  it.each(rsa.pairs)('recovers what others recovered', ({ signature, recovered }) => {
    expect(hex(crypto.rsaPublic(key.key, bytes(signature)))).toBe(recovered);
  });

  it('a signature of another length, or not below the modulus, is none', () => {
    for (const signature of [
      new Uint8Array(),
      new Uint8Array(127),
      new Uint8Array(129),
      new Uint8Array(128).fill(0xff),
    ])
      expect(isSignatureOf(crypto, key, challenge, signature)).toBe(false);
  });
});
