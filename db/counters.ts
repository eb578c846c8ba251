import type { Store } from './open.ts';

/** The next number of a series, from 1. Runs in the caller's transaction, so a number is used exactly when its user is stored. */
export function nextCounter(store: Store, name: string): number {
  if (!store.isInTransaction()) throw new Error('a number is drawn in the transaction that uses it');
  const row = store
    .statement<{ value: number }>(
      'INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
    )
    .get(name);
  if (!row) throw new Error('a counter gave no value');
  return row.value;
}

/** The number of a series that was drawn last; 0 before the first. */
export function readCounter(store: Store, name: string): number {
  return (
    store.statement<{ value: number }>('SELECT value FROM counters WHERE name = ?').get(name)?.value ?? 0
  );
}

/** No number up to `least` is drawn any more. Runs in the caller's transaction. */
export function raiseCounter(store: Store, name: string, least: number): void {
  store
    .statement(
      'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)',
    )
    .run(name, least);
}
