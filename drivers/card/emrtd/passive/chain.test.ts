import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { authenticateSod } from './passive-authentication.ts';
import { type Digest, seq, signingTime, sodFile } from './test-cms.ts';
import {
  type Authority,
  authorityExtensions,
  authorityFrom,
  type Issued,
  newKey,
  openAuthority,
  signerExtensions,
} from './test-openssl.ts';

const now = new Date('2026-11-25T00:00:00Z');
const root = openAuthority();
const signerOf = (authority: Authority, more: Partial<Parameters<Authority['issue']>[0]> = {}): Issued =>
  authority.issue({ subject: '/C=VN/O=TEST/CN=TEST DS', extensions: signerExtensions, ...more });
const signer = signerOf(root);

interface Case {
  readonly by?: Issued;
  readonly anchors?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly signedAt?: Date;
  readonly digest?: Digest;
}

/** The checks after the signature, which always holds here, as `status reason`. */
function judged({ by = signer, anchors = [root.certificate], crls = [], signedAt }: Case): string[] {
  const file = sodFile(by.certificate, by.key, { attributes: signedAt ? [signingTime(signedAt)] : [] });
  const { checks } = authenticateSod(file, { anchors, crls }, nodeCrypto, now);
  const [signature, ...rest] = checks.map(({ status, reason }) => `${status} ${reason}`);
  expect(signature).toBe('pass signature-good');
  return rest;
}

const certificateOf = (given: Case): string | undefined => judged(given)[0];
const chainOf = (given: Case): string | undefined => judged(given)[1];
const revocationOf = (given: Case): string | undefined => judged(given)[2];

describe("a document signer's certificate", () => {
  const withExtensions = (...lines: string[]): Case => ({
    by: signerOf(root, { extensions: [...signerExtensions.slice(1), ...lines] }),
  });

  it.each([
    ['for signing', 'pass valid', ['keyUsage=critical,digitalSignature']],
    ['without a usage', 'pass valid', []],
    ['for encryption only', 'fail key-usage', ['keyUsage=critical,keyEncipherment']],
    ['of a master list signer', 'fail extended-key-usage', ['extendedKeyUsage=2.23.136.1.1.3']],
    ['of an authority', 'fail signer-is-authority', ['basicConstraints=critical,CA:TRUE']],
    ['that says it is none', 'pass valid', ['basicConstraints=critical,CA:FALSE']],
    ['with an unknown extension', 'pass valid', ['1.2.3.4=DER:0500']],
    ['with an unknown critical one', 'fail unknown-critical-extension', ['1.2.3.4=critical,DER:0500']],
  ])('%s', (_what, expected, lines) => {
    expect(certificateOf(withExtensions(...lines))).toBe(expected);
  });

  it('is judged by when it signed, not by today', () => {
    const old = signerOf(root, { from: '20220101000000Z', to: '20240101000000Z' });
    expect(certificateOf({ by: old })).toBe('pass valid-expired');
    expect(certificateOf({ by: old, signedAt: new Date('2023-01-01') })).toBe('pass valid-expired');
    expect(certificateOf({ by: old, signedAt: new Date('2025-01-01') })).toBe('fail signed-outside-validity');
    expect(certificateOf({ by: old, signedAt: new Date('2021-01-01') })).toBe('fail signed-outside-validity');
    expect(chainOf({ by: old })).toBe('pass trusted');
    expect(certificateOf({ by: signerOf(root, { from: '20270101000000Z' }) })).toBe('unknown not-yet-valid');
  });

  it('says when the key signed after its own period', () => {
    // SEQUENCE { [1] 20230101000000Z }
    const period = Buffer.from(
      seq(Buffer.concat([Buffer.from('810f', 'hex'), Buffer.from('20230101000000Z')])),
    );
    const by = signerOf(root, {
      extensions: [...signerExtensions, `2.5.29.16=DER:${period.toString('hex')}`],
    });
    expect(certificateOf({ by, signedAt: new Date('2022-06-01') })).toBe('pass valid');
    expect(certificateOf({ by, signedAt: new Date('2024-06-01') })).toBe('unknown signed-outside-key-period');
  });
});

