import type { Store } from './open.ts';

/** A key pair of an officer's account. */
export interface OfficerKeyRow {
  readonly kid: string;
  readonly officerId: string;
  /** JSON Web Key. */
  readonly publicKey: string;
  /** Encrypted under the officer's password; nothing for the store to read. */
  readonly privateKey: Uint8Array;
  readonly madeAtMs: number;
  /** The key before it. */
  readonly replaces: string | null;
}

/** The key that counts: the newest of the account. */
export function readOfficerKey(store: Store, officerId: string): OfficerKeyRow | undefined {
  return store
    .statement<OfficerKeyRow>(
      `SELECT kid, officer_id AS officerId, public_key AS publicKey, private_key AS privateKey, made_at_ms AS madeAtMs,
         replaces FROM officer_keys WHERE officer_id = ? AND replaced_at_ms IS NULL`,
    )
    .get(officerId);
}

/** Gives an account another key: the one before counts no longer, and its private half is gone. Runs in the caller's transaction. */
export function putOfficerKey(store: Store, row: OfficerKeyRow): void {
  const { kid, officerId, publicKey, privateKey, madeAtMs, replaces } = row;
  store
    .statement(
      "UPDATE officer_keys SET replaced_at_ms = ?, private_key = x'' WHERE officer_id = ? AND replaced_at_ms IS NULL",
    )
    .run(madeAtMs, officerId);
  store
    .statement(
      `INSERT INTO officer_keys (kid, officer_id, public_key, private_key, made_at_ms, replaces) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(kid, officerId, publicKey, privateKey, madeAtMs, replaces);
}
