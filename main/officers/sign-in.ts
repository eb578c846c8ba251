import { verify } from '@node-rs/argon2';
import { clearTries, type OfficerRow, readOfficer, recordFailedTry } from '../../db/officers.ts';
import type { Store } from '../../db/open.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';

/** Tries before an account is locked, and for how long (`field.md` targets: 5 tries). */
const maxTries = 5;
const lockMs = 2 * 60_000;

/**
 * Checks an officer's password against the Argon2id hash in the store. Offline by design.
 *
 * This is the seam for real accounts: the rows come from `putOfficer`, today written when a station is set up.
 *
 * @throws StationError `officer/wrong-password`, `officer/locked`
 */
export async function signIn(
  store: Store,
  officerId: string,
  password: string,
  nowMs: number,
): Promise<OfficerRow> {
  const officer = await authenticate(store, officerId, password, nowMs);
  store.transaction(() => {
    clearTries(store, officer.id);
    recordEvent(store, { atMs: nowMs, actor: officer.id, event: 'login', subject: '', details: {} });
  });
  return officer;
}

/**
 * A supervisor lets one thing pass at another officer's desk; whoever asks writes down what. Nobody is signed in by it.
 *
 * @throws StationError `officer/wrong-password`, `officer/locked`, `officer/not-supervisor`
 */
export async function approve(
  store: Store,
  officerId: string,
  password: string,
  nowMs: number,
): Promise<OfficerRow> {
  const officer = await authenticate(store, officerId, password, nowMs);
  clearTries(store, officer.id);
  if (officer.role !== 'supervisor')
    throw new StationError('officer/not-supervisor', 'the account is no supervisor');
  return officer;
}

async function authenticate(
  store: Store,
  officerId: string,
  password: string,
  nowMs: number,
): Promise<OfficerRow> {
  const officer = openAccount(store, officerId, nowMs);
  const isRight = officer !== undefined && (await verify(officer.passwordHash, password));
  // Many tries at once must not get past the lock that the first of them brought about.
  const account = openAccount(store, officerId, nowMs);
  if (isRight && account?.passwordHash === officer.passwordHash) return account;
  if (account) refuse(store, account, nowMs);
  throw new StationError('officer/wrong-password', 'unknown officer or wrong password');
}

function openAccount(store: Store, officerId: string, nowMs: number): OfficerRow | undefined {
  const officer = readOfficer(store, officerId);
  if (officer && officer.lockedUntilMs > nowMs) throw new StationError('officer/locked', 'account is locked');
  return officer;
}

function refuse(store: Store, officer: OfficerRow, nowMs: number): void {
  const tries = officer.failedTries + 1;
  store.transaction(() => {
    recordFailedTry(store, officer.id, tries >= maxTries ? nowMs + lockMs : 0);
    recordEvent(store, {
      atMs: nowMs,
      actor: officer.id,
      event: 'login-refused',
      subject: '',
      details: { tries },
    });
  });
}
