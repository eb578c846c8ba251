import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../../tlv.ts';
import { javascriptCrypto } from '../crypto/javascript-crypto.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { decodeCertificate } from './certificate.ts';
import { importMasterList } from './master-list.ts';
import { isSameName } from './name.ts';
import { isGood, verifySignature } from './signature.ts';
import { int, type SignedDataOptions, seq, set, signedData, signingTime } from './test-cms.ts';
import { authorityExtensions, openAuthority, signerExtensions } from './test-openssl.ts';
import { hasSamples, needsSamples, sample } from './test-samples.ts';

const now = new Date('2026-11-25T00:00:00Z');

describe.skipIf(!hasSamples)(`the German master list (${needsSamples})`, () => {
  const file = hasSamples ? sample('ml/DE_ML_2026-05-28-08-28-45.ml') : new Uint8Array();
  const root = hasSamples ? sample('ml/DE_ROOT_CA_CSCA07.cer') : new Uint8Array();
  const list = importMasterList(file, nodeCrypto, now, root);
  const certificates = list.status === 'accepted' ? list.certificates.map(decodeCertificate) : [];

  it('is signed under the given root, and under itself', () => {
    const { certificates: given, ...rest } = list.status === 'accepted' ? list : { certificates: [] };
    expect({ ...rest, certificates: given.length }).toEqual({
      status: 'accepted',
      certificates: 588,
      unreadable: 0,
      anchoredIn: 'given-root',
      signedAt: new Date('2026-05-28T06:28:45Z'),
    });
    expect(importMasterList(file, javascriptCrypto, now)).toEqual({ ...list, anchoredIn: 'own-list' });
    expect(new Set(certificates.map(({ subject }) => subject.country)).size).toBe(112);
  });

  it('is refused under another root or with a byte changed', () => {
    const other = openAuthority({ subject: '/C=DE/O=bund/OU=bsi/CN=csca-germany' });
    const changed = file.with(400_000, (file[400_000] ?? 0) ^ 1);
    expect(importMasterList(file, nodeCrypto, now, other.certificate)).toEqual({
      status: 'refused',
      reason: 'untrusted-no-anchor',
    });
    expect(importMasterList(changed, nodeCrypto, now, root)).toEqual({
      status: 'refused',
      reason: 'signature-digest-differs',
    });
  });

  it('has 574 certificates that one of the list has signed, the same ones as OpenSSL finds', {
    timeout: 60_000,
  }, () => {
    const both = certificates.map((one) => ({ ...one, theirs: new X509Certificate(one.bytes) }));
    const signed = both.map((one) => {
      const issuers = both.filter(({ subject }) => isSameName(subject, one.issuer));
      const isOurs = issuers.some(({ key }) =>
        isGood(verifySignature(nodeCrypto, key, one.scheme, one.signedBytes, one.signature)),
      );
      return { isOurs, isTheirs: issuers.some(({ theirs }) => one.theirs.verify(theirs.publicKey)) };
    });
    expect(signed.filter(({ isOurs, isTheirs }) => isOurs !== isTheirs)).toEqual([]);
    expect(signed.filter(({ isOurs }) => isOurs)).toHaveLength(574);
    const kinds = certificates.map(({ key }) => key.kind);
    expect(kinds.filter((kind) => kind === 'rsa')).toHaveLength(424);
    expect(kinds.filter((kind) => kind === 'ec')).toHaveLength(164);
  });
});

describe('a master list', () => {
  const contentType = '2.23.136.1.1.2';
  const root = openAuthority();
  const purpose = 'extendedKeyUsage=critical,2.23.136.1.1.3';
  const signer = root.issue({
    subject: '/C=VN/CN=TEST LIST SIGNER',
    extensions: [...signerExtensions, purpose],
  });
  const other = openAuthority({ subject: '/C=LA/CN=TEST CSCA', extensions: authorityExtensions });
  const content = seq(int(0), set(root.certificate, other.certificate));
  const made = (options: SignedDataOptions = {}, by = signer, listed = content): Uint8Array =>
    signedData(listed, by.certificate, by.key, { contentType, ...options });
  const reasonOf = (file: Uint8Array, given: Uint8Array | undefined = root.certificate): string => {
    const list = importMasterList(file, nodeCrypto, now, given);
    return list.status === 'accepted' ? `${list.certificates.length} ${list.anchoredIn}` : list.reason;
  };

  it('is taken from its signer only', () => {
    const documentSigner = root.issue({ subject: '/C=VN/CN=TEST DS', extensions: signerExtensions });
    expect(reasonOf(made())).toBe('2 given-root');
    expect(reasonOf(made({}, documentSigner))).toBe('extended-key-usage');
    expect(reasonOf(made(), other.certificate)).toBe('untrusted-no-anchor');
    expect(reasonOf(made({ declaredDigest: new Uint8Array(32) }))).toBe('signature-digest-differs');
    expect(reasonOf(made({ attributes: [signingTime(new Date('2045-01-01'))] }))).toBe(
      'signed-outside-validity',
    );
    expect(reasonOf(made({ certificates: [root.certificate] }))).toBe('no-signer-certificate');
  });

  it('never makes its own certificate the given root', () => {
    const forger = openAuthority();
    const by = forger.issue({
      subject: '/C=VN/CN=TEST LIST SIGNER',
      extensions: [...signerExtensions, purpose],
    });
    const listed = seq(int(0), set(forger.certificate));
    expect(reasonOf(made({}, by, listed))).toBe('untrusted-no-anchor');
    const own = importMasterList(made({}, by, listed), nodeCrypto, now);
    expect(own.status === 'accepted' && own.anchoredIn).toBe('own-list');
  });

  it('follows a link in the list to a newer key', () => {
    const next = openAuthority();
    const link = root.issue({
      subject: '/C=VN/O=TEST/CN=TEST CSCA',
      extensions: authorityExtensions,
      key: next.key,
    });
    const by = next.issue({
      subject: '/C=VN/CN=TEST LIST SIGNER',
      extensions: [...signerExtensions, purpose],
    });
    expect(reasonOf(made({}, by, seq(int(0), set(next.certificate))))).toBe('untrusted-no-anchor');
    expect(reasonOf(made({}, by, seq(int(0), set(next.certificate, link.certificate))))).toBe('2 given-root');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['four gigabytes', Buffer.from('3084fffffff006092a864886f70d010702', 'hex')],
    ['too many entries', made({}, signer, seq(int(0), set(...Array.from({ length: 4097 }, () => seq()))))],
    ['another version', made({}, signer, seq(int(1), set(root.certificate)))],
    ['other content', made({ contentType: '2.23.136.1.1.1' })],
    ['no attributes', made({ attributes: 'none' })],
    ['more than a list can be', encodeTlv(0x30, new Uint8Array(16 * 1024 * 1024))],
  ])('is malformed: %s', (_what, file) => {
    expect(reasonOf(file)).toBe('malformed');
  });

  it('leaves out what is no certificate', () => {
    const list = importMasterList(
      made({}, signer, seq(int(0), set(seq(int(1)), root.certificate))),
      nodeCrypto,
      now,
    );
    expect(list).toMatchObject({ status: 'accepted', certificates: [root.certificate], unreadable: 1 });
  });
});
