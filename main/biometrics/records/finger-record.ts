import { ByteReader } from './byte-reader.ts';
import { readFingerRecord2005 } from './finger-record-2005.ts';
import { readFingerRecord2011 } from './finger-record-2011.ts';
import type { FingerCapture } from './finger-view.ts';
import { checkRecordSize, RecordError } from './record-error.ts';

/** A finger image record. Pictures are views of its bytes. */
export interface FingerRecord {
  readonly version: '2005' | '2011';
  readonly captures: readonly FingerCapture[];
}

const magic = 0x46495200;
const version010 = 0x30313000;
const version020 = 0x30323000;

/**
 * Reads a finger image record of either edition that is in use: ISO/IEC 19794-4:2005 (`FIR`, `010`) and 2011 (`FIR`, `020`). Palms, 16-bit
 * pixels and unequal resolutions are refused. The American INCITS 381-2004 has the same name and version, but four bytes more in its
 * header: where the depth should stand is half a resolution, and it is refused.
 *
 * @throws RecordError
 */
export function readFingerRecord(bytes: Uint8Array): FingerRecord {
  checkRecordSize(bytes);
  const reader = new ByteReader(bytes);
  if (reader.u32() !== magic) throw new RecordError('record/malformed', { offset: 0 }, 'no finger record');
  const version = reader.u32();
  if (version === version010) return { version: '2005', captures: readFingerRecord2005(reader) };
  if (version === version020) return { version: '2011', captures: readFingerRecord2011(reader) };
  throw new RecordError('record/unsupported', { offset: 4 }, 'another version');
}
