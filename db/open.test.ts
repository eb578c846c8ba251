import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listApplications } from './applications.ts';
import { appendAudit, verifyAudit } from './audit.ts';
import { readCurrentCaptures } from './captures.ts';
import { StoreError, type StoreErrorCode } from './errors.ts';
import { openStore, type Store } from './open.ts';
import { addCapture, addDraft, addSealed, openTestStore } from './test-store.ts';

/** A closed store with some of everything in it; each test works on a copy. */
let original: string;
let dir: string;
let file: string;
const key = new Uint8Array(32).fill(7);
const pictures = [randomBytes(30_000), randomBytes(9_000), randomBytes(100)];

beforeAll(() => {
  const { store, file: made } = openTestStore();
  for (const [index, picture] of pictures.entries()) {
    addDraft(store, `draft-${index}`);
    addCapture(store, `draft-${index}`, `capture-${index}`, picture);
  }
  addSealed(store, 'sealed', 5, randomBytes(20_000));
  appendAudit(store, { atMs: 1, actor: 'vi-du', event: 'login', subject: '', details: {} });
  store.close();
  original = made;
  dir = mkdtempSync(join(tmpdir(), 'station-open-'));
  file = join(dir, 'station.db');
});
beforeEach(() => {
  rmSync(dir, { recursive: true });
  mkdirSync(dir);
  copyFileSync(original, file);
});
afterAll(() => {
  rmSync(dir, { recursive: true });
  rmSync(join(original, '..'), { recursive: true });
});

/** Opens the store and closes it again, with the code of the refusal when there is one. */
function opening(options: Partial<Parameters<typeof openStore>[0]> = {}): StoreErrorCode | 'opened' {
  try {
    openStore({ file, key, ...options }).close();
    return 'opened';
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

/** Every file beside the store with the hash of its bytes. */
function filesNow(): Record<string, string> {
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(dir, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(dir).map((name) => [name, hash(name)]));
}

/** Expects a refusal that leaves every file as it was. */
function expectRefusal(code: StoreErrorCode, options: Partial<Parameters<typeof openStore>[0]> = {}): void {
  const before = filesNow();
  expect([opening(options), filesNow()]).toEqual([code, before]);
}

/** What the store tells, or the code with which it refuses to. */
function contentOf(store: Store): unknown {
  const captures = pictures.map((_, index) => readCurrentCaptures(store, `draft-${index}`)[0]);
  return {
    names: listApplications(store, { search: '' }, 10).map(({ id, fullName }) => `${id} ${fullName}`),
    pictures: captures.map((capture) => capture && Buffer.from(capture.bytes).toString('base64')),
    audit: verifyAudit(store),
  };
}

describe('a store', () => {
  it('tells after opening what it held when it was closed', () => {
    const store = openStore({ file, key });
    expect(contentOf(store)).toEqual({
      names: ['draft-0', 'draft-1', 'draft-2', 'sealed'].map((id) => `${id} NGUYỄN VĂN MẪU`),
      pictures: pictures.map((picture) => picture.toString('base64')),
      audit: { entries: 1 },
    });
    store.close();
    expect(Object.keys(filesNow())).toEqual(['station.db']);
  });

  it('is kept durable, checked and to itself by its settings', () => {
    const store = openStore({ file, key });
    const names = [
      ...[
        'cipher',
        'journal_mode',
        'synchronous',
        'foreign_keys',
        'trusted_schema',
        'secure_delete',
        'temp_store',
      ],
      ...['locking_mode', 'busy_timeout'],
    ];
    const pragma = (name: string): unknown =>
      Object.values(store.statement<object>(`PRAGMA ${name}`).get() ?? {})[0];
    expect(Object.fromEntries(names.map((name) => [name, pragma(name)]))).toEqual({
      cipher: 'aegis',
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      trusted_schema: 0,
      secure_delete: 1,
      temp_store: 2,
      locking_mode: 'exclusive',
      busy_timeout: 500,
    });
    const lax = store.statement<{ name: string }>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name <> 'sqlite_schema'",
    );
    expect(lax.all()).toEqual([]);
    store.close();
  });

  it('is held by one at a time, until it is closed', () => {
    const store = openStore({ file, key });
    expect(opening()).toBe('store/busy');
    store.close();
    expect(opening()).toBe('opened');
  });

  it('undoes a whole transaction, or only the part of it that failed and was caught', () => {
    const store = openStore({ file, key });
    const ids = (): string[] => listApplications(store, { search: 'H99-new' }, 10).map(({ id }) => id);
    const fail = (id: string) => (): void => {
      addDraft(store, id);
      throw new Error(id);
    };
    expect(() => store.transaction(fail('new-1'))).toThrow('new-1');
    expect(ids()).toEqual([]);
    store.transaction(() => {
      addDraft(store, 'new-2');
      expect(() => store.transaction(fail('new-3'))).toThrow('new-3');
    });
    expect(ids()).toEqual(['new-2']);
    store.close();
  });

  it('says so when the disk is full, and keeps what it had', () => {
    const store = openStore({ file, key });
    store.statement('PRAGMA max_page_count = 1').get();
    const tooMuch = (): void => addCapture(store, 'draft-0', 'too-much', randomBytes(5_000_000));
    expect(tooMuch).toThrow(expect.objectContaining({ code: 'store/full' }));
    store.close();
    expect(contentOfFile()).toMatchObject({
      pictures: pictures.map((picture) => picture.toString('base64')),
    });
  });
});

describe('a store is refused and left as it is', () => {
  it('when the key is another', () => {
    expectRefusal('store/wrong-key', { key: new Uint8Array(32).fill(8) });
  });

  it('when the key is too short', () => {
    expectRefusal('store/no-key', { key: new Uint8Array(31) });
  });

  it('when it is an unencrypted database', () => {
    rmSync(file);
    const plain = new Database(file);
    plain.exec('CREATE TABLE notes (text TEXT); PRAGMA user_version = 1');
    plain.close();
    expectRefusal('store/foreign');
  });

  it('when it is any other file', () => {
    for (const bytes of [Buffer.from('hello'), Buffer.from('xin chào '.repeat(2_000)), Buffer.alloc(4_096)]) {
      writeFileSync(file, bytes);
      expectRefusal('store/foreign');
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 9_000 }), (bytes) => {
        writeFileSync(file, bytes);
        expectRefusal('store/foreign');
      }),
      { numRuns: 30 },
    );
  });

  it('when it was cut off anywhere', () => {
    const bytes = readFileSync(original);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
        writeFileSync(file, bytes.subarray(0, length));
        expectRefusal('store/damaged');
      }),
      { numRuns: 60, examples: [[0], [1], [15], [16], [24], [4_096], [bytes.length - 1]] },
    );
  });

  it('when it is gone and its write-ahead log is there', () => {
    rmSync(file);
    writeFileSync(`${file}-wal`, randomBytes(1_000));
    expectRefusal('store/damaged');
  });

  it('when a newer station wrote it', () => {
    const store = openStore({ file, key });
    store.statement('PRAGMA user_version = 99').run();
    store.close();
    expectRefusal('store/newer');
  });

  it('when the disk or the file is read-only', ({ skip }) => {
    chmodSync(dir, 0o755);
    chmodSync(file, 0o444);
    if (process.geteuid?.() === 0) {
      // Root may write everything; nobody may not.
      process.seteuid?.(65_534);
      onTestFinished(() => process.seteuid?.(0));
    }
    skip(process.platform === 'win32', 'needs POSIX permissions');
    expectRefusal('store/read-only');
  });

  it('when the runtime would crash on it', () => {
    const napi = Object.getOwnPropertyDescriptor(process.versions, 'napi') ?? {};
    Object.defineProperty(process.versions, 'napi', { ...napi, value: '9' });
    onTestFinished(() => {
      Object.defineProperty(process.versions, 'napi', napi);
    });
    expect(opening).toThrow('the store needs Node-API 10');
  });
});

