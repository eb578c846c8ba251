import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyMark } from './header.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open.ts';

const noBackup = (): void => {
  throw new Error('nothing to copy yet');
};
const steps: readonly Migration[] = [
  { version: 1, name: 'people', sql: 'CREATE TABLE people (name TEXT) STRICT' },
  { version: 2, name: 'ages', sql: 'ALTER TABLE people ADD COLUMN age INTEGER' },
];

describe('migrating', () => {
  const versionOf = (database: Database.Database): unknown =>
    database.pragma('user_version', { simple: true });

  it('takes every step in order, and none twice', () => {
    const database = new Database(':memory:');
    migrate(database, steps, noBackup);
    migrate(database, steps, noBackup);
    database.exec("INSERT INTO people VALUES ('MẪU', 25)");
    expect(versionOf(database)).toBe(2);
  });

  it('leaves schema and number as they were when a step fails', () => {
    const database = new Database(':memory:');
    migrate(database, steps.slice(0, 1), noBackup);
    const broken = {
      version: 2,
      name: 'broken',
      sql: 'CREATE TABLE half (a TEXT) STRICT; CREATE TABLE half (a TEXT)',
    };
    expect(() => migrate(database, [...steps.slice(0, 1), broken], () => {})).toThrow(
      'table half already exists',
    );
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    expect([versionOf(database), tables]).toEqual([1, ['people']]);
  });

  it('changes nothing when the copy before it fails', () => {
    const database = new Database(':memory:');
    migrate(database, steps.slice(0, 1), noBackup);
    expect(() => migrate(database, steps, noBackup)).toThrow('nothing to copy yet');
    expect(versionOf(database)).toBe(1);
  });

  it('refuses what a newer station wrote', () => {
    const database = new Database(':memory:');
    migrate(database, steps, noBackup);
    expect(() => migrate(database, steps.slice(0, 1), noBackup)).toThrow(
      expect.objectContaining({
        code: 'store/newer',
        message: 'the store has schema 2, this station knows 1',
      }),
    );
  });

  it('refuses a list with a gap, and says what it found', () => {
    const gap = [...steps, { version: 4, name: 'late', sql: '' }];
    expect(() => migrate(new Database(':memory:'), gap, noBackup)).toThrow(
      'migration late has number 4, expected 3',
    );
  });
});

describe('the copy before a migration', () => {
  const key = new Uint8Array(32).fill(7);
  let dir: string;
  let file: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'station-migrate-'));
    file = join(dir, 'station.db');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** A store as the station's first version left it, with one application. */
  function makeOldStore(): void {
    rmSync(file, { force: true });
    const database = new Database(file);
    database.pragma("cipher = 'aegis'");
    database.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}${keyMark(key).toString('hex')}`));
    migrate(database, migrations.slice(0, 1), noBackup);
    database.exec(`INSERT INTO applications VALUES
      ('a', 'H99-a', 'exchange', 'age', 'draft', 'vi-du', 1, 1, 1, 'NGUYỄN VĂN MẪU', '001201000000', '', '', '', '', null, null, '{}')`);
    database.close();
  }

  const namesIn = (copy: string): unknown[] => {
    const store = openStore({ file: copy, key, backupDir: join(dir, 'copies of copies') });
    const names = store.statement('SELECT full_name FROM applications').all();
    store.close();
    return names;
  };

  it('is encrypted, opens with the same key and holds everything', () => {
    makeOldStore();
    openStore({ file, key }).close();
    const [name, ...others] = readdirSync(join(dir, 'backups'));
    expect([name, others]).toEqual([expect.stringMatching(/^station-2.*Z-v0001\.db$/), []]);
    const copy = join(dir, 'backups', String(name));
    expect(readFileSync(copy).includes('NGUYỄN VĂN MẪU')).toBe(false);
    expect(readFileSync(copy).includes('CREATE TABLE')).toBe(false);
    expect(namesIn(copy)).toEqual([{ full_name: 'NGUYỄN VĂN MẪU' }]);
    expect(namesIn(file)).toEqual([{ full_name: 'NGUYỄN VĂN MẪU' }]);
  });

  it('is not made for a new store, nor when there is nothing to migrate', () => {
    openStore({ file, key }).close();
    openStore({ file, key }).close();
    expect(existsSync(join(dir, 'backups'))).toBe(false);
  });

  it('is kept three times, without what a killed process left', () => {
    const backupDir = join(dir, 'elsewhere');
    mkdirSync(backupDir);
    writeFileSync(join(backupDir, 'notes.txt'), 'not ours');
    writeFileSync(join(backupDir, 'station-2020-v0001.db.part'), 'half');
    for (const year of [2021, 2022, 2023]) writeFileSync(join(backupDir, `station-${year}-v0001.db`), 'old');
    makeOldStore();
    openStore({ file, key, backupDir }).close();
    expect(readdirSync(backupDir).sort()).toEqual([
      'notes.txt',
      'station-2022-v0001.db',
      'station-2023-v0001.db',
      expect.stringMatching(/^station-2.*Z-v0001\.db$/),
    ]);
  });
});

/** A shipped step is history: stations out there have taken it. Change the schema with a new one. */
it('leaves every migration as it was shipped', () => {
  const hashes = migrations.map(({ version, name, sql, after = '' }) => [
    `${String(version).padStart(4, '0')}-${name}`,
    createHash('sha256')
      .update(sql + after)
      .digest('hex'),
  ]);
  expect(Object.fromEntries(hashes)).toEqual(shipped);
});

const shipped = {
  '0001-applications': '3c792e7b755bf5d575da18393a6a27f976d13a87cb6e00d8c004f5381c0b5daa',
  '0002-officers-and-audit': 'de7de9c93f2dbc6e228318870fe76da335859836d2eb8416bee562622f8fbbd0',
  '0003-centre-statuses': 'bd35e75e9172cf1f028f4d0e9a148855fd8e5530ca3a009db4cd4ebd5239cc54',
  '0004-kinds-of-captures': '68f8cbab6a71788a486fba110d9050b58754ccd753d8c940313c7bd704c4afad',
  '0005-payload-keys': '56194373bfc2b5ef2a2d5680112a54d05e1d36f29fe1a412424e7c583fdbcac2',
  '0006-delivery': 'd4468b4042d776d4728bbb42b2e266aa3f97c2ff9aaffaf14be32e6c32fe37f3',
};
