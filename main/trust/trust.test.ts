import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../db/audit.ts';
import { openStore, type Store } from '../../db/open.ts';
import { testIssuer } from '../../fixtures/chip/test-issuer.ts';
import { openTestAuthority, type TestAuthority } from '../../fixtures/trust-authority.ts';
import { StationError } from '../contract/errors.ts';
import { PublicKey } from '../enrollment/public-key.ts';
import { installLaidPackage } from './laid-package.ts';
import { currentTrust, importTrust, trustMaterialOf } from './trust.ts';
import { maxTrustPackageBytes, openTrustPackage } from './trust-package.ts';
import example from './trust-package-example.json' with { type: 'json' };

let authority: TestAuthority;
let dir: string;
let store: Store;

beforeAll(async () => {
  authority = await openTestAuthority();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'station-trust-'));
  store = openStore({ file: join(dir, 'station.db'), key: new Uint8Array(32) });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

/** The code of the refusal, or `taken`. */
async function verdictOn(opening: Promise<unknown>): Promise<string> {
  try {
    await opening;
    return 'taken';
  } catch (error) {
    if (error instanceof StationError) return error.code;
    throw error;
  }
}

const opened = (text: string, key = authority.publicKey): Promise<string> =>
  verdictOn(openTrustPackage(text, key));
const install = (text: string) =>
  importTrust({ store, authorityKey: authority.publicKey, now: () => 1_700_000_000_000 }, text);
const auditLines = (): unknown[] => store.statement('SELECT event, actor, subject, details FROM audit').all();

describe('a trust package', () => {
  it('opens as it was signed: the test vector', async () => {
    expect(await openTrustPackage(example.package, PublicKey.parse(example.authorityKey))).toEqual({
      kind: 'trust-package/1',
      serial: 1,
      issuedAt: '2026-11-01T00:00:00.000Z',
      country: 'VN',
      anchors: [testIssuer.csca],
      crls: [testIssuer.revocationList()],
    });
  });

  it('is not taken from a stranger, nor from a stranger with the name of the authority', async () => {
    const stranger = await openTestAuthority();
    const text = await stranger.signPackage();
    expect(await opened(text)).toBe('trust/not-signed');
    expect(await opened(text, { ...authority.publicKey, kid: stranger.publicKey.kid })).toBe(
      'trust/not-signed',
    );
  });

  it('is not taken when one character of it was changed, wherever', async () => {
    const text = await authority.signPackage();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...alphabet), async (at, letter) => {
        fc.pre(text[at] !== letter && !isSlack(text, at, letter));
        expect(await opened(text.slice(0, at) + letter + text.slice(at + 1))).toMatch(
          /not-signed|unreadable/,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is never anything else than taken or refused, whatever the text', async () => {
    const [header = '', payload = ''] = (await authority.signPackage()).split('.');
    const part = fc.oneof(
      fc.constantFrom('', header, payload, 'e30', 'bnVsbA'),
      fc.string({ maxLength: 40 }),
    );
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (text) => {
        expect(await opened(text)).toMatch(/not-signed|unreadable/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no algorithm at all', 'none'],
    ['a shared secret', 'HS256'],
    ['another curve', 'ES384'],
  ])('is not taken with %s', async (_name, alg) => {
    const [, payload = ''] = (await authority.signPackage()).split('.');
    const header = { alg, kid: authority.publicKey.kid, typ: 'trust-package+jws' };
    const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
    const secret = createHmac('sha256', JSON.stringify(authority.publicKey))
      .update(signed)
      .digest('base64url');
    for (const signature of ['', secret])
      expect(await opened(`${signed}.${signature}`)).toBe('trust/not-signed');
  });

  it('is not taken when the key signed it for another purpose', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { d: _secret, ...jwk } = await exportJWK(privateKey);
    const [, payload = ''] = (await authority.signPackage()).split('.');
    const text = await new CompactSign(Buffer.from(payload, 'base64url'))
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'enrollment-receipt+jws' })
      .sign(privateKey);
    expect(await opened(text, PublicKey.parse({ ...jwk, kid: 'k' }))).toBe('trust/unreadable');
  });

  it.each([
    ['another kind', { kind: 'trust-package/2' }],
    ['no serial', { serial: undefined }],
    ['serial 0', { serial: 0 }],
    ['half a serial', { serial: 1.5 }],
    ['a serial beyond whole numbers', { serial: 2 ** 53 }],
    ['a date that is none', { issuedAt: '2026-13-01T00:00:00.000Z' }],
    ['a country in words', { country: 'Vietnam' }],
    ['nobody to trust', { anchors: [] }],
    ['an anchor that is not base64', { anchors: ['MIJ='] }],
    ['an empty anchor', { anchors: [''] }],
    ['base64url', { crls: ['__79'] }],
    ['more anchors than anybody has', { anchors: Array.from({ length: 4097 }, () => 'MAA=') }],
    ['something more', { remark: '' }],
  ])('is not taken with %s', async (_name, changes) => {
    expect(await opened(await authority.signPackage(changes))).toBe('trust/unreadable');
  });

  it('may be as long as its limit and not longer, and is then not even looked at', async () => {
    const list = Buffer.alloc(4 * 1024 * 1024, 7).toString('base64');
    expect(await opened(await authority.signPackage({ crls: [list] }))).toBe('taken');
    expect(await opened('x'.repeat(maxTrustPackageBytes + 1))).toBe('trust/unreadable');
    const text = await authority.signPackage({ crls: [list, list] });
    expect([text.length > maxTrustPackageBytes, await opened(text)]).toEqual([true, 'trust/unreadable']);
  });
});