describe('a damaged store', () => {
  it('tells the truth or says that it is damaged, wherever a byte was changed', () => {
    const truth = contentOfFile();
    const bytes = readFileSync(original);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ change;
        writeFileSync(file, changed);
        // A changed format version in the open part of the header (bytes 18, 19) also means "written by newer software".
        const refusals =
          place === 18 || place === 19 ? ['store/damaged', 'store/read-only'] : ['store/damaged'];
        expect([truth, ...refusals]).toContainEqual(contentOfFile());
      }),
      {
        numRuns: 150,
        examples: [
          [0, 1],
          [16, 1],
          [18, 4],
          [19, 4],
          [20, 1],
          [24, 1],
          [4_095, 1],
          [4_096, 1],
        ],
      },
    );
  });
});

describe('a new store', () => {
  it('is whole before it has its name', () => {
    rmSync(file);
    writeFileSync(`${file}.new`, 'left behind by a killed process');
    writeFileSync(`${file}.new-wal`, randomBytes(100));
    expect(opening()).toBe('opened');
    expect(readdirSync(dir)).toEqual(['station.db']);
  });

  it('makes the directory it lies in', () => {
    const deeper = join(dir, 'a', 'b', 'station.db');
    expect(opening({ file: deeper })).toBe('opened');
    expect(existsSync(deeper)).toBe(true);
  });
});

describe('a copy of the files of a running store', () => {
  beforeEach(() => {
    const copy = mkdtempSync(join(tmpdir(), 'station-copy-'));
    const store = openStore({ file, key });
    addDraft(store, 'in-the-log');
    cpSync(dir, copy, { recursive: true });
    store.close();
    cpSync(copy, dir, { recursive: true });
    rmSync(copy, { recursive: true });
  });

  it('opens with everything that was committed', () => {
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(contentOfFile()).toMatchObject({ names: expect.arrayContaining(['in-the-log NGUYỄN VĂN MẪU']) });
    expect(readdirSync(dir)).toEqual(['station.db']);
  });

  it('keeps its log when the file is torn or the key is another', () => {
    const written = (): unknown => {
      const { 'station.db-shm': _index, ...files } = filesNow();
      return files;
    };
    const refused = (options = {}): unknown => {
      const before = written();
      const code = opening(options);
      expect(written()).toEqual(before);
      return code;
    };
    expect(refused({ key: new Uint8Array(32).fill(8) })).toBe('store/wrong-key');
    truncateSync(file, 20_000);
    expect(refused()).toBe('store/damaged');
  });
});

/** What the file tells, or the code with which it or one of its pages is refused. */
function contentOfFile(): unknown {
  try {
    const store = openStore({ file, key });
    try {
      return contentOf(store);
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}