describe('the chain to an anchor', () => {
  it('needs one with the key of the issuer', () => {
    const namesake = openAuthority();
    expect(chainOf({})).toBe('pass trusted');
    expect(chainOf({ anchors: [] })).toBe('unknown untrusted-no-anchor');
    expect(chainOf({ anchors: [namesake.certificate] })).toBe('unknown untrusted-no-anchor');
    expect(chainOf({ anchors: [namesake.certificate, root.certificate] })).toBe('pass trusted');
    expect(chainOf({ anchors: [signer.certificate] })).toBe('unknown untrusted-no-anchor');
  });

  it('tells namesakes apart without key identifiers', () => {
    const none = ['subjectKeyIdentifier=none', 'authorityKeyIdentifier=none'];
    const bare = openAuthority({ extensions: [...authorityExtensions.slice(0, 2), ...none] });
    const by = signerOf(bare, { extensions: [...signerExtensions.slice(0, 1), ...none] });
    expect(chainOf({ by, anchors: [root.certificate] })).toBe('unknown untrusted-no-anchor');
    expect(chainOf({ by, anchors: [root.certificate, bare.certificate] })).toBe('pass trusted');
  });

  it('finds a signer that only claims to be issued by an anchor', () => {
    const forger = openAuthority({ extensions: authorityExtensions });
    const keyId = Buffer.from(root.certificate)
      .toString('hex')
      .match(/551d0e0416 ?0414([0-9a-f]{40})/)?.[1];
    const claim = `authorityKeyIdentifier=DER:30168014${keyId}`;
    const by = signerOf(forger, { extensions: [...signerExtensions.slice(0, 2), claim] });
    expect(chainOf({ by })).toBe('fail signature-wrong');
  });

  it('takes names that differ in kind of string, case and spaces', () => {
    const shout = openAuthority({ subject: '/C=vn/O=test/CN=TEST  csca', key: root.key });
    expect(chainOf({ anchors: [shout.certificate] })).toBe('pass trusted');
  });

  it.each([
    [
      'no authority',
      'fail not-an-authority',
      { extensions: ['basicConstraints=critical,CA:FALSE', ...authorityExtensions.slice(1)] },
    ],
    ['no constraints', 'fail not-an-authority', { extensions: authorityExtensions.slice(1) }],
    [
      'not for certificates',
      'fail key-usage',
      {
        extensions: [
          ...authorityExtensions.slice(0, 1),
          'keyUsage=critical,cRLSign',
          ...authorityExtensions.slice(2),
        ],
      },
    ],
    [
      'an unknown critical extension',
      'fail unknown-critical-extension',
      { extensions: [...authorityExtensions, '1.2.3.4=critical,DER:0500'] },
    ],
    ['past its day', 'pass trusted-anchor-expired', { to: '20250101000000Z' }],
    ['of another time', 'fail issued-outside-validity', { to: '20201231000000Z', from: '20150101000000Z' }],
  ])('judges the anchor: %s', (_what, expected, options) => {
    const anchor = openAuthority(options);
    expect(chainOf({ by: signerOf(anchor), anchors: [anchor.certificate] })).toBe(expected);
  });

  it('stays in one country', () => {
    const by = signerOf(root, { subject: '/C=LA/O=TEST/CN=TEST DS' });
    expect(chainOf({ by })).toBe('fail country-differs');
    expect(chainOf({ by: signerOf(root, { subject: '/O=TEST/CN=TEST DS' }) })).toBe('fail country-differs');
  });

  it('belongs to a country', () => {
    const nowhere = openAuthority({ subject: '/O=TEST/CN=TEST CSCA' });
    const by = signerOf(nowhere, { subject: '/O=TEST/CN=TEST DS' });
    expect(chainOf({ by, anchors: [nowhere.certificate] })).toBe('fail country-differs');
  });

  it('refuses a level the anchor does not allow', () => {
    const below = authorityFrom(
      root.issue({ subject: '/C=VN/CN=TEST BELOW', extensions: authorityExtensions }),
    );
    const by = signerOf(below);
    expect(chainOf({ by, anchors: [root.certificate] })).toBe('unknown untrusted-no-anchor');
    expect(chainOf({ by, anchors: [below.certificate] })).toBe('unknown untrusted-no-anchor');
    expect(chainOf({ by, anchors: [root.certificate, below.certificate] })).toBe('fail path-too-long');

    const open = openAuthority({
      extensions: ['basicConstraints=critical,CA:TRUE', ...authorityExtensions.slice(1)],
    });
    const allowed = authorityFrom(
      open.issue({ subject: '/C=VN/CN=TEST BELOW', extensions: authorityExtensions }),
    );
    expect(chainOf({ by: signerOf(allowed), anchors: [allowed.certificate, open.certificate] })).toBe(
      'pass trusted',
    );
  });

  it('follows link certificates both ways', () => {
    const [oldKey, nextKey] = [newKey(), newKey()];
    const old = openAuthority({ key: oldKey });
    const next = openAuthority({ key: nextKey });
    const link = { subject: '/C=VN/O=TEST/CN=TEST CSCA', extensions: authorityExtensions };
    const nextByOld = old.issue({ ...link, key: nextKey }).certificate;
    const oldByNext = next.issue({ ...link, key: oldKey }).certificate;
    expect(chainOf({ by: signerOf(next), anchors: [nextByOld, old.certificate] })).toBe('pass trusted');
    expect(chainOf({ by: signerOf(old), anchors: [oldByNext, next.certificate] })).toBe('pass trusted');
    expect(chainOf({ by: signerOf(next), anchors: [nextByOld, oldByNext] })).toBe(
      'unknown untrusted-no-anchor',
    );
  });

  it('follows a link certificate with a new name only when it says so', () => {
    const next = openAuthority({ subject: '/C=VN/O=TEST/CN=TEST NEW NAME' });
    const link = (extensions: string[]): Uint8Array =>
      root.issue({ subject: '/C=VN/O=TEST/CN=TEST NEW NAME', extensions, key: next.key }).certificate;
    const by = signerOf(next);
    const named = link([...authorityExtensions, '2.23.136.1.1.6.1=DER:0500']);
    expect(chainOf({ by, anchors: [named, root.certificate] })).toBe('pass trusted');
    expect(chainOf({ by, anchors: [link(authorityExtensions), root.certificate] })).toBe(
      'fail path-too-long',
    );
  });

  it('goes at most four steps', () => {
    const wide = ['basicConstraints=critical,CA:TRUE', ...authorityExtensions.slice(1)];
    const line = [openAuthority({ extensions: wide })];
    for (let i = 1; i <= 4; i++) {
      const above = line.at(-1) ?? root;
      line.push(authorityFrom(above.issue({ subject: `/C=VN/CN=TEST ${i}`, extensions: wide })));
    }
    const anchors = line.map(({ certificate }) => certificate);
    expect(line.map((authority) => chainOf({ by: signerOf(authority), anchors }))).toEqual([
      ...Array.from({ length: 4 }, () => 'pass trusted'),
      'unknown untrusted-no-anchor',
    ]);
  });
});

