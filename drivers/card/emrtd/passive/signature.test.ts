import { execFileSync } from 'node:child_process';
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
  sign,
} from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeTlvs, encodeTlv } from '../../tlv.ts';
import { onlyTlv } from '../asn1/asn1.ts';
import { decodePublicKey, type PublicKey } from '../asn1/public-key.ts';
import { javascriptCrypto } from '../crypto/javascript-crypto.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import type { SignatureScheme } from './algorithms.ts';
import { verifySignature } from './signature.ts';
import { type Digest, digestOids } from './test-cms.ts';
import { newKey } from './test-openssl.ts';

const backEnds = [nodeCrypto, javascriptCrypto];
const digests = Object.keys(digestOids) as Digest[];
const message = Buffer.from('signed by another program');
const { privateKey: rsaPrivate, publicKey: rsaPublic } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsa = keyOf(rsaPublic);

function keyOf(key: KeyObject): PublicKey {
  return decodePublicKey(onlyTlv(key.export({ format: 'der', type: 'spki' })));
}

/** What both back ends say, which must be the same. */
function verdictOf(key: PublicKey, scheme: SignatureScheme, signature: Uint8Array, over = message): string {
  const verdicts = backEnds.map((crypto) => verifySignature(crypto, key, scheme, over, signature));
  expect(verdicts[1]).toBe(verdicts[0]);
  return String(verdicts[0]);
}

const expected = (digest: Digest): string => (digest === 'sha1' ? 'good-deprecated' : 'good');

