import { rmSync } from 'node:fs';
import { orRemoved } from './backup.ts';
import { connect, examine, rawKey } from './connect.ts';
import { guarded } from './failures.ts';
import { openStore } from './open.ts';
import { finishReplacement, replacedName, stage } from './replace.ts';

/**
 * Encrypts the whole store with another key: in a copy, which takes the store's place when it has been read back. Killed at any moment, it
 * leaves one store, whole, with one of the two keys.
 *
 * @throws StoreError as `openStore`; `store/full` where there is no room for the copy
 */
export function rekeyStore(file: string, key: Uint8Array, newKey: Uint8Array): void {
  const copy = `${file}.rekeyed`;
  for (const left of [copy, `${copy}-journal`]) rmSync(left, { force: true });
  orRemoved(copy, () => {
    const store = openStore({ file, key });
    try {
      store.statement('VACUUM INTO ?').run(copy);
    } finally {
      store.close();
    }
    guarded(() => encryptAgain(copy, key, newKey));
    examine(copy, newKey);
  });
  stage(copy, file);
  finishReplacement(file);
  rmSync(replacedName(file), { force: true });
}

/** Never in the store itself: a page of it is then under one key, and the next under the other. */
function encryptAgain(copy: string, key: Uint8Array, newKey: Uint8Array): void {
  const database = connect(copy, key, { fileMustExist: true });
  try {
    database.pragma('journal_mode = DELETE');
    database.rekey(rawKey(newKey));
  } finally {
    database.close();
  }
}
