import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../../tlv.ts';
import { javascriptCrypto } from '../crypto/javascript-crypto.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { decodeSod } from '../lds/sod.ts';
import { authenticateCardSecurity, authenticateSod } from './passive-authentication.ts';
import {
  attribute,
  type Digest,
  digestOids,
  octets,
  oid,
  type Padding,
  type SignedDataOptions,
  securityObject,
  seq,
  set,
  signedData,
  signingTime,
  sodFile,
} from './test-cms.ts';
import { openAuthority, signerExtensions } from './test-openssl.ts';
import { hasSamples, type MockSigner, mockSigners, needsSamples, sample } from './test-samples.ts';
import { noTrust, type TrustMaterial } from './trust.ts';

const now = new Date('2026-11-25T00:00:00Z');
const backEnds = [nodeCrypto, javascriptCrypto];
const root = openAuthority();
const signer = root.issue({ subject: '/C=VN/O=TEST/CN=TEST DS', extensions: signerExtensions });
const trust: TrustMaterial = { anchors: [root.certificate], crls: [root.crl()] };
const digests = Object.keys(digestOids) as Digest[];
const paddings: readonly Padding[] = [
  'pkcs1',
  'rsa-encryption',
  ...[0, 20, 32, 47, 64].map((saltBytes) => ({ saltBytes })),
];

const checksOf = (file: Uint8Array, crypto = nodeCrypto, trusted = trust): string[] =>
  authenticateSod(file, trusted, crypto, now).checks.map(
    ({ id, status, reason }) => `${id} ${status} ${reason}`,
  );
const signatureOf = (options: SignedDataOptions): string | undefined =>
  checksOf(sodFile(signer.certificate, signer.key, options))[0];

const genuine = [
  'sod-signature pass signature-good',
  'ds-certificate pass valid',
  'chain pass trusted',
  'revocation pass not-revoked',
];
const malformed = [
  'sod-signature fail malformed',
  'ds-certificate not-run not-reached',
  'chain not-run not-reached',
  'revocation not-run not-reached',
];

describe('EF.SOD', () => {
  it.each(backEnds)('is genuine when signer, issuer and list are in order ($name)', (crypto) => {
    expect(checksOf(sodFile(signer.certificate, signer.key), crypto)).toEqual(genuine);
  });

  it('takes every form of SignedData the profile allows', () => {
    const more = [signingTime(new Date('2026-01-01')), attribute('1.2.3.4', octets(Uint8Array.of(1)))];
    const forms: readonly SignedDataOptions[] = [
      { signerId: 'key-id' },
      { attributes: 'none' },
      { attributes: more },
      { certificates: [root.certificate, signer.certificate] },
    ];
    for (const options of forms)
      expect(checksOf(sodFile(signer.certificate, signer.key, options))).toEqual(genuine);
  });

  it('is unsure, not alarmed, about a version nobody signed', () => {
    expect(signatureOf({ version: 1 })).toBe('sod-signature unknown another-version');
  });

  it.each([
    ['two signers', 'malformed', { signers: 2 }],
    ['no signer', 'malformed', { signers: 0 }],
    ['a digest that is not announced', 'malformed', { listedDigest: 'sha512' }],
    [
      'an attribute twice',
      'malformed',
      { attributes: [attribute('1.2.840.113549.1.9.4', octets(new Uint8Array(32)))] },
    ],
    [
      'two values in one attribute',
      'malformed',
      { attributes: [attribute('1.2.3.4', oid('1.2.3'), oid('1.2.4'))] },
    ],
    ['other content', 'malformed', { contentType: '1.2.840.113549.1.7.1' }],
    ['attributes of other content', 'content-type-differs', { declaredContentType: '1.2.840.113549.1.7.1' }],
    ['attributes of another list', 'digest-differs', { declaredDigest: new Uint8Array(32) }],
    ['no certificate of the signer', 'no-signer-certificate', { certificates: [root.certificate] }],
    ['a signature over another digest', 'algorithms-differ', { schemeDigest: 'sha512' }],
    ['no certificates', 'no-signer-certificate', { certificates: [] }],
  ] satisfies [string, string, SignedDataOptions][])('fails with %s', (_what, reason, options) => {
    expect(signatureOf(options)).toBe(`sod-signature fail ${reason}`);
  });

  it('is amber when the signer is named in other letters: nothing signs the name', () => {
    const file = Buffer.from(sodFile(signer.certificate, signer.key));
    const named = file.lastIndexOf('TEST CSCA');
    file.write('test csca', named);
    expect(checksOf(file)[0]).toBe('sod-signature unknown signer-named-otherwise');
  });

  it('tells a good signature of an unknown issuer from a genuine one', () => {
    expect(checksOf(sodFile(signer.certificate, signer.key), nodeCrypto, noTrust)).toEqual([
      ...genuine.slice(0, 2),
      'chain unknown untrusted-no-anchor',
      'revocation not-run not-reached',
    ]);
  });

  it('says that SHA-1 is deprecated', () => {
    expect(signatureOf({ digest: 'sha1' })).toBe('sod-signature pass signature-good-deprecated');
  });
});

