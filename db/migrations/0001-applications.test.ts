import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

const application = `INSERT INTO applications VALUES
  ('a', 'H99-a', 'exchange', 'age', 'draft', 'vi-du', 1, 1, 1, 'MẪU', '001201000000', '', '', 'mau', '', null, null, '{}')`;

it('makes an empty file a store for applications, captures and the outbox', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 1), () => {});
  database.exec(application);
  database.exec(`INSERT INTO captures VALUES
    ('c', 'a', 'finger', '13', 'image/png', 'f', null, null, null, null, 1, 1, x'01')`);
  database.exec(`INSERT INTO outbox VALUES ('o', 'a', 'f', 'waiting', 0, 1, null, null, 1, x'02')`);
  database.exec("INSERT INTO counters VALUES ('receipt', 1); INSERT INTO settings VALUES ('key', 'value')");

  const tables = database
    .prepare(
      "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .raw()
    .all();
  expect(tables).toEqual(
    ['applications', 'captures', 'counters', 'outbox', 'settings'].map((name) => [name, 1]),
  );
});

it.each([
  ['a state it does not know', "UPDATE applications SET state = 'REGISTERED'"],
  ['a number where text belongs', "UPDATE applications SET revision = 'one'"],
  [
    'a capture without its application',
    "INSERT INTO captures VALUES ('c', 'b', 'finger', '13', '', '', 1, 1, '', '', 1, 1, x'')",
  ],
  [
    'an outbox row without its application',
    "INSERT INTO outbox VALUES ('o', 'b', '', 'waiting', 0, 1, null, null, 1, x'')",
  ],
  ['to lose an application that has captures', 'DELETE FROM applications'],
])('refuses %s', (_what, sql) => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 1), () => {});
  database.exec(application);
  database.exec(
    "INSERT INTO captures VALUES ('z', 'a', 'portrait', 'face', '', '', 1, 1, '', '', 1, 1, x'')",
  );
  expect(() => database.exec(sql)).toThrow(/constraint failed|cannot store/);
});
