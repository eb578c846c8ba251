import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

it('takes captures of any kind, keeps those there are, and still refuses to change them', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 3), () => {});
  database.exec(`INSERT INTO applications VALUES
    ('a', 'H99-a', 'exchange', 'age', 'draft', 'vi-du', 1, 1, 1, 'MẪU', '001201000000', '', '', 'mau', '', null, null, '{}')`);
  database.exec(`INSERT INTO captures VALUES
    ('c', 'a', 'finger', '13', 'image/png', 'f', null, null, null, null, 1, 1, x'01')`);
  const before = database.prepare('SELECT * FROM captures').all();

  migrate(database, migrations.slice(0, 4), () => {});
  expect(database.prepare('SELECT * FROM captures').all()).toEqual(before);

  const iris = `INSERT INTO captures VALUES ('i', 'a', 'iris', 'left', 'image/png', 'f', 640, 480, null, null, 1, 1, x'02')`;
  database.exec(iris);
  expect(() => database.exec("UPDATE captures SET bytes = x'03'")).toThrow('a capture is kept as it came');
  expect(() => database.exec(iris.replace("'i'", "'j'"))).toThrow('UNIQUE constraint failed');
  database.exec("UPDATE applications SET state = 'sealed'");
  expect(() => database.exec(iris.replace("'left'", "'right'").replace("'i'", "'j'"))).toThrow(
    'nothing is captured for a sealed application',
  );
});
