import { describe, expect, it } from 'vitest';
import examples from '../../../fixtures/chip/icao-9303-11-appendix-f.json' with { type: 'json' };
import { encodeTlv } from '../tlv.ts';
import { isSignatureOf } from './active-authentication.ts';
import type { Crypto } from './crypto/crypto.ts';
import { javascriptCrypto } from './crypto/javascript-crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
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
    for (let length = 0; length < 22; length++)
      expect(isGood(recovered.subarray(-length || recovered.length, 0))).toBe(false);
    expect(isGood(Uint8Array.of(0x6a, 0xbc))).toBe(false);
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
