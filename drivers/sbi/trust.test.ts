import { execFileSync } from 'node:child_process';
import { constants, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ellipticKeys, issue, openRoot, rsaKeys, type SbiIdentity } from '../../fixtures/sbi/authority.ts';
import { signJws } from '../../fixtures/sbi/signature.ts';
import { readScannerRoots } from './roots.ts';
import { openSigned } from './trust.ts';

const payload = { serialNo: 'TEST-00000001' };
const dayMs = 86_400_000;
const root = openRoot('Root');
const maker = issue(root, { name: 'Maker', isAuthority: true });
const keys = rsaKeys();
const device = issue(maker, { name: 'Device', keys });

const der = ({ chain: [own = new Uint8Array()] }: SbiIdentity): X509Certificate => new X509Certificate(own);
const trusting = (...identities: readonly SbiIdentity[]) => ({ roots: identities.map(der), now: new Date() });
const untrusted = { trouble: 'untrusted' };

describe('a signed message', () => {
  it.each([
    ['RS256', device],
    ['PS256', device],
    ['ES256', issue(maker, { name: 'Device', keys: ellipticKeys() })],
  ] as const)('is opened with %s', async (alg, signer) => {
    expect(await openSigned(signJws(payload, signer, alg), trusting(root))).toEqual(payload);
  });

  it.each(['none', 'HS256'] as const)('is not opened with %s', async (alg) => {
    await expect(openSigned(signJws(payload, device, alg), trusting(root))).rejects.toMatchObject(untrusted);
  });

  it('is opened for whoever trusts the root, the maker or the device alone', async () => {
    const jws = signJws(payload, device);
    for (const anchor of [root, maker, device])
      expect(await openSigned(jws, trusting(openRoot('Other'), anchor))).toEqual(payload);
    await expect(openSigned(jws, trusting())).rejects.toMatchObject(untrusted);
    await expect(openSigned(jws, trusting(openRoot('Root')))).rejects.toMatchObject(untrusted);
  });

  it('is opened without the maker between when the station knows him', async () => {
    const alone = { ...device, chain: device.chain.slice(0, 1) };
    expect(await openSigned(signJws(payload, alone), trusting(maker))).toEqual(payload);
    await expect(openSigned(signJws(payload, alone), trusting(root))).rejects.toMatchObject(untrusted);
  });

  it('is opened only while every certificate is valid', async () => {
    const jws = signJws(payload, device);
    for (const days of [-2, 366]) {
      const now = new Date(Date.now() + days * dayMs);
      await expect(openSigned(jws, { roots: [der(root)], now })).rejects.toMatchObject(untrusted);
    }
    const shortLived = issue(root, { name: 'Maker', isAuthority: true, to: new Date(Date.now() - 1000) });
    const below = issue(shortLived, { name: 'Device', keys });
    await expect(openSigned(signJws(payload, below), trusting(root))).rejects.toMatchObject(untrusted);
  });

  it('is not opened from below somebody who is no authority', async () => {
    const below = issue(device, { name: 'Accomplice', keys });
    await expect(openSigned(signJws(payload, below), trusting(root))).rejects.toMatchObject(untrusted);
    await expect(openSigned(signJws(payload, below), trusting(device))).rejects.toMatchObject(untrusted);
  });

  it('is not opened with a key that is too short', async () => {
    const weak = issue(maker, { name: 'Device', keys: rsaKeys(1024) });
    await expect(openSigned(signJws(payload, weak), trusting(root))).rejects.toMatchObject(untrusted);
  });

  it('is not opened with one bit changed, or cut anywhere', async () => {
    const jws = signJws(payload, device);
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), fc.boolean(), async (at, isCut) => {
        const other = jws[at] === 'A' ? 'B' : 'A';
        const spoiled = isCut ? jws.slice(0, at) : jws.slice(0, at) + other + jws.slice(at + 1);
        const opened = await openSigned(spoiled, trusting(root)).catch((error: unknown) => error);
        // The last letter of base64 has bits that count for nothing.
        if (at < jws.length - 1 || isCut) expect(opened).toMatchObject(untrusted);
      }),
      { numRuns: 200 },
    );
  });

  it('is not opened when it is nothing of the kind', async () => {
    for (const nothing of ['', '.', '..', 'a.b.c', '{}', 'e30.e30.', `${'A'.repeat(100_000)}.A.A`])
      await expect(openSigned(nothing, trusting(root))).rejects.toMatchObject(untrusted);
  });

  it('is not opened with more certificates than a chain has', async () => {
    const chain = Array.from({ length: 5 }, () => device.chain).flat();
    const jws = signJws(payload, { ...device, chain });
    await expect(openSigned(jws, trusting(root))).rejects.toMatchObject(untrusted);
  });
});

describe('certificates that OpenSSL made', () => {
  let dir = '';
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'ignore', 'ignore'] });

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'sbi-trust-'));
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
      '-subj',
      '/CN=OpenSSL Root',
    );
    for (const [name, extension] of [
      ['maker', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign'],
      ['nobody', 'basicConstraints=critical,CA:FALSE'],
    ] as const) {
      writeFileSync(join(dir, `${name}.ext`), extension);
      issueWithOpenssl(name, 'root', name);
      issueWithOpenssl(`device-of-${name}`, name);
    }
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function issueWithOpenssl(name: string, issuer: string, extensions?: string): void {
    openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
    );
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`],
      ...['-CAcreateserial', '-days', '30', '-out', `${name}.pem`],
      ...(extensions ? ['-extfile', `${extensions}.ext`] : []),
    );
  }

  const certificate = (name: string): X509Certificate =>
    new X509Certificate(readFileSync(join(dir, `${name}.pem`)));

  /** As RFC 7515 says, without the fixtures. */
  function jwsOf(maker: string): string {
    const x5c = [`device-of-${maker}`, maker].map((name) => certificate(name).raw.toString('base64'));
    const text = [{ alg: 'RS256', x5c }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const key = {
      key: readFileSync(join(dir, `device-of-${maker}.key`)),
      padding: constants.RSA_PKCS1_PADDING,
    };
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  it('lead to the root in its folder', async () => {
    const roots = (await readScannerRoots(dir)).filter(({ subject }) => subject === 'CN=OpenSSL Root');
    expect(await openSigned(jwsOf('maker'), { roots, now: new Date() })).toEqual(payload);
  });

  it('lead nowhere by way of somebody who is no authority', async () => {
    const trust = { roots: [certificate('root')], now: new Date() };
    await expect(openSigned(jwsOf('nobody'), trust)).rejects.toMatchObject(untrusted);
  });

  it('are read from a folder whatever else lies there', async () => {
    writeFileSync(join(dir, 'junk.pem'), 'no certificate');
    writeFileSync(
      join(dir, 'two.crt'),
      readFileSync(join(dir, 'root.pem'), 'utf8') + readFileSync(join(dir, 'maker.pem'), 'utf8'),
    );
    writeFileSync(join(dir, 'der.cer'), certificate('maker').raw);
    const subjects = (await readScannerRoots(dir)).map(({ subject }) => subject).toSorted();
    expect(subjects).toEqual(
      [
        'OpenSSL Root',
        'OpenSSL Root',
        'device-of-maker',
        'device-of-nobody',
        'maker',
        'maker',
        'maker',
        'nobody',
      ]
        .map((name) => `CN=${name}`)
        .toSorted(),
    );
    expect(await readScannerRoots(join(dir, 'nowhere'))).toEqual([]);
    expect(await readScannerRoots(undefined)).toEqual([]);
  });
});
