import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { irisView, openIrisLane, pattern } from '../../fixtures/iris/sbi-lane.ts';
import type { SbiFaults } from '../../fixtures/sbi/faults.ts';
import type { SbiLane } from '../../fixtures/sbi/lane.ts';
import type { DriverErrorCode } from '../errors.ts';
import { fingerModality } from '../fingerprint/sbi.ts';
import { openSbiScanners } from '../sbi/scanners.ts';
import { openSbiStation } from '../sbi/station.ts';
import { readIrisRecord } from './sbi-record.ts';
import type { IrisScanner } from './scanner.ts';

let lane: SbiLane<IrisScanner>;
beforeEach(async () => {
  lane = await openIrisLane();
});
afterEach(() => lane.close());

const both = { eyes: ['left', 'right'], timeoutMs: 3000 } as const;
const one = { eyes: ['left'], timeoutMs: 3000 } as const;

describe('an iris scanner behind a local service', () => {
  it('gives each eye as the scanner saw it, the right one first, chained from capture to capture', async () => {
    const scanner = await lane.openThen({ encoding: 'raw' });
    for (const take of [0, 1]) {
      const { eyes } = await scanner.capture(both);
      expect(eyes).toEqual(
        (['right', 'left'] as const).map((eye) => ({
          eye,
          width: 64,
          height: 48,
          encoding: 'raw',
          bytes: pattern(eye, take),
          quality: 74,
        })),
      );
    }
  });

  it('is found by those who look for eyes, and by nobody else', async () => {
    expect(await lane.driver.find()).toMatchObject([{ serial: 'VIRIS-00000001' }]);
    const station = openSbiStation({
      ports: [lane.service.port()],
      roots: async () => [],
      environment: 'Developer',
    });
    expect(await openSbiScanners(fingerModality, station).find()).toEqual([]);
  });

  const faults: readonly (readonly [string, SbiFaults, DriverErrorCode])[] = [
    ['sends an eye too few', { parts: 'one-short' }, 'iris/incomplete'],
    ['sends an eye twice', { parts: 'one-twice' }, 'iris/incomplete'],
    ['sends a record that is none', { record: 'garbage' }, 'iris/fault'],
    ['sends half a record', { record: 'cut' }, 'iris/fault'],
    ['sends a record that claims too much', { record: 'huge' }, 'iris/fault'],
    ['sends a record of the other eye', { record: 'other-part' }, 'iris/fault'],
    ['signs as somebody else', { signature: 'other-root', captureOnly: true }, 'iris/untrusted'],
    ['signs what is of another kind', { claim: 'type' }, 'iris/untrusted'],
    ['breaks the chain', { hash: 'wrong' }, 'iris/untrusted'],
    ['sees nobody', { errorCode: '101' }, 'iris/not-seen'],
    ['lost its device', { errorCode: '705' }, 'iris/unplugged'],
  ];
  it.each(faults)('that %s gives nothing: %j', async (_what, fault, code) => {
    const scanner = await lane.openThen(fault);
    await expect(scanner.capture(both)).rejects.toMatchObject({ code });
  });

  it.each(['one-too-many', 'other-side'] as const)('that sends %s gives nothing', async (parts) => {
    const scanner = await lane.openThen({ parts });
    await expect(scanner.capture(one)).rejects.toMatchObject({ code: 'iris/fault' });
  });
});

describe('an iris record of a device', () => {
  it('is refused with fault, and nothing else, wherever it is cut', async () => {
    const whole = await irisView();
    expect(readIrisRecord(whole)).toMatchObject({ eye: 'right', width: 64, height: 48, encoding: 'png' });
    for (let length = 0; length < whole.length; length += 7)
      expect(() => readIrisRecord(whole.subarray(0, length))).toThrowError(
        expect.objectContaining({ trouble: 'fault' }),
      );
  });
});
