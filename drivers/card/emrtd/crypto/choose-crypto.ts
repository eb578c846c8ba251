import { isSame } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { javascriptCrypto } from './javascript-crypto.ts';
import { nodeCrypto } from './node-crypto.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** Published values for every primitive: ICAO 9303-11 appendix D.3 and D.4, RFC 4493 section 4, FIPS 180-4 and 197. */
const vectors: readonly { readonly what: string; readonly holds: (crypto: Crypto) => boolean }[] = [
  ...(
    [
      ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
      ['sha224', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
      ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ] as const
  ).map(([name, digest]) => ({
    what: name,
    holds: (crypto: Crypto) => isSame(crypto.digest(name, Buffer.from('abc')), hex(digest)),
  })),
  {
    what: 'sha384 and sha512',
    holds: (crypto) =>
      crypto.digest('sha384', Buffer.from('abc'))[0] === 0xcb &&
      crypto.digest('sha512', Buffer.from('abc'))[0] === 0xdd,
  },
  ...[
    ['000102030405060708090a0b0c0d0e0f', '69c4e0d86a7b0430d8cdb78070b4c55a'],
    ['000102030405060708090a0b0c0d0e0f1011121314151617', 'dda97ca4864cdfe06eaf70a0ec0d7191'],
    ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', '8ea2b7ca516745bfeafc49904b496089'],
  ].map(([key = '', expected = '']) => ({
    what: `AES-${4 * key.length}`,
    holds: (crypto: Crypto) => {
      const [iv, block] = [new Uint8Array(16), hex('00112233445566778899aabbccddeeff')];
      const encrypted = crypto.aesCbcEncrypt(hex(key), iv, block);
      return isSame(encrypted, hex(expected)) && isSame(crypto.aesCbcDecrypt(hex(key), iv, encrypted), block);
    },
  })),
  {
    what: 'AES-CMAC',
    holds: (crypto) =>
      isSame(
        crypto.aesCmac(
          hex('2b7e151628aed2a6abf7158809cf4f3c'),
          hex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411'),
        ),
        hex('dfa66747de9ae63030ca32611497c827'),
      ),
  },
  {
    what: '3DES and its MAC',
    holds: (crypto) => {
      const key = hex('ab94fdecf2674fdfb9b391f85d7f76f2');
      const plain = hex('781723860c06c2264608f919887022120b795240cb7049b01c19b33e32804f0b');
      const encrypted = hex('72c29c2371cc9bdb65b779b8e8d37b29ecc154aa56a8799fae2f498f76ed92f2');
      const mac = crypto.retailMac(
        hex('7962d9ece03d1acd4c76089dce131543'),
        Buffer.concat([encrypted, hex('8000000000000000')]),
      );
      return (
        isSame(crypto.tripleDesEncrypt(key, plain), encrypted) &&
        isSame(crypto.tripleDesDecrypt(key, encrypted), plain) &&
        isSame(mac, hex('5f1448eea8ad90a7'))
      );
    },
  },
  {
    what: 'RSA',
    // 2³ is smaller than any modulus of this size, so that the answer is known without computing it.
    holds: (crypto) => {
      const modulus = new Uint8Array(128).fill(0xff);
      const value = new Uint8Array(128).with(-1, 2);
      return isSame(
        crypto.rsaPublic({ modulus, exponent: Uint8Array.of(3) }, value),
        new Uint8Array(128).with(-1, 8),
      );
    },
  },
];

/** What a back end gets wrong or lacks, by name; empty when it can be used. */
export function faultsOf(crypto: Crypto): readonly string[] {
  return vectors.filter(({ holds }) => !isTrue(() => holds(crypto))).map(({ what }) => what);
}

/**
 * The first back end that computes every published value rightly: Electron's library lacks what Node's has.
 *
 * @throws Error when none does: then no chip can be read
 */
export function chooseCrypto(candidates: readonly Crypto[] = [nodeCrypto, javascriptCrypto]): Crypto {
  const chosen = candidates.find((crypto) => faultsOf(crypto).length === 0);
  if (!chosen) throw new Error(`no cryptography: ${candidates.map(({ name }) => name).join(', ')} failed`);
  return chosen;
}

function isTrue(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
