import { expect, it } from 'vitest';
import { randomFrom } from '../../../fixtures/random.ts';
import { expectBounded, fuzz } from '../test-mutations.ts';
import { cbeffFormats, fingerSubtype, readCbeff, writeCbeff } from './cbeff.ts';
import { readFaceRecord, writeFaceRecord } from './face-record.ts';
import { readFingerRecord } from './finger-record.ts';
import { writeFingerRecord } from './finger-record-2011.ts';
import type { FingerCapture } from './finger-view.ts';
import { readIrisRecord, writeIrisRecord } from './iris-record.ts';
import { readItlTransaction, writeItlTransaction } from './itl-transaction.ts';
import type { CarriedPicture } from './picture-limits.ts';
import { RecordError } from './record-error.ts';
import { hex } from './test-records.ts';

const rounds = 50_000;
const raw = { width: 3, height: 2, encoding: 'raw', bytes: Uint8Array.of(9, 8, 7, 6, 5, 4) } as const;
const file = { width: 300, height: 400, bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3) } as const;
const device = { technology: 1, vendor: 0x1234, product: 7 };
const quality = [
  { score: 71, vendor: 0, algorithm: 1 },
  { vendor: 2, algorithm: 3 },
];
const capturedAt = new Date('2026-11-25T07:30:15.250Z');
const finger: FingerCapture = {
  ...raw,
  position: 2,
  impression: 'live-plain',
  resolutionPpi: 500,
  quality,
  capturedAt,
  device,
};

function expectSafe(
  read: (bytes: Uint8Array) => readonly CarriedPicture<string>[],
  files: readonly Uint8Array[],
  seed: number,
): void {
  const report = fuzz({ files, rounds, random: randomFrom(seed), read, isWhole, codeOf });
  expectBounded(report);
  for (const code of ['record/cut-off', 'record/malformed'])
    expect(report.outcomes.get(code)).toBeGreaterThan(rounds / 100);
}

/** Uncompressed pictures have all their pixels, others some bytes. */
function isWhole(pictures: readonly CarriedPicture<string>[]): boolean {
  return pictures.every(({ width, height, encoding, bytes }) =>
    encoding === 'raw' ? bytes.length === width * height : bytes.length > 0,
  );
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof RecordError) || error.code === 'record/unwritable') return undefined;
  const { place } = error;
  return 'field' in place || place.offset >= 0 ? error.code : undefined;
}

const timeout = 240_000;

it('ISO/IEC 19794-4:2011: 50,000 spoilt files are read or refused', { timeout }, () => {
  const one = writeFingerRecord([finger]);
  const three = writeFingerRecord([
    finger,
    { ...finger, ...file, encoding: 'png', position: 13 },
    { ...finger, ...file, encoding: 'wsq', position: 7, quality: [] },
  ]);
  expectSafe((bytes) => readFingerRecord(bytes).captures, [one, three], 51);
});

it('ISO/IEC 19794-4:2005: 50,000 spoilt files are read or refused', { timeout }, () => {
  const header = '46495200 30313000 0000000000 48 0007 001f 02 01 01f4 01f4 01f4 01f4 08 00 0000';
  const view = '00000014 02 01 01 fe 00 0003 0002 00 090807060504';
  expectSafe((bytes) => readFingerRecord(bytes).captures, [hex(header + view + view)], 52);
});

it('ISO/IEC 19794-5: 50,000 spoilt files are read or refused', { timeout }, () => {
  const face = {
    ...file,
    encoding: 'jpeg',
    kind: 'full-frontal',
    colour: 'rgb24',
    sex: 'female',
    source: 'still-digital',
    device: 5,
    points: [{ type: 1, code: 0xc1, x: 100, y: 120 }],
  } as const;
  expectSafe(readFaceRecord, [writeFaceRecord([face]), writeFaceRecord([face, { ...face, points: [] }])], 53);
});

it('ISO/IEC 19794-6: 50,000 spoilt files are read or refused', { timeout }, () => {
  const eye = {
    ...raw,
    eye: 'left',
    kind: 'vga',
    capturedAt,
    device,
    quality,
    distance: 300,
    centreAcross: [310, 330],
    centreDown: [230, 250],
    diameter: [200, 220],
  } as const;
  const other = { ...eye, ...file, encoding: 'png', eye: 'right' } as const;
  expectSafe(readIrisRecord, [writeIrisRecord([eye]), writeIrisRecord([eye, other])], 54);
});

it('ANSI/NIST-ITL: 50,000 spoilt files are read or refused', { timeout }, () => {
  const origin = { source: 'VN0001', date: '20261125' };
  const missing = [{ position: 5, why: 'amputated' }] as const;
  const segment = { position: 2, left: 1, right: 2, top: 0, bottom: 1, quality };
  const transaction = writeItlTransaction({
    header: {
      version: '0502',
      kind: 'ENROLL',
      date: '20261125',
      destination: 'CENTRE',
      origin: 'STATION',
      controlNumber: '42',
      domain: 'VN',
    },
    descriptions: [[{ number: 3, subfields: [['một', 'hai'], ['ba']] }]],
    binaryFingers: [finger],
    faces: [],
    fingers: [
      { ...finger, ...origin, position: 13, segments: [segment], missing, quality: [] },
      { ...origin, position: 14, impression: 'live-plain', missing: [{ position: 7, why: 'unprintable' }] },
    ],
  });
  expectSafe(
    (bytes) => {
      const { binaryFingers, fingers, faces } = readItlTransaction(bytes);
      return [...binaryFingers, ...faces, ...fingers.filter((each) => 'bytes' in each)];
    },
    [transaction],
    55,
  );
});

it('CBEFF: 50,000 spoilt files are read or refused', { timeout }, () => {
  const record = {
    format: cbeffFormats.Finger,
    createdAt: capturedAt,
    modality: 'Finger',
    subtype: fingerSubtype(13),
    level: 'Raw',
    purpose: 'Enroll',
    quality: { algorithm: { organization: 'HMAC', type: 'SHA-256' }, score: 71 },
    data: writeFingerRecord([finger]),
    signature: Uint8Array.of(1, 2, 3, 4),
    others: [{ key: 'RETRIES', value: '1' }],
  } as const;
  expectSafe(
    (bytes) => readCbeff(bytes).map(({ data }) => ({ width: 1, height: 1, encoding: 'CBEFF', bytes: data })),
    [writeCbeff([record]), writeCbeff([record, { ...record, subtype: [] }])],
    56,
  );
});
