/** Every way the store can refuse, as `store/<what happened>`. */
export const storeErrorCodes = [
  'store/no-key',
  'store/wrong-key',
  'store/damaged',
  'store/foreign',
  'store/newer',
  'store/full',
  'store/read-only',
  'store/busy',
] as const;

export type StoreErrorCode = (typeof storeErrorCodes)[number];

/** A failure of the store with its code. `message` is for logs only and never holds personal data. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