describe.skipIf(!hasSamples)(`signers of others (${needsSamples})`, () => {
  it.each(mockSigners().flatMap((mock) => backEnds.map((crypto) => ({ ...mock, crypto }))))(
    '$name, back end $crypto.name',
    ({ name, certificate, key, issuer, crypto }) => {
      const anchors = { anchors: issuer ? [issuer] : [], crls: [] };
      const isEc = name.includes('ecdsa');
      const digest = name.split('_')[0] as Digest;
      const old = digest === 'sha1' ? '-deprecated' : '';
      const file = sodFile(certificate, key, { digest, padding: isEc ? 'pkcs1' : { saltBytes: 32 } });
      expect(checksOf(file, crypto, anchors)).toEqual([
        `sod-signature pass signature-good${old}`,
        'ds-certificate pass valid',
        issuer ? `chain pass trusted${old}` : 'chain unknown untrusted-no-anchor',
        issuer ? 'revocation unknown no-crl' : 'revocation not-run not-reached',
      ]);
    },
  );

  it('verifies every digest and padding each key can sign with, on both back ends', () => {
    const signs = ({ name, certificate, key }: MockSigner, digest: Digest, padding: Padding): string[] => {
      const file = sodFile(certificate, key, { digest, padding });
      const deprecated = digest === 'sha1' ? '-deprecated' : '';
      return backEnds
        .map((crypto) => checksOf(file, crypto, noTrust)[0])
        .filter((found) => found !== `sod-signature pass signature-good${deprecated}`)
        .map((found) => `${name} ${digest} ${JSON.stringify(padding)}: ${found}`);
    };
    const wrong = mockSigners().flatMap((mock) =>
      digests.flatMap((digest) =>
        (mock.name.includes('ecdsa') ? paddings.slice(0, 1) : paddings).flatMap((padding) =>
          signs(mock, digest, padding),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it.each(backEnds)('reads the reference data set: good signature, unknown issuer ($name)', (crypto) => {
    expect(checksOf(sample('lds-bsi-refds2014/EF_SOD.bin'), crypto)).toEqual([
      'sod-signature pass signature-good',
      'ds-certificate pass valid-expired',
      'chain unknown untrusted-no-anchor',
      'revocation not-run not-reached',
    ]);
  });
});

describe('tampering', () => {
  const rsaKey = mockSigners().find(({ name }) => name === 'sha256_rsapss_32_65537_2048');
  const files = {
    ecdsa: { file: sodFile(signer.certificate, signer.key), trusted: trust },
    'ecdsa without attributes': {
      file: sodFile(signer.certificate, signer.key, { attributes: 'none' }),
      trusted: trust,
    },
    'ecdsa by key id': {
      file: sodFile(signer.certificate, signer.key, { signerId: 'key-id' }),
      trusted: trust,
    },
    ...(rsaKey?.issuer
      ? {
          pss: {
            file: sodFile(rsaKey.certificate, rsaKey.key, { padding: { saltBytes: 32 } }),
            trusted: { anchors: [rsaKey.issuer], crls: [] },
          },
          pkcs1: {
            file: sodFile(rsaKey.certificate, rsaKey.key, { padding: 'pkcs1' }),
            trusted: { anchors: [rsaKey.issuer], crls: [] },
          },
        }
      : {}),
  };
  const required = ['sod-signature', 'ds-certificate', 'chain'];
  const isTrusted = (file: Uint8Array, trusted: TrustMaterial): boolean =>
    authenticateSod(file, trusted, nodeCrypto, now)
      .checks.filter(({ id }) => required.includes(id))
      .every(({ status }) => status === 'pass');

  /**
   * Turns `sha256WithRSAEncryption` into `rsaEncryption`: beside a digest algorithm both name the same signature, and cards of both
   * kinds exist. No other byte can change.
   */
  const rename = 0x0a;

  it.each(Object.entries(files))('of any one byte is found: %s', (kind, { file, trusted }) => {
    expect(isTrusted(file, trusted)).toBe(true);
    const passed: number[] = [];
    // Elliptic curves cost more time.
    const flipsAt = (at: number): number[] =>
      kind.startsWith('ecdsa') ? [((at * 167) % 255) + 1] : [0x01, rename, 0x20, 0x80];
    for (let at = 0; at < file.length; at++)
      for (const flip of flipsAt(at))
        if (isTrusted(file.with(at, (file[at] ?? 0) ^ flip), trusted)) passed.push(flip);
    expect(passed).toEqual(kind === 'pkcs1' ? [rename] : []);
  });

  it('of random bytes never makes a trusted file with other hashes', () => {
    const { file } = files.ecdsa;
    const { hashes } = decodeSod(file);
    const change = fc.record({ at: fc.nat(file.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const touched = changes.reduce((bytes, { at, to }) => bytes.with(at, to), file);
      if (isTrusted(touched, trust)) expect(decodeSod(touched).hashes).toEqual(hashes);
    });
    fc.assert(property, { numRuns: 3000, seed: 9303 });
  });
});

describe('hostile bytes', () => {
  const nested = (depth: number): Uint8Array => {
    let bytes = new Uint8Array();
    for (let i = 0; i < depth; i++) bytes = Uint8Array.from(encodeTlv(0x30, bytes));
    return bytes;
  };

  it.each([
    ['nothing', new Uint8Array()],
    ['a file of zeros', new Uint8Array(2000)],
    ['four gigabytes', Buffer.from('7784ffffffff3084fffffff0', 'hex')],
    ['four gigabytes inside', Buffer.from('770a3084ffffffff06092a86', 'hex')],
    ['deep nesting', encodeTlv(0x77, nested(3000))],
    ['more than a file can be', encodeTlv(0x77, new Uint8Array(70_000))],
    [
      'something after the end',
      Buffer.concat([sodFile(signer.certificate, signer.key), Uint8Array.of(0x77, 0x00)]),
    ],
  ])('%s', (_what, bytes) => {
    expect(checksOf(bytes)).toEqual(malformed);
  });

  it('gives four checks for any change of a file, and never throws', () => {
    const file = hasSamples
      ? sample('lds-bsi-refds2014/EF_SOD.bin')
      : sodFile(signer.certificate, signer.key);
    const edit = fc.record({
      at: fc.nat(file.length - 1),
      cut: fc.integer({ min: 0, max: 8 }),
      put: fc.uint8Array({ maxLength: 8 }),
    });
    const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const changed = edits.reduce<Uint8Array>(
        (bytes, { at, cut, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
        file,
      );
      expect(checksOf(changed).map((line) => line.split(' ')[0])).toEqual(
        genuine.map((line) => line.split(' ')[0]),
      );
    });
    fc.assert(property, { numRuns: 2500, seed: 9303 });
  });
});

describe('EF.CardSecurity', () => {
  const infos = set(seq(oid('0.4.0.127.0.7.2.2.4.6.2'), encodeTlv(0x02, Uint8Array.of(2))));
  const contentType = '0.4.0.127.0.7.3.2.1';
  const file = (options: SignedDataOptions = {}, content = infos): Uint8Array =>
    signedData(content, signer.certificate, signer.key, { contentType, ...options });
  const found = (bytes: Uint8Array, trusted = trust) =>
    authenticateCardSecurity(bytes, trusted, nodeCrypto, now);

  it('gives what was signed', () => {
    const checks = [{ id: 'card-security', status: 'pass', reason: 'signature-good' }];
    expect(found(file())).toEqual({ checks, securityInfos: infos });
    expect(found(file(), { ...trust, crls: [] })).toEqual({ checks, securityInfos: infos });
  });

  it('is not known to be genuine without an anchor', () => {
    const checks = [{ id: 'card-security', status: 'unknown', reason: 'untrusted-no-anchor' }];
    expect(found(file(), noTrust)).toEqual({ checks, securityInfos: infos });
  });

  it('gives nothing that fails', () => {
    const refused = (reason: string) => ({ checks: [{ id: 'card-security', status: 'fail', reason }] });
    const revoked = { ...trust, crls: [root.crl({ revoked: [signer] })] };
    expect(found(file(), revoked)).toEqual(refused('signer-revoked'));
    expect(found(file().with(-1, 0x55))).toEqual(refused('signature-wrong'));
    expect(found(file({ declaredDigest: new Uint8Array(32) }))).toEqual(refused('digest-differs'));
    expect(found(file({ contentType: '2.23.136.1.1.1' }))).toEqual(refused('malformed'));
    expect(found(file({}, securityObject()))).toEqual(refused('malformed'));
    expect(found(file({ attributes: 'none' }))).toEqual(refused('malformed'));
    expect(found(new Uint8Array())).toEqual(refused('malformed'));
  });
});
