import type { CheckStatus } from '../chip-reading.ts';

/** The outcome of one question, before it has the name of a check. */
export interface Finding {
  readonly status: CheckStatus;
  /** Kebab-case; never personal data. */
  readonly reason: string;
}

export const failed = (reason: string): Finding => ({ status: 'fail', reason });
export const uncertain = (reason: string): Finding => ({ status: 'unknown', reason });
export const passing = (...reasons: readonly (string | false)[]): Finding => ({
  status: 'pass',
  reason: reasons.filter((reason) => reason !== false).join('-'),
});

/** What `decode` makes of each; those it refuses are left out. */
export function readable<T>(files: readonly Uint8Array[], decode: (file: Uint8Array) => T): T[] {
  return files.flatMap((file) => attempt(() => decode(file)) ?? []);
}

/** Nothing when `act` throws: hostile bytes are a finding, not an error. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
