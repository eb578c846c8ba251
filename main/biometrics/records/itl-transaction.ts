import type { FingerView } from './finger-view.ts';
import { readBinaryFinger, writeBinaryFinger } from './itl-binary-finger.ts';
import { type ItlFace, readItlFace, writeItlFace } from './itl-face.ts';
import type { ItlField } from './itl-fields.ts';
import { type ItlRecord, readItlFile, type TaggedRecord, writeItlFile } from './itl-file.ts';
import {
  type ItlFinger,
  type ItlFingerWithoutPicture,
  readItlFinger,
  writeItlFinger,
  writeItlFingerWithoutPicture,
} from './itl-finger.ts';
import type { ItlHeader } from './itl-header.ts';

/** One person's biometrics as they go to a central system, in the order in which they are written. */
export interface ItlTransaction {
  readonly header: ItlHeader;
  /** Type 2, for each record its fields from 003 on, which mean what the domain says. */
  readonly descriptions: readonly (readonly ItlField[])[];
  /** Type 4. */
  readonly binaryFingers: readonly FingerView[];
  /** Type 10. */
  readonly faces: readonly ItlFace[];
  /** Type 14. */
  readonly fingers: readonly (ItlFinger | ItlFingerWithoutPicture)[];
}

/** A transaction that was read, with the records that the station has no use for. */
export interface ReadItlTransaction extends ItlTransaction {
  readonly others: readonly ItlRecord[];
}

/**
 * Writes a transaction file. Records are numbered from 00 in their order (IDC).
 *
 * @throws RecordError
 */
export function writeItlTransaction(transaction: ItlTransaction): Uint8Array {
  const { header, descriptions, binaryFingers, faces, fingers } = transaction;
  const writers: ((idc: number) => ItlRecord)[] = [
    ...descriptions.map((fields) => (idc: number) => ({ kind: 'tagged', type: 2, idc, fields }) as const),
    ...binaryFingers.map((view) => (idc: number) => writeBinaryFinger(view, idc)),
    ...faces.map((face) => (idc: number) => writeItlFace(face, idc)),
    ...fingers.map((finger) => (idc: number) => writeFinger(finger, idc)),
  ];
  return writeItlFile({ header, records: writers.map((write, idc) => write(idc)) });
}

function writeFinger(finger: ItlFinger | ItlFingerWithoutPicture, idc: number): ItlRecord {
  return 'bytes' in finger ? writeItlFinger(finger, idc) : writeItlFingerWithoutPicture(finger, idc);
}

/**
 * Reads a transaction file: what the station knows of types 2, 4, 10 and 14, and all other records as they are.
 *
 * @throws RecordError
 */
export function readItlTransaction(bytes: Uint8Array): ReadItlTransaction {
  const { header, records } = readItlFile(bytes);
  const sorted: Sorted = { header, descriptions: [], binaryFingers: [], faces: [], fingers: [], others: [] };
  for (const record of records) {
    if (record.kind === 'tagged') sortTagged(record, sorted);
    else if (record.type === 4)
      sorted.binaryFingers.push(readBinaryFinger(record, header.nativeScanningResolution));
    else sorted.others.push(record);
  }
  return sorted;
}

/** The same while records are still being put in. */
type Sorted = { readonly header: ItlHeader } & {
  readonly [K in Exclude<keyof ReadItlTransaction, 'header'>]: ReadItlTransaction[K][number][];
};

function sortTagged(record: TaggedRecord, { descriptions, faces, fingers, others }: Sorted): void {
  const face = record.type === 10 ? readItlFace(record) : undefined;
  if (face) faces.push(face);
  else if (record.type === 2) descriptions.push(record.fields);
  else if (record.type === 14) fingers.push(readItlFinger(record));
  else others.push(record);
}
