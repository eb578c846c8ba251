import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appendAudit } from './audit.ts';
import { putOfficer } from './officers.ts';
import { writeSetting } from './settings.ts';
import { addCapture, addDraft, addSealed, openTestStore } from './test-store.ts';

/** Long enough that chance does not bring it about. */
const secret = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 });
const person = fc.record({
  fullName: secret,
  personalId: fc.stringMatching(/^\d{12}$/),
  other: secret,
  bytes: fc.uint8Array({ minLength: 16, maxLength: 20_000 }),
});

/** The secrets that can be read in any file of a directory. */
function readableIn(dir: string, secrets: readonly (string | Uint8Array)[]): (string | Uint8Array)[] {
  const files = readdirSync(dir).map((name) => readFileSync(join(dir, name)));
  return secrets.filter((each) => files.some((bytes) => bytes.includes(Buffer.from(each))));
}

it('has nothing of a citizen, an officer or a key readable on the disk: not in the file, its log or a copy', () => {
  const { store, dir, remove } = openTestStore();
  const texts: (string | Uint8Array)[] = ['CREATE TABLE', 'full_name'];
  let count = 0;
  fc.assert(
    fc.property(person, ({ fullName, personalId, other, bytes }) => {
      const id = `application ${count++}`;
      addDraft(store, id, { fullName, personalId });
      addCapture(store, id, `capture of ${id}`, bytes);
      addSealed(store, `sealed ${id}`, count, bytes);
      writeSetting(store, 'key', other);
      putOfficer(store, { id, name: other, role: 'officer', passwordHash: other });
      appendAudit(store, { atMs: 1, actor: id, event: other, subject: id, details: {} });
      texts.push(fullName, personalId, other, id, bytes.subarray(0, 16));
      expect(readableIn(dir, texts)).toEqual([]);
    }),
    { numRuns: 30 },
  );
  expect(readdirSync(dir).sort()).toEqual(['station.db', 'station.db-wal']);

  store.statement('VACUUM INTO ?').run(join(dir, 'copy.db'));
  store.statement('PRAGMA wal_checkpoint(TRUNCATE)').get();
  expect(readableIn(dir, texts)).toEqual([]);
  remove();
});

it('would be noticed: the same rows can be read in a database without encryption', () => {
  const { store, dir, remove } = openTestStore();
  const plain = new Database(join(dir, 'plain.db'));
  plain.exec(
    "CREATE TABLE applications (full_name TEXT); INSERT INTO applications VALUES ('NGUYỄN VĂN MẪU')",
  );
  plain.close();
  addDraft(store, 'a');
  expect(readableIn(dir, ['NGUYỄN VĂN MẪU', 'H99-a'])).toEqual(['NGUYỄN VĂN MẪU']);
  remove();
});
