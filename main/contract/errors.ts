import { storeErrorCodes } from '../../db/errors.ts';
import { driverErrorCodes } from '../../drivers/errors.ts';

/** Codes of the station itself; those of devices and store come from their own lists. */
const stationErrorCodes = [
  'rpc/malformed',
  'rpc/unknown-call',
  'rpc/invalid-input',
  'rpc/too-large',
  'rpc/closed',
  'rpc/cancelled',
  'camera/none',
  'camera/unplugged',
  'camera/in-use',
  'camera/denied',
  'camera/black',
  'camera/frozen',
  'officer/not-signed-in',
  'officer/wrong-password',
  'officer/locked',
  'officer/not-supervisor',
  'application/unknown',
  'application/erased',
  'application/not-draft',
  'application/incomplete',
  'application/field-invalid',
  'application/duplicate',
  'fingers/nothing-to-keep',
  'iris/nothing-to-keep',
  'portrait/unreadable',
  'papers/unreadable',
  'portrait/nothing-to-keep',
  'qr/not-card',
  'qr/garbled',
  'mrz/invalid',
  'print/failed',
  'signature/no-sheet',
  'signature/too-short',
  'signature/signer-unclear',
  'signature/other-application',
  'signature/older-revision',
  'signature/other-page',
  'signature/nothing-to-keep',
  'signature/page-needed',
  'line/down',
  'line/untrusted',
  'line/proxy',
  'line/damaged',
  'centre/not-registered',
  'centre/stale-key',
  'centre/unavailable',
  'centre/unexpected-answer',
  'centre/rejected',
  'centre/conflict',
  'centre/bad-receipt',
  'transfer/not-approved',
  'transfer/not-for-us',
  'transfer/unreadable',
  'queue/not-possible',
  'trust/unreadable',
  'trust/not-signed',
  'trust/rolled-back',
  'station/clock-wrong',
  'station/space-low',
  'station/unexpected',
] as const;

export const errorCodes = [...driverErrorCodes, ...storeErrorCodes, ...stationErrorCodes] as const;

/** Every code the officer can meet. Each has its sentence in `renderer/text/errors.vi.ts`; the compiler checks it. */
export type ErrorCode = (typeof errorCodes)[number];

export type StationErrorCode = (typeof stationErrorCodes)[number];

/** A failure of the station's own making. `message` is for logs only and never holds personal data. */
export class StationError extends Error {
  readonly code: StationErrorCode;

  constructor(code: StationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StationError';
    this.code = code;
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && (errorCodes as readonly string[]).includes(code);
}
