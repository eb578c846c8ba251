import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faceModel } from '../../fixtures/face/sbi-model.ts';
import type { SbiFaults } from '../../fixtures/sbi/faults.ts';
import { openSbiLane, type SbiLane } from '../../fixtures/sbi/lane.ts';
import type { DriverErrorCode } from '../errors.ts';
import { openSbiScanners } from '../sbi/scanners.ts';
import { faceModality } from './sbi.ts';
import type { FacePreview, FaceScanner } from './scanner.ts';

const portrait = readFileSync(fileURLToPath(new URL('../../fixtures/people/portrait.jpg', import.meta.url)));
const soon = { timeoutMs: 3000 };

let lane: SbiLane<FaceScanner>;
beforeEach(async () => {
  lane = await openSbiLane(faceModel(portrait), (station) => openSbiScanners(faceModality, station));
});
afterEach(() => lane.close());

describe('a face scanner behind a local service', () => {
  it('gives the picture byte by byte as the scanner took it, with live pictures on the way', async () => {
    const scanner = await lane.open();
    lane.service.setPresent(false);
    const previews: FacePreview[] = [];
    const capture = scanner.capture({ ...soon, onPreview: (preview) => previews.push(preview) });
    await expect.poll(() => previews.length, { timeout: 10_000 }).toBeGreaterThan(1);
    lane.service.setPresent(true);
    const { width, height, encoding, bytes, quality } = await capture;
    expect([encoding, quality]).toEqual(['jpeg', 74]);
    expect(Math.min(width, height)).toBeGreaterThan(100);
    expect(Buffer.compare(bytes, portrait)).toBe(0);
  });

  const faults: readonly (readonly [string, SbiFaults, DriverErrorCode])[] = [
    ['sends two faces', { parts: 'one-twice' }, 'face/fault'],
    ['sends a record that is none', { record: 'garbage' }, 'face/fault'],
    ['sends half a record', { record: 'cut' }, 'face/fault'],
    ['sends a record that claims too much', { record: 'huge' }, 'face/fault'],
    ['ends its answer early', { mute: true }, 'face/incomplete'],
    ['signs as somebody else', { signature: 'other-root', captureOnly: true }, 'face/untrusted'],
    ['signs for another request', { claim: 'transaction' }, 'face/untrusted'],
    ['is busy', { busy: true }, 'face/busy'],
    ['sees nobody', { errorCode: '101' }, 'face/not-seen'],
    ['lost its device', { errorCode: '705' }, 'face/unplugged'],
  ];
  it.each(faults)('that %s gives nothing', async (_what, fault, code) => {
    const scanner = await lane.openThen(fault);
    await expect(scanner.capture(soon)).rejects.toMatchObject({ code });
  });
});
