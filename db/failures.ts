import { StoreError, type StoreErrorCode } from './errors.ts';

/** Result codes of SQLite (an extended code falls back on its primary one) and error codes of the file system. */
const codes: Readonly<Record<string, StoreErrorCode>> = {
  SQLITE_NOTADB: 'store/damaged',
  SQLITE_CORRUPT: 'store/damaged',
  SQLITE_IOERR: 'store/damaged',
  // SQLite opens for reading what it may not write, and then cannot lock it.
  SQLITE_IOERR_LOCK: 'store/read-only',
  // The index of the log cannot grow: the disk has no room left even for that.
  SQLITE_IOERR_SHMSIZE: 'store/full',
  SQLITE_FULL: 'store/full',
  SQLITE_READONLY: 'store/read-only',
  SQLITE_CANTOPEN: 'store/read-only',
  SQLITE_PERM: 'store/read-only',
  SQLITE_BUSY: 'store/busy',
  SQLITE_LOCKED: 'store/busy',
  ENOSPC: 'store/full',
  EDQUOT: 'store/full',
  EROFS: 'store/read-only',
  EACCES: 'store/read-only',
  EPERM: 'store/read-only',
};

/**
 * Runs `work`, and gives the database's and the disk's own failures their code. Anything else, such as a broken constraint, is a
 * bug and passes as it is.
 *
 * @throws StoreError
 */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const name = codeOf(cause);
    const code = codes[name] ?? codes[primary(name)];
    if (cause instanceof StoreError || code === undefined) throw cause;
    throw new StoreError(code, name, { cause });
  }
}

/** Whether SQLite found something else than pages it could read. */
export function isUnreadable(error: unknown): boolean {
  return ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(primary(codeOf(error)));
}

/** `SQLITE_IOERR_WRITE` → `SQLITE_IOERR`. */
function primary(name: string): string {
  return name.split('_', 2).join('_');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