describe('revocation', () => {
  it('asks the list of the issuer', () => {
    const other = signerOf(root);
    expect(revocationOf({})).toBe('unknown no-crl');
    expect(revocationOf({ crls: [root.crl()] })).toBe('pass not-revoked');
    expect(revocationOf({ crls: [root.crl({ revoked: [other] })] })).toBe('pass not-revoked');
    expect(revocationOf({ crls: [root.crl({ revoked: [other, signer] })] })).toBe('fail signer-revoked');
    expect(revocationOf({ crls: [root.crl({ revoked: [root] })] })).toBe('fail authority-revoked');
    expect(revocationOf({ anchors: [], crls: [root.crl()] })).toBe('not-run not-reached');
  });

  it('lets a stale list condemn but not acquit', () => {
    const stale = { from: '20260101000000Z', to: '20260201000000Z' };
    expect(revocationOf({ crls: [root.crl(stale)] })).toBe('unknown crl-stale');
    expect(revocationOf({ crls: [root.crl({ from: '20270101000000Z', to: '20270201000000Z' })] })).toBe(
      'unknown crl-stale',
    );
    expect(revocationOf({ crls: [root.crl({ ...stale, revoked: [signer] })] })).toBe('fail signer-revoked');
    expect(revocationOf({ crls: [root.crl(stale), root.crl()] })).toBe('pass not-revoked');
  });

  it('believes only lists that an anchor signed', () => {
    const namesake = openAuthority();
    const forged = namesake.crl({ revoked: [signer] });
    const touched = root.crl({ revoked: [signer] });
    expect(revocationOf({ crls: [forged] })).toBe('unknown no-crl');
    expect(revocationOf({ crls: [touched.with(-1, (touched.at(-1) ?? 0) ^ 1)] })).toBe('unknown no-crl');
    expect(revocationOf({ crls: [Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff)] })).toBe(
      'unknown no-crl',
    );
    const forgedAnchor = [root.certificate, namesake.certificate];
    expect(revocationOf({ anchors: forgedAnchor, crls: [namesake.crl()] })).toBe('pass not-revoked');
  });

  it('does not use a list with critical extensions, not even to condemn', () => {
    const partial = root.crl({ revoked: [signer], isPartial: true });
    expect(revocationOf({ crls: [partial] })).toBe('unknown no-crl');
    expect(revocationOf({ crls: [partial, root.crl()] })).toBe('pass not-revoked');
  });

  it('does not ask an authority that nothing vouches for', () => {
    const stranger = openAuthority({ subject: '/C=VN/O=TEST/CN=TEST STRANGER' });
    const link = { subject: '/C=VN/O=TEST/CN=TEST CSCA', extensions: authorityExtensions };
    const loose = authorityFrom(stranger.issue(link));
    const list = loose.crl({ revoked: [signer] });
    expect(revocationOf({ anchors: [root.certificate, loose.certificate], crls: [list] })).toBe(
      'unknown no-crl',
    );
  });

  it('does not ask an authority that may not sign lists', () => {
    const usage = 'keyUsage=critical,keyCertSign';
    const authority = openAuthority({ extensions: authorityExtensions.with(1, usage) });
    const given = { by: signerOf(authority), anchors: [authority.certificate], crls: [authority.crl()] };
    expect(judged(given).slice(1)).toEqual(['pass trusted', 'unknown no-crl']);
  });

  it('takes a list signed with the newer key of the same authority', () => {
    const next = authorityFrom(
      root.issue({ subject: '/C=VN/O=TEST/CN=TEST CSCA', extensions: authorityExtensions }),
    );
    const list = next.crl({ revoked: [signer] });
    expect(revocationOf({ anchors: [root.certificate, next.certificate], crls: [list] })).toBe(
      'fail signer-revoked',
    );
    expect(revocationOf({ crls: [list] })).toBe('unknown no-crl');
  });
});