describe('the trust of a station', () => {
  it('is nobody until a package is installed', () => {
    expect([currentTrust(store), trustMaterialOf(currentTrust(store))]).toEqual([
      undefined,
      { anchors: [], crls: [] },
    ]);
  });

  it('is what the package says, and the audit log says which package', async () => {
    const text = await authority.signPackage({ serial: 7 });
    const { outcome } = await install(text);
    const material = { anchors: [testIssuer.csca], crls: [testIssuer.revocationList()] };
    expect([outcome, trustMaterialOf(currentTrust(store))]).toEqual(['installed', material]);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(auditLines()).toEqual([
      {
        event: 'trust-installed',
        actor: 'station',
        subject: '',
        details: JSON.stringify({ serial: 7, anchors: 1, crls: 1, sha256 }),
      },
    ]);
    expect(verifyAudit(store)).toEqual({ entries: 1 });
  });

  it('only moves on: older packages and others of the same serial change nothing', async () => {
    const second = await authority.signPackage({ serial: 2 });
    await install(second);
    expect(await verdictOn(install(await authority.signPackage({ serial: 1 })))).toBe('trust/rolled-back');
    expect(await verdictOn(install(await authority.signPackage({ serial: 2, country: 'DE' })))).toBe(
      'trust/rolled-back',
    );
    expect((await install(second)).outcome).toBe('unchanged');
    expect([currentTrust(store)?.serial, currentTrust(store)?.country, auditLines().length]).toEqual([
      2,
      'VN',
      1,
    ]);
    expect((await install(await authority.signPackage({ serial: 3, crls: [] }))).outcome).toBe('installed');
    expect(currentTrust(store)).toMatchObject({ serial: 3, crls: [] });
  });

  it('stays when a package is refused', async () => {
    await install(await authority.signPackage());
    const stranger = await openTestAuthority();
    expect(await verdictOn(install(await stranger.signPackage({ serial: 9 })))).toBe('trust/not-signed');
    expect(await verdictOn(install('nonsense'))).toBe('trust/unreadable');
    expect([currentTrust(store)?.serial, auditLines().length]).toEqual([1, 1]);
  });

  it('follows the largest serial, in whatever order packages come', async () => {
    const serials = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    const packages = await Promise.all(
      Array.from({ length: 9 }, (_, index) => authority.signPackage({ serial: index + 1 })),
    );
    let offset = 0;
    await fc.assert(
      fc.asyncProperty(serials, async (order) => {
        const own = openStore({ file: join(dir, `run-${offset++}.db`), key: new Uint8Array(32) });
        try {
          const station = { store: own, authorityKey: authority.publicKey, now: () => 0 };
          for (const serial of order) await verdictOn(importTrust(station, packages[serial - 1] ?? ''));
          expect(currentTrust(own)?.serial).toBe(Math.max(...order));
        } finally {
          own.close();
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** The last letter of a part holds bits that no byte has: there, two letters can mean the same. */
function isSlack(text: string, at: number, letter: string): boolean {
  const start = text.lastIndexOf('.', at) + 1;
  const end = text.indexOf('.', at);
  if (letter === '.' || at !== (end < 0 ? text.length : end) - 1) return false;
  const part = text.slice(start, at);
  return Buffer.from(part + text[at], 'base64url').equals(Buffer.from(part + letter, 'base64url'));
}

describe('a package laid into the station’s folder', () => {
  const lay = (text: string): void => writeFileSync(join(dir, 'trust-package.jws'), text);
  const install = (): Promise<string> =>
    installLaidPackage(dir, { store, authorityKey: authority.publicKey, now: Date.now });

  it('is installed at start, and found unchanged at the next', async () => {
    expect(await install()).toBe('none');
    lay(`${await authority.signPackage({ serial: 7 })}\n`);
    expect([await install(), await install(), currentTrust(store)?.serial]).toEqual([
      'installed',
      'unchanged',
      7,
    ]);
  });

  it('is refused when it is older, by somebody else, or too long; the one before stays', async () => {
    lay(await authority.signPackage({ serial: 7 }));
    await install();
    lay(await authority.signPackage({ serial: 6 }));
    expect(await verdictOn(install())).toBe('trust/rolled-back');
    lay(await (await openTestAuthority()).signPackage({ serial: 8 }));
    expect(await verdictOn(install())).toBe('trust/not-signed');
    lay('x'.repeat(maxTrustPackageBytes + 1));
    expect(await verdictOn(install())).toBe('trust/unreadable');
    expect(currentTrust(store)?.serial).toBe(7);
  });
});
