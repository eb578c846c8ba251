import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

it('adds officers and the audit log, and keeps every application', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 1), () => {});
  database.exec(`INSERT INTO applications VALUES
    ('a', 'H99-a', 'exchange', 'age', 'draft', 'vi-du', 1, 1, 1, 'MẪU', '001201000000', '', '', 'mau', '', null, null, '{}')`);
  const before = database.prepare('SELECT * FROM applications').all();

  migrate(database, migrations.slice(0, 2), () => {});
  expect(database.prepare('SELECT * FROM applications').all()).toEqual(before);

  database.exec(
    "INSERT INTO officers (id, name, role, password_hash) VALUES ('o', 'Ví Dụ', 'supervisor', 'h')",
  );
  expect(database.prepare('SELECT failed_tries, locked_until_ms FROM officers').raw().all()).toEqual([
    [0, 0],
  ]);
  expect(() => database.exec("UPDATE officers SET role = 'root'")).toThrow('CHECK constraint failed');

  database.exec("INSERT INTO audit VALUES (1, 1, 'o', 'login', '', '{}', 'h')");
  expect(() => database.exec("INSERT INTO audit VALUES (3, 1, 'o', 'login', '', '{}', 'h')")).toThrow(
    'at the end',
  );
});
