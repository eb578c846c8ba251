import { constants, createCipheriv, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigFrom, bytesFrom, pad, unpad } from './bytes.ts';
import { chooseCrypto, faultsOf } from './choose-crypto.ts';
import { type Crypto, digestNames } from './crypto.ts';
import { javascriptCrypto } from './javascript-crypto.ts';
import { nodeCrypto } from './node-crypto.ts';

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const key = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const blocks = (size: number) =>
  fc
    .uint8Array({ minLength: size, maxLength: 40 * size })
    .map((all) => all.subarray(0, all.length - (all.length % size)));
const anyKey = fc.constantFrom(16, 24, 32).chain(key);

describe('the two back ends give the same bytes', () => {
  it.each(digestNames)('%s', (name) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 3 }), (parts) => {
        const expected = createHash(name).update(Buffer.concat(parts)).digest('hex');
        expect([nodeCrypto, javascriptCrypto].map((crypto) => hex(crypto.digest(name, ...parts)))).toEqual([
          expected,
          expected,
        ]);
      }),
    );
  });

  it('AES-CBC, there and back', () => {
    fc.assert(
      fc.property(anyKey, key(16), blocks(16), (k, iv, data) => {
        const encrypted = nodeCrypto.aesCbcEncrypt(k, iv, data);
        expect(hex(javascriptCrypto.aesCbcEncrypt(k, iv, data))).toBe(hex(encrypted));
        expect(hex(javascriptCrypto.aesCbcDecrypt(k, iv, encrypted))).toBe(hex(data));
        expect(hex(nodeCrypto.aesCbcDecrypt(k, iv, encrypted))).toBe(hex(data));
      }),
    );
  });

  it('AES-CMAC of any length', () => {
    fc.assert(
      fc.property(anyKey, fc.uint8Array({ maxLength: 300 }), (k, message) => {
        expect(hex(nodeCrypto.aesCmac(k, message))).toBe(hex(javascriptCrypto.aesCmac(k, message)));
      }),
    );
  });

  it('3DES and its MAC', () => {
    fc.assert(
      fc.property(key(16), blocks(8), (k, data) => {
        const encrypted = nodeCrypto.tripleDesEncrypt(k, data);
        expect(hex(javascriptCrypto.tripleDesEncrypt(k, data))).toBe(hex(encrypted));
        expect(hex(javascriptCrypto.tripleDesDecrypt(k, encrypted))).toBe(hex(data));
        expect(hex(nodeCrypto.tripleDesDecrypt(k, encrypted))).toBe(hex(data));
        expect(hex(javascriptCrypto.retailMac(k, data))).toBe(hex(nodeCrypto.retailMac(k, data)));
      }),
    );
  });

  it.each([1024, 2048, 3072])('RSA with %i bits', (modulusLength) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const rsa = { modulus: Buffer.from(n, 'base64url'), exponent: Buffer.from(e, 'base64url') };
    const value = Buffer.alloc(modulusLength / 8, 7).fill(0, 0, 3);
    const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, value);
    for (const crypto of [nodeCrypto, javascriptCrypto]) {
      expect(hex(crypto.rsaPublic(rsa, signature))).toBe(hex(value));
      expect(() => crypto.rsaPublic(rsa, rsa.modulus)).toThrow(RangeError);
      expect(() => crypto.rsaPublic(rsa, signature.subarray(1))).toThrow(RangeError);
    }
  });
});

describe('published values', () => {
  const cmac = [
    ['', 'bb1d6929e95937287fa37d129b756746'],
    ['6bc1bee22e409f96e93d7e117393172a', '070a16b46b4d4144f79bdd9dd04a287c'],
    [
      '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411',
      'dfa66747de9ae63030ca32611497c827',
    ],
    [
      '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
      '51f0bebf7e3b9d92fc49741779363cfe',
    ],
  ];
  it.each(cmac)('RFC 4493 section 4: CMAC of "%s"', (message = '', tag = '') => {
    for (const crypto of [nodeCrypto, javascriptCrypto])
      expect(hex(crypto.aesCmac(bytes('2b7e151628aed2a6abf7158809cf4f3c'), bytes(message)))).toBe(tag);
  });

  it('3DES with two equal keys is single DES, as the MAC needs it', () => {
    const k = bytes('0123456789abcdef');
    const both = Buffer.concat([k, k]);
    const all = createCipheriv('des-ede3-cbc', Buffer.concat([both, k]), new Uint8Array(8)).setAutoPadding(
      false,
    );
    expect(hex(javascriptCrypto.tripleDesEncrypt(both, bytes('4e6f772069732074')))).toBe('3fa40e8a984d4815');
    expect(all.update('4e6f772069732074', 'hex', 'hex')).toBe('3fa40e8a984d4815');
  });
});

describe('the start-up self-test', () => {
  it('finds nothing wrong with either back end', () => {
    expect([nodeCrypto, javascriptCrypto].map(faultsOf)).toEqual([[], []]);
  });

  /** What a library without 3DES, as some builds of Electron's, looks like from here. */
  const lacking = (...missing: readonly (keyof Crypto)[]): Crypto => ({
    ...nodeCrypto,
    ...Object.fromEntries(
      missing.map((name) => [
        name,
        () => {
          throw new Error('unsupported');
        },
      ]),
    ),
  });

  it.each([
    'digest',
    'aesCbcEncrypt',
    'aesCbcDecrypt',
    'aesCmac',
    'tripleDesEncrypt',
    'tripleDesDecrypt',
    'retailMac',
    'rsaPublic',
  ] as const)('takes the other back end when %s is missing', (name) => {
    expect(chooseCrypto([lacking(name), javascriptCrypto]).name).toBe('javascript');
  });

  it('notices a primitive that computes wrongly', () => {
    const wrong: Crypto = { ...nodeCrypto, aesCmac: (k, m) => nodeCrypto.aesCmac(k, m).with(3, 0) };
    expect(faultsOf(wrong)).toEqual(['AES-CMAC']);
  });

  it('prefers the platform’s library, and refuses to go on without any', () => {
    expect(chooseCrypto().name).toBe('node');
    expect(() => chooseCrypto([lacking('digest')])).toThrow('no cryptography');
  });
});

it('writes numbers and paddings that read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.constantFrom(8, 16), (data, block) => {
      expect(unpad(pad(data, block), block)).toEqual(data);
      expect(bytesFrom(bigFrom(data), data.length)).toEqual(data);
    }),
  );
  expect(() => bytesFrom(256n, 1)).toThrow(RangeError);
  for (const padding of ['', '00', '0000000000000000', '8000000000000000000000000000000000'])
    expect(unpad(bytes(padding), 16)).toBeUndefined();
});
