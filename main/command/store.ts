import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../../db/backup.ts';
import { StoreError } from '../../db/errors.ts';
import { isMarkedWith } from '../../db/header.ts';
import { openStore } from '../../db/open.ts';
import { salvageStore } from '../../db/salvage.ts';
import { recordEvent } from '../audit/events.ts';
import { changeStoreKey, developmentProtector, storeKey } from '../store-key.ts';
import { restoreStation } from '../store-life/restore.ts';
import { type Command, dataDirOf, readOptions, UnusableInput } from './outcome.ts';

/** `station store salvage OUT`: a new store of all that can still be read. */
export const storeSalvage: Command = (args) => {
  const { dataDir, path } = oneFile(args, 'salvage', 'OUT');
  if (existsSync(path)) throw new UnusableInput(`${path}: is there already`);
  return named(dataDir, () => {
    const tables = salvageStore(join(dataDir, 'station.db'), keyOf(dataDir), path);
    const lost = tables.reduce((sum, table) => sum + table.lost, 0);
    const lines = tables.map(
      ({ table, saved, lost: of }) => `${table.padEnd(22)} ${saved} saved, ${of} lost`,
    );
    return { isFine: lost === 0, json: { tables, lost }, text: lines.join('\n') };
  });
};

/** `station store restore FILE`: goes back to a copy. */
export const storeRestore: Command = (args) => {
  const { dataDir, path } = oneFile(args, 'restore', 'FILE');
  if (!existsSync(path)) throw new UnusableInput(`${path}: is not there`);
  return named(path, () => {
    const receiptsAfter = restoreStation({ dataDir, key: keyOf(dataDir), from: path, nowMs: Date.now() });
    const text = `Restored. Receipt numbers of today go on after ${receiptsAfter}; the store that was there stays as station.db.replaced.`;
    return { isFine: true, json: { receiptsAfter }, text };
  });
};

/** `station store rekey`: another key for the store; copies with the one before are replaced by one with the new. */
export const storeRekey: Command = (args) => {
  const { values, rest } = readOptions(args, ['data']);
  if (rest.length > 0) throw new UnusableInput(`station store rekey: what is ${rest.join(' ')}?`);
  const dataDir = dataDirOf(values['data']);
  return named(dataDir, () => {
    const startedMs = performance.now();
    const key = changeStoreKey({ dataDir, protector: developmentProtector });
    const ms = Math.round(performance.now() - startedMs);
    const backups = join(dataDir, 'backups');
    const store = openStore({ file: join(dataDir, 'station.db'), key });
    try {
      recordEvent(store, {
        atMs: Date.now(),
        actor: 'station',
        event: 'store-rekeyed',
        subject: '',
        details: {},
      });
      store.backUp(backups);
    } finally {
      store.close();
    }
    const outdated = listBackups(backups).filter((copy) => !isMarkedWith(copy, key));
    for (const copy of outdated) rmSync(copy);
    const text = `The store has a new key (${ms} ms). ${outdated.length} copies with the one before were removed.`;
    return { isFine: true, json: { ms, removedCopies: outdated.length }, text };
  });
};

function oneFile(args: readonly string[], command: string, what: string) {
  const { values, rest } = readOptions(args, ['data']);
  const [path, ...more] = rest;
  if (path === undefined || more.length > 0)
    throw new UnusableInput(`station store ${command}: give one ${what}`);
  return { dataDir: dataDirOf(values['data']), path };
}

function keyOf(dataDir: string): Uint8Array {
  return storeKey({ dataDir, protector: developmentProtector });
}

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new UnusableInput(`${name}: ${error.code}: ${error.message}`, { cause: error });
  }
}
