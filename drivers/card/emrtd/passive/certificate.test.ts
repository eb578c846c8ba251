import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriverError } from '../../../errors.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { decodeCertificate } from './certificate.ts';
import { isSelfSigned } from './chain.ts';
import { decodeCrl } from './crl.ts';
import { authorityExtensions, openAuthority } from './test-openssl.ts';
import { hasSamples, mockSigners, needsSamples, sample } from './test-samples.ts';

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

describe.skipIf(!hasSamples)(`certificates of others (${needsSamples})`, () => {
  it('the Vietnamese passport authority: a curve written out, mapped to the one it is', () => {
    const certificate = decodeCertificate(sample('csca-vn/vn-csca-6b5fa6fe45cc4e85.cer'));
    const { key, scheme, subject, validity, serial, extensions } = certificate;
    expect({
      curve: key.kind === 'ec' && key.curve.name,
      scheme,
      country: subject.country,
      validity,
      serial: hex(serial),
      extensions: {
        ...extensions,
        subjectKeyId: hex(extensions.subjectKeyId),
        authorityKeyId: hex(extensions.authorityKeyId),
      },
    }).toEqual({
      curve: 'brainpoolP512r1',
      scheme: { kind: 'ecdsa', digest: 'sha512' },
      country: 'VN',
      validity: { from: new Date('2022-06-29T01:37:07Z'), to: new Date('2037-10-01T01:37:06Z') },
      serial: '506f1357a3a196c24dc32cf464140cae',
      extensions: {
        isAuthority: true,
        pathLength: 0,
        hasNameChange: false,
        unknownCritical: [],
        subjectKeyId: '88918f5a25ece37a3e04c52d38a4f2b5123c85c7',
        authorityKeyId: '88918f5a25ece37a3e04c52d38a4f2b5123c85c7',
        privateKeyUsage: { from: new Date('2022-06-29T01:37:07Z'), to: new Date('2027-07-01T01:37:07Z') },
        keyUsage: { digitalSignature: false, keyCertSign: true, crlSign: true },
      },
    });
    expect(isSelfSigned(nodeCrypto, certificate)).toBe(true);
  });

  it.each(mockSigners())('$name reads as node reads it, PEM and DER', ({ certificate }) => {
    const ours = decodeCertificate(certificate);
    const theirs = new X509Certificate(certificate);
    expect(decodeCertificate(Uint8Array.from(theirs.raw))).toEqual(ours);
    expect({
      serial: hex(ours.serial).toUpperCase().replace(/^00/, ''),
      from: ours.validity.from.getTime(),
      to: ours.validity.to.getTime(),
      isAuthority: ours.extensions.isAuthority,
    }).toEqual({
      serial: theirs.serialNumber,
      from: theirs.validFromDate.getTime(),
      to: theirs.validToDate.getTime(),
      isAuthority: theirs.ca,
    });
  });
});

describe('what OpenSSL writes', () => {
  it.each([
    ['19500101000000Z', '19500101000000Z', '1950-01-01T00:00:00.000Z', '1950-01-01T00:00:00.000Z'],
    ['20491231235959Z', '20500101000000Z', '2049-12-31T23:59:59.000Z', '2050-01-01T00:00:00.000Z'],
  ])('dates of either kind: %s, %s', (from, to, readFrom, readTo) => {
    const { validity } = decodeCertificate(openAuthority({ from, to }).certificate);
    expect(validity).toEqual({ from: new Date(readFrom), to: new Date(readTo) });
  });

  it('names the critical extensions it does not know', () => {
    const lines = [
      ...authorityExtensions,
      '1.2.3.4=critical,DER:0500',
      '1.2.3.5=DER:0500',
      'nameConstraints=critical,permitted;DNS:example',
    ];
    const { extensions } = decodeCertificate(openAuthority({ extensions: lines }).certificate);
    expect(extensions.unknownCritical.toSorted()).toEqual(['1.2.3.4', '2.5.29.30']);
  });

  it('refuses two algorithms for one signature', () => {
    const { certificate } = openAuthority();
    const outside = Buffer.from(certificate).lastIndexOf('2a8648ce3d040302', undefined, 'hex') + 7;
    expect(certificate[outside]).toBe(2);
    expect(() => decodeCertificate(certificate.with(outside, 3))).toThrow('two signature algorithms');
  });

  it('revocation lists, empty or not', () => {
    const root = openAuthority();
    const { revoked, from, nextUpdate, extensions, isUnusable } = decodeCrl(root.crl({ revoked: [root] }));
    expect({
      revoked: [...revoked],
      from,
      nextUpdate,
      isUnusable,
      keyId: hex(extensions.authorityKeyId),
    }).toEqual({
      revoked: [hex(decodeCertificate(root.certificate).serial)],
      from: new Date('2026-11-01'),
      nextUpdate: new Date('2027-01-01'),
      isUnusable: false,
      keyId: hex(decodeCertificate(root.certificate).extensions.subjectKeyId),
    });
    expect(decodeCrl(root.crl()).revoked.size).toBe(0);
  });
});

it('any change of a certificate or list is decoded or refused, and nothing else', () => {
  const root = openAuthority();
  for (const [decode, file] of [
    [decodeCertificate, root.certificate],
    [decodeCrl, root.crl({ revoked: [root] })],
  ] as const) {
    const change = fc.record({ at: fc.nat(file.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    const property = fc.property(
      fc.array(change, { minLength: 1, maxLength: 5 }),
      fc.nat(file.length),
      (changes, length) => {
        const changed = changes.reduce((bytes, { at, to }) => bytes.with(at, to), file);
        for (const bytes of [changed, changed.subarray(0, length)]) {
          try {
            decode(bytes);
          } catch (error) {
            expect(error instanceof DriverError && error.code).toBe('card/data-invalid');
          }
        }
      },
    );
    fc.assert(property, { numRuns: 1500, seed: 9303 });
  }
});
