/**
 * What a record can be refused for, as `record/<what is wrong>`. `cut-off`: the bytes end before the record does; `malformed`: it
 * contradicts itself or its standard; `unsupported`: it may be right, but says what the station has no use for; `too-large`: beyond
 * every capture of ours; `unwritable`: a writer was given what the format has no place for.
 */
export type RecordErrorCode =
  | 'record/cut-off'
  | 'record/malformed'
  | 'record/unsupported'
  | 'record/too-large'
  | 'record/unwritable';

/** Where: bytes from the start of the file, or the field by its number (`14.007`) or name. */
export type RecordPlace = { readonly offset: number } | { readonly field: string };

/** A biometric record that cannot be read or written. `message` names the place and never holds what stands there. */
export class RecordError extends Error {
  readonly code: RecordErrorCode;
  readonly place: RecordPlace;

  constructor(code: RecordErrorCode, place: RecordPlace, what: string, options?: ErrorOptions) {
    const where = 'offset' in place ? `at byte ${place.offset}` : `in ${place.field}`;
    super(`${code}: ${what} ${where}`, options);
    this.name = 'RecordError';
    this.code = code;
    this.place = place;
  }
}

/** No file of ours is larger: ten rolled fingers, three slaps, two eyes and a portrait, uncompressed at 1000 ppi. */
export const mostRecordBytes = 128 * 1024 * 1024;

/** @throws RecordError `record/too-large` before anything of the file is looked at */
export function checkRecordSize(bytes: Uint8Array): void {
  if (bytes.length > mostRecordBytes)
    throw new RecordError('record/too-large', { offset: 0 }, `${bytes.length} bytes`);
}
