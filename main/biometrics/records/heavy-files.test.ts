import { expect, it } from 'vitest';
import { unknownDevice } from './capture-block.ts';
import { cbeffFormats, readCbeff, writeCbeff } from './cbeff.ts';
import { type FaceImage, readFaceRecord, writeFaceRecord } from './face-record.ts';
import { readFingerRecord } from './finger-record.ts';
import { writeFingerRecord } from './finger-record-2011.ts';
import type { FingerCapture } from './finger-view.ts';
import { type IrisImage, readIrisRecord, writeIrisRecord } from './iris-record.ts';
import { readItlTransaction, writeItlTransaction } from './itl-transaction.ts';

/** Nothing here is wrong but the number: each part costs the reader more than it costs the file. */
const picture = { width: 1, height: 1, bytes: Uint8Array.of(1) };
const device = unknownDevice;
const finger: FingerCapture = {
  ...picture,
  encoding: 'raw',
  position: 1,
  impression: 'live-plain',
  resolutionPpi: 500,
  quality: [],
  device,
};
const face: FaceImage = {
  ...picture,
  encoding: 'jpeg',
  kind: 'basic',
  colour: 'gray8',
  sex: 'male',
  source: 'still',
  device: 0,
  points: [],
};
const iris: IrisImage = {
  ...picture,
  encoding: 'raw',
  eye: 'left',
  kind: 'vga',
  device,
  quality: [],
  distance: 0,
  centreAcross: [0, 0],
  centreDown: [0, 0],
  diameter: [0, 0],
};
const times = <T>(count: number, one: T): T[] => new Array<T>(count).fill(one);
/** Pictures of one position are numbered in a byte. */
const fingers = (count: number): FingerCapture[] =>
  Array.from({ length: count }, (_, i) => ({ ...finger, position: 1 + (i % 10) }));
const points = (count: number) => times(count, { type: 1, code: 1, x: 1, y: 1 });

/** A record of type 2 with so many fields of so many items. */
function transaction(fields: number, items: number): Uint8Array {
  const header = {
    version: '0502',
    kind: 'X',
    date: '20261125',
    destination: 'A',
    origin: 'B',
    controlNumber: '1',
  };
  const description = Array.from({ length: fields }, (_, i) => ({
    number: 3 + i,
    subfields: [times(items, 'a')],
  }));
  return writeItlTransaction({
    header,
    descriptions: [description],
    binaryFingers: [],
    faces: [],
    fingers: [],
  });
}

function cbeff(value: string, subtype: readonly string[] = []): Uint8Array {
  return writeCbeff([
    {
      format: cbeffFormats.Finger,
      createdAt: new Date(0),
      modality: 'Finger',
      subtype,
      level: 'Raw',
      purpose: 'Enroll',
      data: Uint8Array.of(1),
      others: [{ key: 'K', value }],
    },
  ]);
}

it.each([
  ['256 fingers', '257', readFingerRecord, writeFingerRecord(fingers(256)), writeFingerRecord(fingers(257))],
  ['256 faces', '257', readFaceRecord, writeFaceRecord(times(256, face)), writeFaceRecord(times(257, face))],
  ['256 irises', '257', readIrisRecord, writeIrisRecord(times(256, iris)), writeIrisRecord(times(257, iris))],
  [
    '1024 points of a face',
    '1025',
    readFaceRecord,
    writeFaceRecord([{ ...face, points: points(1024) }]),
    writeFaceRecord([{ ...face, points: points(1025) }]),
  ],
  [
    '9,999 items in a transaction’s record',
    '10,003',
    readItlTransaction,
    transaction(2, 4999),
    transaction(2, 5001),
  ],
  ['words of 4,095 letters', '4,097', readCbeff, cbeff('', times(2048, 'a')), cbeff('', times(2049, 'a'))],
  [
    'text with entities of 65,536 letters',
    '65,541',
    readCbeff,
    cbeff(`a${'&'.repeat(13_107)}`),
    cbeff(`a${'&'.repeat(13_108)}`),
  ],
] as const)('takes %s, and refuses %s', (_most, _more, read, good, heavy) => {
  expect(() => read(good)).not.toThrow();
  expect(() => read(heavy)).toThrow(expect.objectContaining({ code: 'record/too-large' }));
});
