import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

it('adds what the centre says, and keeps every application', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 2), () => {});
  database.exec(`INSERT INTO applications VALUES
    ('a', 'H99-a', 'exchange', 'age', 'accepted', 'vi-du', 1, 1, 1, 'MẪU', '001201000000', '', '', 'mau', '', null, '{}', '{}')`);
  const before = database.prepare('SELECT * FROM applications').all();

  migrate(database, migrations.slice(0, 3), () => {});
  expect(database.prepare('SELECT * FROM applications').all()).toEqual(before);

  database.exec("INSERT INTO centre_statuses VALUES ('a', 'at-office', NULL, 1)");
  expect(() => database.exec("UPDATE centre_statuses SET status = 'lost'")).toThrow(
    'CHECK constraint failed',
  );
});
