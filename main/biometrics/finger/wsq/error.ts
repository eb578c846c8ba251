export type WsqErrorCode =
  | 'wsq/truncated'
  | 'wsq/malformed'
  | 'wsq/too-large'
  | 'wsq/unsupported'
  | 'wsq/not-encodable';

/** A WSQ file that gives no picture, or a picture that gives no file (`wsq/not-encodable`). */
export class WsqError extends Error {
  readonly code: WsqErrorCode;
  /** Where in the file, in bytes; 0 for a picture. */
  readonly offset: number;

  constructor(code: WsqErrorCode, offset: number, message: string) {
    super(`${code}: ${message} (byte ${offset})`);
    this.name = 'WsqError';
    this.code = code;
    this.offset = offset;
  }
}
