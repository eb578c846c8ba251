import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { decryptPayload } from '../payload.ts';
import { migrations } from './index.ts';

it('puts what is there under a key for each application, and loses nothing', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 4), () => {});
  for (const id of ['a', 'b']) {
    database.exec(`INSERT INTO applications VALUES
      ('${id}', 'H99-${id}', 'exchange', 'age', 'draft', 'vi-du', 1, 1, 1, 'MẪU', '001201000000', '', '', 'mau', '', null, null, '{"of":"${id} ư"}')`);
    database.exec(`INSERT INTO captures VALUES
      ('c${id}', '${id}', 'finger', '13', 'image/png', 'f', null, null, null, null, 1, 1, x'0102')`);
    database.exec(`UPDATE applications SET state = 'sealed' WHERE id = '${id}'`);
    database.exec(
      `INSERT INTO outbox VALUES ('o${id}', '${id}', 'f', 'waiting', 0, 0, null, null, 1, x'070809')`,
    );
  }

  migrate(database, migrations.slice(0, 5), () => {});
  const all = (sql: string) => database.prepare<[], Record<string, Buffer>>(sql).all();
  const keys = all('SELECT application_id AS id, key FROM payload_keys ORDER BY id');
  expect(new Set(keys.map(({ key }) => key?.toString('hex'))).size).toBe(2);
  const read = keys.map(({ id, key = Buffer.alloc(0) }) => {
    const piece = (place: string, sql: string): string =>
      Buffer.from(decryptPayload(key, place, all(sql)[0]?.['x'] ?? key)).toString();
    return [
      piece(`draft/${id}`, `SELECT payload AS x FROM applications WHERE id = '${id}'`),
      piece(`capture/c${id}`, `SELECT bytes AS x FROM captures WHERE application_id = '${id}'`),
      piece(`packet/o${id}`, `SELECT packet AS x FROM outbox WHERE application_id = '${id}'`),
    ];
  });
  expect(read).toEqual([
    ['{"of":"a ư"}', '\x01\x02', '\x07\x08\t'],
    ['{"of":"b ư"}', '\x01\x02', '\x07\x08\t'],
  ]);
  expect(all('SELECT * FROM applications')[0]).not.toHaveProperty('draft');
  expect(() => database.exec("UPDATE captures SET bytes = x'03'")).toThrow('a capture is kept as it came');
});
