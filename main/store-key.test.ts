import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../db/errors.ts';
import { developmentProtector, type KeyProtector, storeKey } from './store-key.ts';

let root: string;
let dataDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'store-key-'));
  dataDir = join(root, 'data');
});
afterEach(() => rmSync(root, { recursive: true }));

/** A keystore that puts one byte in front and knows it again. */
const marking: KeyProtector = {
  protect: (key) => new Uint8Array([7, ...key]),
  unprotect: (bytes) => {
    if (bytes[0] !== 7) throw new Error('protected elsewhere');
    return bytes.subarray(1);
  },
};

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
  return undefined;
};

describe('the store’s key', () => {
  it('is made once, kept protected, and readable by its owner only', () => {
    const key = storeKey({ dataDir, protector: marking });
    expect(storeKey({ dataDir, protector: marking })).toEqual(key);
    expect([...readFileSync(join(dataDir, 'store.key'))]).toEqual([7, ...key]);
    expect(key).toHaveLength(32);
    expect(new Set(key).size).toBeGreaterThan(8);
    expect(statSync(join(dataDir, 'store.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['store.key']);
  });

  it('is another one on another station', () => {
    const other = storeKey({ dataDir: join(root, 'other'), protector: developmentProtector });
    expect(storeKey({ dataDir, protector: developmentProtector })).not.toEqual(other);
  });

  it('is never made anew beside a store that has lost it', () => {
    storeKey({ dataDir, protector: marking });
    writeFileSync(join(dataDir, 'station.db'), '');
    rmSync(join(dataDir, 'store.key'));
    expect(codeOf(() => storeKey({ dataDir, protector: marking }))).toBe('store/no-key');
    expect(readdirSync(dataDir)).toEqual(['station.db']);
  });

  it.each([
    ['protected on another machine', new Uint8Array(33)],
    ['cut short', new Uint8Array([7, 1, 2])],
    ['empty', new Uint8Array()],
  ])('is refused, and left as it is, when %s', (_what, blob) => {
    storeKey({ dataDir, protector: marking });
    writeFileSync(join(dataDir, 'store.key'), blob);
    expect(codeOf(() => storeKey({ dataDir, protector: marking }))).toBe('store/no-key');
    expect(new Uint8Array(readFileSync(join(dataDir, 'store.key')))).toEqual(blob);
  });

  it('is not kept where there is no keystore to trust', () => {
    const missing: KeyProtector = {
      ...marking,
      protect: () => {
        throw new StoreError('store/no-key', 'no keystore');
      },
    };
    expect(codeOf(() => storeKey({ dataDir, protector: missing }))).toBe('store/no-key');
    expect(codeOf(() => readdirSync(dataDir))).toMatch(/ENOENT/);
  });

  it('is made after a start that was killed in the middle of it', () => {
    storeKey({ dataDir, protector: marking });
    rmSync(join(dataDir, 'store.key'));
    writeFileSync(join(dataDir, 'store.key.new'), 'half');
    expect(storeKey({ dataDir, protector: marking })).toHaveLength(32);
    expect(readdirSync(dataDir)).toEqual(['store.key']);
  });
});
