import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

it('keeps every entry of the outbox, adds what is said about it, and refuses a hold it does not know', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 5), () => {});
  database.exec(`INSERT INTO applications VALUES
    ('a', 'H99-a', 'exchange', 'age', 'sealed', 'vi-du', 1, 1, 1, 'MẪU', '001201000000', '', '', 'mau', '', null, null, x'7b7d')`);
  database.exec(`INSERT INTO outbox VALUES ('o', 'a', 'f', 'waiting', 3, 1, 'line/down', null, 1, x'02')`);
  const before = database.prepare('SELECT * FROM outbox').all();

  migrate(database, migrations.slice(0, 6), () => {});
  expect(database.prepare('SELECT * FROM outbox').all()).toEqual(before);

  database.exec("INSERT INTO handling (application_id, hold) VALUES ('a', 'isolated')");
  expect(database.prepare('SELECT is_urgent, handled_at_ms FROM handling').raw().all()).toEqual([[0, null]]);
  expect(() => database.exec("UPDATE handling SET hold = 'lost'")).toThrow('CHECK constraint failed');
  expect(() => database.exec("INSERT INTO handling (application_id) VALUES ('b')")).toThrow('FOREIGN KEY');
});
