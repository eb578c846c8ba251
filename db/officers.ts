import type { Store } from './open.ts';

/** An officer's account on this station. */
export interface OfficerRow {
  readonly id: string;
  readonly name: string;
  readonly role: 'officer' | 'supervisor' | 'administrator';
  /** Argon2id, encoded with its parameters. */
  readonly passwordHash: string;
  readonly failedTries: number;
  /** UTC epoch milliseconds; 0 when not locked. */
  readonly lockedUntilMs: number;
}

const columns = `id, name, role, password_hash AS passwordHash, failed_tries AS failedTries, locked_until_ms AS lockedUntilMs`;

/** Makes the account, or gives an existing one a new name, role and password; a locked one is open again. */
export function putOfficer(
  store: Store,
  officer: Pick<OfficerRow, 'id' | 'name' | 'role' | 'passwordHash'>,
): void {
  const { id, name, role, passwordHash } = officer;
  store
    .statement(
      `INSERT INTO officers (id, name, role, password_hash) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,
         failed_tries = 0, locked_until_ms = 0`,
    )
    .run(id, name, role, passwordHash);
}

/** One account; undefined when there is none of that id. */
export function readOfficer(store: Store, id: string): OfficerRow | undefined {
  return store.statement<OfficerRow>(`SELECT ${columns} FROM officers WHERE id = ?`).get(id);
}

/** Every account of this station, by id. */
export function listOfficers(store: Store): OfficerRow[] {
  return store.statement<OfficerRow>(`SELECT ${columns} FROM officers ORDER BY id`).all();
}

/** Counts a wrong password. `lockedUntilMs` is 0 while tries are left; a lock starts the count anew. */
export function recordFailedTry(store: Store, id: string, lockedUntilMs: number): void {
  store
    .statement(
      `UPDATE officers SET failed_tries = CASE WHEN ? > 0 THEN 0 ELSE failed_tries + 1 END, locked_until_ms = ? WHERE id = ?`,
    )
    .run(lockedUntilMs, lockedUntilMs, id);
}

/** The right password was given: no tries are held against the account, and no lock. */
export function clearTries(store: Store, id: string): void {
  store.statement('UPDATE officers SET failed_tries = 0, locked_until_ms = 0 WHERE id = ?').run(id);
}