describe('RSA', () => {
  it.each(digests)('PKCS #1 v1.5 and PSS of any salt with %s', (digest) => {
    expect(verdictOf(rsa, { kind: 'pkcs1', digest }, sign(digest, message, rsaPrivate))).toBe(
      expected(digest),
    );
    for (const saltBytes of [0, 1, 20, 32, 64, 150]) {
      const options = { key: rsaPrivate, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltBytes };
      const signature = sign(digest, message, options);
      const scheme = { kind: 'pss', digest, maskDigest: digest, saltBytes } as const;
      expect(verdictOf(rsa, scheme, signature)).toBe(expected(digest));
      expect(verdictOf(rsa, { ...scheme, saltBytes: saltBytes + 1 }, signature)).toBe('wrong');
      expect(
        verdictOf(rsa, { ...scheme, maskDigest: digest === 'sha1' ? 'sha256' : 'sha1' }, signature),
      ).toBe('wrong');
      expect(verdictOf(rsa, { kind: 'pkcs1', digest }, signature)).toBe('wrong');
      expect(verdictOf(rsa, scheme, signature, Buffer.from('another message'))).toBe('wrong');
    }
  });

  it.each([1024, 1025, 1031, 1032, 2047, 3072])(
    'keys of %i bits, whose blocks start in different places',
    (bits) => {
      const pair = generateKeyPairSync('rsa', { modulusLength: bits });
      const options = { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      const scheme = { kind: 'pss', digest: 'sha256', maskDigest: 'sha256', saltBytes: 32 } as const;
      const good = bits < 2048 ? 'good-deprecated' : 'good';
      expect(verdictOf(keyOf(pair.publicKey), scheme, sign('sha256', message, options))).toBe(good);
      const signature = sign('sha256', message, pair.privateKey);
      expect(verdictOf(keyOf(pair.publicKey), { kind: 'pkcs1', digest: 'sha256' }, signature)).toBe(good);
    },
  );

  it('PSS with a mask of another digest, as OpenSSL signs it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pss-'));
    writeFileSync(join(folder, 'key.pem'), rsaPrivate.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(join(folder, 'message'), message);
    const options = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:11', 'rsa_mgf1_md:sha1'].flatMap((one) => [
      '-pkeyopt',
      one,
    ]);
    const args = [
      'pkeyutl',
      '-sign',
      '-rawin',
      '-digest',
      'sha384',
      '-inkey',
      'key.pem',
      '-in',
      'message',
      '-out',
      'signature',
    ];
    execFileSync('openssl', [...args, ...options], { cwd: folder });
    const signature = Uint8Array.from(readFileSync(join(folder, 'signature')));
    const scheme = { kind: 'pss', digest: 'sha384', maskDigest: 'sha1', saltBytes: 11 } as const;
    expect(verdictOf(rsa, scheme, signature)).toBe('good');
    expect(verdictOf(rsa, { ...scheme, maskDigest: 'sha384' }, signature)).toBe('wrong');
  });

  it('a key for PSS only', () => {
    const pair = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const signature = sign('sha256', message, { key: pair.privateKey, saltLength: 32 });
    const key = keyOf(pair.publicKey);
    expect(
      verdictOf(key, { kind: 'pss', digest: 'sha256', maskDigest: 'sha256', saltBytes: 32 }, signature),
    ).toBe('good');
    const renamed = Buffer.from(rsaPublic.export({ format: 'der', type: 'spki' }));
    renamed[renamed.indexOf('2a864886f70d010101', 0, 'hex') + 8] = 10;
    const pssOnly = decodePublicKey(onlyTlv(renamed));
    const other = sign('sha256', message, rsaPrivate);
    expect(verdictOf(rsa, { kind: 'pkcs1', digest: 'sha256' }, other)).toBe('good');
    expect(verdictOf(pssOnly, { kind: 'pkcs1', digest: 'sha256' }, other)).toBe('wrong');
  });

  it('takes PSS blocks only with every fixed byte in place', () => {
    const [salt, digest] = [Buffer.alloc(32, 7), nodeCrypto.digest('sha256', message)];
    const signed = ({ start = 0, zeros = 0, mark = 1, end = 0xbc }): string => {
      const seed = nodeCrypto.digest('sha256', new Uint8Array(8), digest, salt);
      const data = Buffer.concat([Buffer.alloc(256 - 32 - 1 - 32 - 1, zeros), Buffer.of(mark), salt]);
      const mask = Buffer.concat(
        [0, 1, 2, 3, 4, 5, 6].map((n) => nodeCrypto.digest('sha256', seed, Buffer.of(0, 0, 0, n))),
      );
      const block = Buffer.concat([data.map((byte, i) => byte ^ (mask[i] ?? 0)), seed, Buffer.of(end)]);
      // 80 and small: the bit that must be zero, in a block still below the modulus.
      block[0] = start || (block[0] ?? 0) & 0x7f;
      const signature = privateEncrypt({ key: rsaPrivate, padding: constants.RSA_NO_PADDING }, block);
      return verdictOf(
        rsa,
        { kind: 'pss', digest: 'sha256', maskDigest: 'sha256', saltBytes: 32 },
        signature,
      );
    };
    expect(signed({})).toBe('good');
    const forged = [{ start: 0x80 }, { zeros: 1 }, { mark: 0 }, { mark: 2 }, { end: 0xcc }];
    expect(forged.map(signed)).toEqual(forged.map(() => 'wrong'));
  });

  it('takes no other block than the one of PKCS #1, whatever a lenient parser would read in it', () => {
    const digest = nodeCrypto.digest('sha256', message);
    const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest]);
    const withoutNull = Buffer.concat([
      Buffer.from('302f300b0609608648016503040201', 'hex'),
      Buffer.from('0420', 'hex'),
      digest,
    ]);
    const longForm = Buffer.concat([Buffer.from('308131300d060960864801650304020105000420', 'hex'), digest]);
    const block = (start: string, padding: number, ...rest: Uint8Array[]): Uint8Array => {
      const bytes = Buffer.concat([
        Buffer.from(start, 'hex'),
        Buffer.alloc(padding, 0xff),
        Buffer.of(0),
        ...rest,
      ]);
      return Buffer.concat([bytes, Buffer.alloc(Math.max(0, 256 - bytes.length), 0x41)]);
    };
    const signed = (bytes: Uint8Array): string => {
      const signature = privateEncrypt({ key: rsaPrivate, padding: constants.RSA_NO_PADDING }, bytes);
      return verdictOf(rsa, { kind: 'pkcs1', digest: 'sha256' }, signature);
    };
    const full = 256 - 3 - info.length;
    expect(signed(block('0001', full, info))).toBe('good');
    const forgeries = [
      block('0001', 8, info),
      block('0001', full - 4, info),
      block('0002', full, info),
      block('0000', full, info),
      block('0001', full + 2, withoutNull),
      block('0001', full - 1, longForm),
      block('0001', full - 1, Buffer.of(0), info),
      block('0001', 256 - 3 - 32, digest),
    ];
    expect(forgeries.map(signed)).toEqual(forgeries.map(() => 'wrong'));
  });

  it('refuses signatures that are no number below the modulus, and keys nobody makes', () => {
    const scheme = { kind: 'pkcs1', digest: 'sha256' } as const;
    for (const signature of [
      new Uint8Array(),
      new Uint8Array(255),
      new Uint8Array(256),
      new Uint8Array(256).fill(0xff),
      new Uint8Array(257),
    ])
      expect(verdictOf(rsa, scheme, signature)).toBe('wrong');
    const { n = '', e = '' } = rsaPublic.export({ format: 'jwk' });
    const modulus = Buffer.from(n, 'base64url');
    const spki = (first: Uint8Array, second: Uint8Array): PublicKey => {
      const numbers = encodeTlv(0x30, encodeTlv(0x02, Buffer.of(0), first), encodeTlv(0x02, second));
      const algorithm = Buffer.from('300d06092a864886f70d0101010500', 'hex');
      return decodePublicKey(onlyTlv(encodeTlv(0x30, algorithm, encodeTlv(0x03, Buffer.of(0), numbers))));
    };
    const made = spki(modulus, Buffer.from(e, 'base64url'));
    expect(verdictOf(made, scheme, sign('sha256', message, rsaPrivate))).toBe('good');
    const bad = { kind: 'unusable', reason: 'bad-key' };
    expect(spki(modulus, Buffer.of(1))).toEqual(bad);
    expect(spki(modulus, Buffer.of(2))).toEqual(bad);
    expect(spki(modulus, Buffer.alloc(9, 0x11))).toEqual(bad);
    expect(spki(modulus.subarray(0, 100), Buffer.of(3))).toEqual(bad);
    expect(spki(Buffer.alloc(256, 0xfe), Buffer.of(3))).toEqual(bad);
  });
});

