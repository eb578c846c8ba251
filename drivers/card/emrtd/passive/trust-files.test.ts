import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { int, seq, set, signedData } from './test-cms.ts';
import { openAuthority, signerExtensions } from './test-openssl.ts';
import { hasSamples, needsSamples, sample } from './test-samples.ts';
import { readTrustFiles, type TrustEntry, type TrustFile } from './trust-files.ts';

const now = new Date('2026-11-25T00:00:00Z');
const authority = openAuthority();
const other = openAuthority({ subject: '/C=LA/CN=TEST CSCA' });
const crl = authority.crl();

const read = (...files: TrustFile[]): TrustEntry[] => readTrustFiles(files, nodeCrypto, now);
const certificates = (bytes: Uint8Array): TrustFile => ({ name: 'a.pem', kind: 'certificates', bytes });
const list = (bytes: Uint8Array): TrustFile => ({ name: 'a.crl', kind: 'crl', bytes });
const masterList = (bytes: Uint8Array): TrustFile => ({ name: 'a.ml', kind: 'master-list', bytes });
const text = (words: string): Uint8Array => new Uint8Array(Buffer.from(words));
const pem = (label: string, der: Uint8Array): string => {
  const lines = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\r\n');
  return `-----BEGIN ${label}-----\r\n${lines}\r\n-----END ${label}-----\r\n`;
};
/** The country of each thing found, or why it is none. */
const told = (entries: readonly TrustEntry[]): unknown[] =>
  entries.map((entry) => (entry.kind === 'unusable' ? entry.reason : entry.country));

describe('files of trust', () => {
  it('hold one certificate as DER, with its country and dates', () => {
    expect(read(certificates(authority.certificate))).toEqual([
      {
        kind: 'anchor',
        file: 'a.pem',
        bytes: authority.certificate,
        country: 'VN',
        from: expect.any(Date),
        to: expect.any(Date),
      },
    ]);
  });

  it('hold any number as PEM, with words and other things in between', () => {
    const file = [
      'Country signers',
      pem('CERTIFICATE', authority.certificate),
      pem('PUBLIC KEY', Uint8Array.of(0x30, 0)),
      pem('CERTIFICATE', other.certificate),
    ].join('\n');
    expect(told(read(certificates(text(file))))).toEqual(['VN', 'LA']);
  });

  it('hold revocation lists as DER and PEM', () => {
    const found = read(list(crl), list(text(pem('X509 CRL', crl))));
    const entry = { kind: 'crl', country: 'VN', bytes: crl, revoked: 0, nextUpdate: expect.any(Date) };
    expect(found).toMatchObject([entry, entry]);
  });

  it('are named when they hold something else', () => {
    const half = pem('CERTIFICATE', authority.certificate).slice(0, -40);
    expect(told(read(certificates(text('nothing'))))).toEqual(['not-a-certificate']);
    expect(told(read(certificates(new Uint8Array())))).toEqual(['not-a-certificate']);
    expect(told(read(certificates(text(half))))).toEqual(['not-a-certificate']);
    expect(told(read(certificates(crl)))).toEqual(['not-a-certificate']);
    expect(told(read(certificates(text(pem('CERTIFICATE', crl)))))).toEqual(['not-a-certificate']);
    expect(told(read(list(authority.certificate)))).toEqual(['not-a-revocation-list']);
    expect(told(read(masterList(authority.certificate)))).toEqual(['master-list-malformed']);
  });

  it('hold master lists, signed under the list itself or under a certificate beside it', () => {
    const purpose = 'extendedKeyUsage=critical,2.23.136.1.1.3';
    const signer = authority.issue({
      subject: '/C=VN/CN=TEST LIST SIGNER',
      extensions: [...signerExtensions, purpose],
    });
    const made = (...listed: Uint8Array[]): TrustFile => {
      const content = seq(int(0), set(...listed));
      return masterList(
        signedData(content, signer.certificate, signer.key, { contentType: '2.23.136.1.1.2' }),
      );
    };
    expect(told(read(made(authority.certificate)))).toEqual(['VN']);
    expect(told(read(made(other.certificate)))).toEqual(['master-list-untrusted-no-anchor']);
    const beside = read(made(other.certificate), certificates(authority.certificate));
    expect(told(beside)).toEqual(['VN', 'LA']);
  });

  it('never do harm, whatever bytes they hold', () => {
    const kind = fc.constantFrom('certificates' as const, 'crl' as const, 'master-list' as const);
    const good = fc.constantFrom(authority.certificate, crl, text(pem('CERTIFICATE', authority.certificate)));
    const changed = fc
      .tuple(good, fc.nat(), fc.nat(255))
      .map(([bytes, at, value]) => bytes.with(at % bytes.length, value));
    fc.assert(
      fc.property(kind, fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), (ofKind, bytes) => {
        expect(read({ name: 'a', kind: ofKind, bytes }).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it.skipIf(!hasSamples)(`know the German master list (${needsSamples})`, () => {
    const found = read(masterList(sample('ml/DE_ML_2026-05-28-08-28-45.ml')));
    expect(new Set(told(found)).size).toBe(112);
    expect(found.filter(({ kind }) => kind === 'anchor')).toHaveLength(588);
  });
});
