/**
 * Every way a device can fail, as `<thing>/<what happened>`.
 *
 * The list is closed: a new code needs its Vietnamese sentence in `renderer/text/errors.vi.ts`, and the compiler asks for it.
 */
export const driverErrorCodes = [
  'card/no-reader',
  'card/service-down',
  'card/no-card',
  'card/removed',
  'card/swapped',
  'card/in-use',
  'card/mute',
  'card/unknown',
  'card/wrong-key',
  'card/tries-used',
  'card/data-invalid',
  'card/session-broken',
  'finger/no-scanner',
  'finger/unplugged',
  'finger/not-placed',
  'finger/incomplete',
  'finger/busy',
  'finger/fault',
  'finger/untrusted',
  'iris/no-scanner',
  'iris/unplugged',
  'iris/not-seen',
  'iris/incomplete',
  'iris/busy',
  'iris/fault',
  'iris/untrusted',
  'face/no-scanner',
  'face/unplugged',
  'face/not-seen',
  'face/incomplete',
  'face/busy',
  'face/fault',
  'face/untrusted',
  'device/restarted',
  'device/cancelled',
] as const;

export type DriverErrorCode = (typeof driverErrorCodes)[number];

/** What else the officer is told; never personal data. */
export interface DriverErrorDetails {
  /** Files that had been read whole when the card left. */
  readonly filesRead?: readonly string[];
  /** Passwords that may still be tried while this card lies there. */
  readonly triesLeft?: number;
}

/** A device failure with its code. `message` is for logs only and never holds personal data. */
export class DriverError extends Error {
  readonly code: DriverErrorCode;
  readonly details: DriverErrorDetails;

  constructor(
    code: DriverErrorCode,
    message: string,
    { details = {}, ...options }: ErrorOptions & { readonly details?: DriverErrorDetails } = {},
  ) {
    super(message, options);
    this.name = 'DriverError';
    this.code = code;
    this.details = details;
  }
}