const curves = [
  'prime192v1',
  'secp224r1',
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP192r1',
  'brainpoolP224r1',
  'brainpoolP256r1',
  'brainpoolP320r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
];

describe('ECDSA', () => {
  it.each(curves)('%s with every digest, named and written out', (curve) => {
    const pem = newKey(curve);
    const der = createPublicKey(pem).export({ format: 'der', type: 'spki' });
    const written = execFileSync(
      'openssl',
      ['pkey', '-ec_param_enc', 'explicit', '-pubout', '-outform', 'DER'],
      { input: pem },
    );
    const [named, explicit] = [der, written].map((bytes) => decodePublicKey(onlyTlv(bytes)));
    expect(named?.kind).toBe('ec');
    expect(explicit).toEqual(named);
    for (const digest of digests) {
      const signature = sign(digest, message, pem);
      const verdict = named && verdictOf(named, { kind: 'ecdsa', digest }, signature);
      expect(verdict).toBe(expected(digest));
      expect(named && verdictOf(named, { kind: 'ecdsa', digest }, signature, Buffer.from('other'))).toBe(
        'wrong',
      );
    }
  });

  it('refuses a known curve with another generator, and curves it does not know', () => {
    const pem = newKey('brainpoolP256r1');
    const written = execFileSync(
      'openssl',
      ['pkey', '-ec_param_enc', 'explicit', '-pubout', '-outform', 'DER'],
      { input: pem },
    );
    const key = keyOf(createPublicKey(pem));
    const generator = written.indexOf('8bd2aeb9cb7e57cb2c4b482ffc81b7af', 0, 'hex');
    expect(generator).toBeGreaterThan(0);
    const own = Buffer.from(written);
    own.set(key.kind === 'ec' ? key.point.subarray(1) : [], generator);
    expect(own.equals(written)).toBe(false);
    expect(decodePublicKey(onlyTlv(own))).toEqual({ kind: 'unusable', reason: 'unknown-curve' });
    const other = createPublicKey(newKey('secp256k1')).export({ format: 'der', type: 'spki' });
    expect(decodePublicKey(onlyTlv(other))).toEqual({ kind: 'unusable', reason: 'unknown-curve' });
  });

  it('refuses numbers out of range, other encodings and points off the curve', () => {
    const pem = newKey();
    const key = keyOf(createPublicKey(pem));
    const scheme = { kind: 'ecdsa', digest: 'sha256' } as const;
    const good = Uint8Array.from(sign('sha256', message, pem));
    const [r, s] = decodeTlvs(decodeTlvs(good)[0]?.value ?? good);
    const n = Buffer.from('00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    const number = (bytes: Uint8Array): Uint8Array => encodeTlv(0x02, bytes);
    const pair = (first: Uint8Array, second: Uint8Array, ...more: Uint8Array[]): Uint8Array =>
      encodeTlv(0x30, first, second, ...more);
    const [wholeR, wholeS] = [r?.bytes ?? good, s?.bytes ?? good];
    expect(verdictOf(key, scheme, pair(wholeR, wholeS))).toBe('good');
    const wrong = [
      pair(number(Uint8Array.of(0)), wholeS),
      pair(wholeR, number(Uint8Array.of(0))),
      pair(number(n), wholeS),
      pair(wholeR, number(n)),
      pair(wholeR, wholeS, wholeS),
      pair(number(Buffer.concat([Buffer.of(0, 0), r?.value ?? good])), wholeS),
      Buffer.concat([good, Buffer.of(0)]),
      Buffer.concat([r?.value ?? good, s?.value ?? good]),
      new Uint8Array(),
    ];
    expect(wrong.map((signature) => verdictOf(key, scheme, signature))).toEqual(wrong.map(() => 'wrong'));
    const off = key.kind === 'ec' ? { ...key, point: key.point.with(-1, (key.point.at(-1) ?? 0) ^ 1) } : key;
    expect(verdictOf(off, scheme, good)).toBe('wrong');
    expect(verdictOf(rsa, scheme, good)).toBe('wrong');
    expect(verdictOf(key, { kind: 'pkcs1', digest: 'sha256' }, good)).toBe('wrong');
  });
});
