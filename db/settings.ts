import type { Store } from './open.ts';

/** A value the station keeps for itself, such as its signing key. */
export function readSetting(store: Store, name: string): string | undefined {
  return store.statement<{ value: string }>('SELECT value FROM settings WHERE name = ?').get(name)?.value;
}

/** Stores the value under this name, in place of an earlier one. */
export function writeSetting(store: Store, name: string, value: string): void {
  store
    .statement(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    .run(name, value);
}
