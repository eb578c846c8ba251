import { describe, expect, it } from 'vitest';
import { unknownDevice } from './capture-block.ts';
import { readFaceRecord, writeFaceRecord } from './face-record.ts';
import { readFingerRecord } from './finger-record.ts';
import { writeFingerRecord } from './finger-record-2011.ts';
import { readIrisRecord, writeIrisRecord } from './iris-record.ts';
import { readItlTransaction, writeItlTransaction } from './itl-transaction.ts';
import { mostRecordBytes } from './record-error.ts';
import { isRead } from './test-records.ts';

const picture = { width: 2, height: 1, bytes: Uint8Array.of(1, 2) };
const device = unknownDevice;
const view = {
  ...picture,
  position: 1,
  impression: 'live-plain',
  resolutionPpi: 500,
  encoding: 'raw',
} as const;
const finger = writeFingerRecord([{ ...view, quality: [], device }]);
const face = writeFaceRecord([
  {
    ...picture,
    encoding: 'jpeg',
    kind: 'basic',
    colour: 'gray8',
    sex: 'male',
    source: 'still',
    device: 0,
    points: [],
  },
]);
const nowhere = [0, 0] as const;
const iris = writeIrisRecord([
  {
    ...picture,
    encoding: 'png',
    eye: 'left',
    kind: 'vga',
    device,
    quality: [],
    distance: 0,
    centreAcross: nowhere,
    centreDown: nowhere,
    diameter: nowhere,
  },
]);
const header = {
  version: '0502',
  kind: 'X',
  date: '20261125',
  destination: 'A',
  origin: 'B',
  controlNumber: '1',
};
const itl = writeItlTransaction({
  header,
  descriptions: [],
  binaryFingers: [{ ...view, quality: [] }],
  faces: [],
  fingers: [],
});

/** Four bytes at every place become a length of gigabytes. */
function everyLengthHuge(file: Uint8Array): Uint8Array[] {
  return Array.from({ length: file.length - 3 }, (_, at) => {
    const spoilt = Uint8Array.from(file);
    spoilt.set([0xff, 0xff, 0xff, 0xf0], at);
    return spoilt;
  });
}

describe.each([
  ['finger record', readFingerRecord, finger],
  ['face record', readFaceRecord, face],
  ['iris record', readIrisRecord, iris],
  ['transaction', readItlTransaction, itl],
] as const)('a %s that claims gigabytes', (_name, read, file) => {
  it('allocates nothing of them', () => {
    const files = everyLengthHuge(file);
    const before = process.memoryUsage().arrayBuffers;
    const readAll = files.filter((spoilt) => isRead(read, spoilt));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
    expect(readAll.length).toBeLessThan(files.length);
  });

  it('is not looked at when it is that large', () => {
    const huge = { length: mostRecordBytes + 1 } as Uint8Array;
    expect(() => read(huge)).toThrow(
      expect.objectContaining({ code: 'record/too-large', place: { offset: 0 } }),
    );
  });
});

describe('a transaction whose length has ten digits', () => {
  it('is refused as cut off', () => {
    const text = Buffer.from(itl)
      .toString('latin1')
      .replace(/1\.001:\d+/, '1.001:9999999999');
    expect(() => readItlTransaction(Uint8Array.from(Buffer.from(text, 'latin1')))).toThrow(
      expect.objectContaining({ code: 'record/cut-off', place: { offset: 0 } }),
    );
  });
});
