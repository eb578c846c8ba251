import { createHash } from 'node:crypto';
import type { Store } from './open.ts';

/** One thing somebody did. `details` never hold a name, a number or a picture. */
export interface AuditEntry {
  /** UTC epoch milliseconds. */
  readonly atMs: number;
  /** Officer id, or `station`. */
  readonly actor: string;
  readonly event: string;
  /** Application id, or empty. */
  readonly subject: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

interface AuditRow {
  readonly seq: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly event: string;
  readonly subject: string;
  readonly details: string;
  readonly hash: string;
}

/** Hash of nothing: the chain begins here. */
const beginning = '0'.repeat(64);

/** Adds an entry to the end of the chain. */
export function appendAudit(store: Store, { atMs, actor, event, subject, details }: AuditEntry): void {
  store.transaction(() => {
    const last = lastRow(store);
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at_ms: atMs,
      actor,
      event,
      subject,
      details: JSON.stringify(details),
    };
    store
      .statement(
        'INSERT INTO audit (seq, at_ms, actor, event, subject, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(entry.seq, atMs, actor, event, subject, entry.details, hashOf(last?.hash ?? beginning, entry));
  });
}

/** Hash of the last entry (lower-case hex): whoever holds it can tell whether anything before it was changed. */
export function readAuditHead(store: Store): string {
  return lastRow(store)?.hash ?? beginning;
}

/** Walks the chain. `brokenAt` is the number of the first entry that does not follow from the one before. */
export function verifyAudit(store: Store): { readonly entries: number; readonly brokenAt?: number } {
  let entries = 0;
  let before = beginning;
  for (const row of rowsOf(store)) {
    entries += 1;
    if (row.seq !== entries || row.hash !== hashOf(before, row)) return { entries, brokenAt: row.seq };
    before = row.hash;
  }
  return { entries };
}

/** In order, some at a time: two years of them do not fit in memory. */
function* rowsOf(store: Store): Generator<AuditRow> {
  const some = store.statement<AuditRow>(
    'SELECT seq, at_ms, actor, event, subject, details, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT 1000',
  );
  let rows = some.all(0);
  while (rows.length > 0) {
    yield* rows;
    rows = some.all(rows.at(-1)?.seq);
  }
}

function lastRow(store: Store): Pick<AuditRow, 'seq' | 'hash'> | undefined {
  return store.statement<AuditRow>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
}

/** SHA-256 over the previous hash and the entry's fields as one JSON array. */
function hashOf(
  before: string,
  { seq, at_ms, actor, event, subject, details }: Omit<AuditRow, 'hash'>,
): string {
  return createHash('sha256')
    .update(JSON.stringify([before, seq, at_ms, actor, event, subject, details]))
    .digest('hex');
}
