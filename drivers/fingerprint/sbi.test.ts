import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFingerLane, pattern } from '../../fixtures/fingerprint/sbi-lane.ts';
import type { SbiFaults, SbiVerb } from '../../fixtures/sbi/faults.ts';
import type { SbiLane } from '../../fixtures/sbi/lane.ts';
import type { DriverErrorCode } from '../errors.ts';
import { openSbiScanners } from '../sbi/scanners.ts';
import { openSbiStation, type SbiStationOptions } from '../sbi/station.ts';
import { fingerModality } from './sbi.ts';
import type { FingerImage, FingerPreview, FingerprintScanner } from './scanner.ts';

let lane: SbiLane<FingerprintScanner>;
beforeEach(async () => {
  lane = await openFingerLane();
});
afterEach(() => lane.close());

const driverOf = (options: SbiStationOptions) => openSbiScanners(fingerModality, openSbiStation(options));

/** For what comes when it comes. */
const patience = { timeout: 10_000 };
const right = { position: 13, timeoutMs: 2000 } as const;
const thumb = { position: 1, timeoutMs: 2000 } as const;

describe('a scanner behind a local service', () => {
  it('is found with the serial and firmware it signed', async () => {
    expect(await lane.driver.find()).toEqual([
      {
        id: `sbi:${lane.service.port()}:VSBI-1`,
        driver: 'sbi',
        model: 'Station Virtual SBI',
        serial: 'VSBI-000000001',
        firmware: '1.4',
      },
    ]);
  });

  it('gives each finger pixel by pixel as the scanner saw it, left to right', async () => {
    const scanner = await lane.open();
    const image = await scanner.capture({ position: 14, timeoutMs: 2000 });
    if ('packed' in image) throw new Error('packed');
    expect(image).toMatchObject({ position: 14, width: 360, height: 80, resolutionPpi: 500 });
    expect(image.fingers?.map(({ position }) => position)).toEqual([10, 9, 8, 7]);
    for (const place of image.fingers ?? []) {
      expect(place.quality).toBe(74);
      expect(cutOut(image, place)).toEqual(pattern(place.position, 0));
    }
  });

  it('chains one capture to the next', async () => {
    const scanner = await lane.open();
    for (const position of [13, 14, 15, 1, 8] as const)
      expect(await scanner.capture({ position, timeoutMs: 2000 })).toMatchObject({ position });
  });

  it('leaves out the fingers that are not there', async () => {
    const scanner = await lane.open();
    const image = await scanner.capture({ ...right, missing: [3] });
    expect('fingers' in image && image.fingers?.map(({ position }) => position)).toEqual([2, 4, 5]);
  });

  it('takes a placement that comes as one picture', async () => {
    const scanner = await lane.openThen({ isWhole: true });
    expect(await scanner.capture(right)).toMatchObject({ position: 13, width: 60, height: 80 });
  });

  it.each(['wsq', 'jpeg2000', 'png'] as const)('hands on %s as it is packed', async (encoding) => {
    const scanner = await lane.openThen({ encoding });
    expect(await scanner.capture(right)).toEqual({
      position: 13,
      packed: [2, 3, 4, 5].map((position) => ({
        position,
        width: 60,
        height: 80,
        resolutionPpi: 500,
        encoding,
        bytes: pattern(position, 0),
        quality: 74,
      })),
    });
  });

  it('shows live pictures while it waits, and none afterwards', async () => {
    const scanner = await lane.open();
    lane.service.setPresent(false);
    const previews: FingerPreview[] = [];
    const capture = scanner.capture({ ...thumb, onPreview: (preview) => previews.push(preview) });
    await expect.poll(() => previews.length, patience).toBeGreaterThan(2);
    lane.service.setPresent(true);
    await capture;
    expect(previews.every((preview) => preview.kind === 'jpeg' && preview.position === 1)).toBe(true);
  });

  it('goes without live pictures where the service streams or captures, not both', async () => {
    const scanner = await lane.openThen({ refusesStreamedCapture: true });
    expect(await scanner.capture({ ...thumb, onPreview: () => undefined })).toMatchObject({ position: 1 });
  });

  it('waits for a service that works on for a capture we stopped', async () => {
    const scanner = await lane.openThen({ isDeaf: true });
    lane.service.setPresent(false);
    const stop = new AbortController();
    const stopped = scanner.capture({ ...thumb, timeoutMs: 8000, signal: stop.signal });
    await expect.poll(() => lane.service.asked('RCAPTURE'), patience).toBe(1);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'device/cancelled' });
    const next = scanner.capture(thumb);
    await expect.poll(() => lane.service.asked('RCAPTURE'), patience).toBeGreaterThan(2);
    lane.service.setPresent(true);
    expect(await next).toMatchObject({ position: 1 });
  });

  it('takes one capture at a time', async () => {
    const scanner = await lane.open();
    const first = scanner.capture(thumb);
    await expect(scanner.capture(thumb)).rejects.toMatchObject({ code: 'finger/busy' });
    await first;
  });
});

describe('a device that does not prove itself', () => {
  const signatures = [
    'broken',
    'unsigned',
    'shared-key',
    'other-root',
    'same-name-root',
    'expired',
    'not-yet-valid',
    'no-authority',
    'no-certificate',
  ] as const satisfies readonly SbiFaults['signature'][];

  it.each(signatures)('is shown, and not opened: signature %s', async (signature) => {
    lane.service.setFaults({ signature });
    const [info] = await lane.driver.find();
    expect(info).toMatchObject({ serial: 'VSBI-000000001' });
    expect(info).not.toHaveProperty('firmware');
    if (info) await expect(lane.driver.open(info)).rejects.toMatchObject({ code: 'finger/untrusted' });
  });

  it.each(signatures)('gives no picture: signature %s', async (signature) => {
    const scanner = await lane.openThen({ signature, captureOnly: true });
    await expect(scanner.capture(thumb)).rejects.toMatchObject({ code: 'finger/untrusted' });
  });

  it('is not opened when nobody is trusted', async () => {
    const driver = driverOf({
      ports: [lane.service.port()],
      roots: async () => [],
      environment: 'Developer',
    });
    const [info] = await driver.find();
    if (!info) throw new Error('not found');
    await expect(driver.open(info)).rejects.toMatchObject({ code: 'finger/untrusted' });
  });

  it('is not opened where it is not registered, or for another environment', async () => {
    lane.service.setFaults({ status: 'Not Registered' });
    const [info] = await lane.driver.find();
    if (!info) throw new Error('not found');
    await expect(lane.driver.open(info)).rejects.toMatchObject({ code: 'finger/untrusted' });
    lane.service.setFaults({});
    const driver = driverOf({
      ports: [lane.service.port()],
      roots: async () => [],
      environment: 'Production',
    });
    await expect(driver.open(info)).rejects.toMatchObject({ code: 'finger/untrusted' });
  });

  it.each([
    ['transaction', 'finger/untrusted'],
    ['time', 'finger/untrusted'],
    ['serial', 'finger/untrusted'],
    ['device-code', 'finger/untrusted'],
    ['purpose', 'finger/untrusted'],
    ['environment', 'finger/untrusted'],
    ['type', 'finger/untrusted'],
    ['version', 'finger/fault'],
  ] as const)('gives no picture: signed with another %s', async (claim, code) => {
    const scanner = await lane.openThen({ claim });
    await expect(scanner.capture(thumb)).rejects.toMatchObject({ code });
  });

  it('gives no picture a second time', async () => {
    const scanner = await lane.open();
    await scanner.capture(thumb);
    lane.service.setFaults({ replay: true });
    await expect(scanner.capture(thumb)).rejects.toMatchObject({ code: 'finger/untrusted' });
    lane.service.setFaults({});
    expect(await scanner.capture(thumb)).toMatchObject({ position: 1 });
  });

  it.each(['wrong', 'from-the-start'] as const)('gives no picture: hash %s', async (hash) => {
    const scanner = await lane.open();
    await scanner.capture(thumb);
    lane.service.setFaults({ hash });
    await expect(scanner.capture(right)).rejects.toMatchObject({ code: 'finger/untrusted' });
  });
});

describe('a service that fails', () => {
  const faults: readonly (readonly [string, SbiFaults, DriverErrorCode])[] = [
    ['is busy', { busy: true }, 'finger/busy'],
    ['sends half of its answer as if it were all', { partial: true }, 'finger/fault'],
    ['ends its answer early', { mute: true }, 'finger/incomplete'],
    ['answers no JSON', { garbage: 'RCAPTURE' }, 'finger/fault'],
    ['promises 5 GB', { oversized: 'RCAPTURE' }, 'finger/fault'],
    ['never ends its answer', { endless: 'RCAPTURE' }, 'finger/fault'],
    ['sends a finger too few', { parts: 'one-short' }, 'finger/incomplete'],
    ['sends a finger twice', { parts: 'one-twice' }, 'finger/incomplete'],
    ['sends a finger too many', { parts: 'one-too-many' }, 'finger/fault'],
    ['sends the other hand', { parts: 'other-side' }, 'finger/fault'],
    ['sends no record', { record: 'garbage' }, 'finger/fault'],
    ['sends half a record', { record: 'cut' }, 'finger/fault'],
    ['sends a record that claims too much', { record: 'huge' }, 'finger/fault'],
    ['sends a record of another finger', { record: 'other-part' }, 'finger/fault'],
    ['reports that nothing lies on the glass', { errorCode: '101' }, 'finger/not-placed'],
    ['reports that the key is too old', { errorCode: '107' }, 'finger/untrusted'],
    ['reports that the device is gone', { errorCode: '705' }, 'finger/unplugged'],
    ['reports what nobody knows', { errorCode: 'E-42' }, 'finger/fault'],
  ];

  it.each(faults)('%s', async (_what, fault, code) => {
    const scanner = await lane.openThen(fault);
    await expect(scanner.capture(right)).rejects.toMatchObject({ code });
  });

  it.each(faults)('and captures again when all is well: %s', async (_what, fault) => {
    const before = await lane.openThen(fault);
    await before.capture(right).catch(() => undefined);
    lane.service.setFaults({});
    // Opened anew, as the host does when the scanner was told gone.
    const scanner = await lane.open();
    expect(await scanner.capture(right)).toMatchObject({ position: 13 });
  });

  it('that is only slow is waited for', async () => {
    const scanner = await lane.openThen({ slowMs: 300, noise: true });
    expect(await scanner.capture(right)).toMatchObject({ position: 13 });
  });

  it('that does not answer in time is a fault', async () => {
    const scanner = await lane.openThen({ hang: 'RCAPTURE' });
    await expect(scanner.capture({ ...thumb, timeoutMs: 100 })).rejects.toMatchObject({
      code: 'finger/fault',
    });
  });

  it.each(['hang', 'garbage', 'oversized', 'endless'] as const)(
    'in its live stream does not disturb the capture: %s',
    async (fault) => {
      const scanner = await lane.openThen({ [fault]: 'STREAM' satisfies SbiVerb });
      expect(await scanner.capture({ ...thumb, onPreview: () => undefined })).toMatchObject({ position: 1 });
    },
  );

  it.each(['hang', 'garbage', 'oversized', 'endless'] as const)(
    'when asked who it is is not opened: %s',
    async (fault) => {
      lane.service.setFaults({ [fault]: 'MOSIPDINFO' satisfies SbiVerb });
      const [info] = await lane.driver.find();
      if (!info) throw new Error('not found');
      await expect(lane.driver.open(info)).rejects.toMatchObject({ code: 'finger/fault' });
    },
  );

  it.each(['hang', 'garbage', 'oversized', 'endless'] as const)(
    'when asked what is there is no scanner: %s',
    async (fault) => {
      lane.service.setFaults({ [fault]: 'MOSIPDISC' satisfies SbiVerb });
      expect(await lane.driver.find()).toEqual([]);
    },
  );

  it('stops at once when the officer does', async () => {
    const scanner = await lane.openThen({ hang: 'RCAPTURE' });
    const stopped = scanner.capture({ ...thumb, signal: AbortSignal.timeout(50) });
    await expect(stopped).rejects.toMatchObject({ code: 'device/cancelled' });
    await expect(scanner.capture({ ...thumb, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'device/cancelled',
    });
  });
});

describe('a scanner that goes and comes', () => {
  it.each([
    ['is pulled out', () => lane.service.unplug(), () => lane.service.plug()],
    ['loses its service', () => lane.service.stop(), () => lane.service.start()],
    ['is not ready', () => lane.service.setFaults({ status: 'Not Ready' }), () => lane.service.setFaults({})],
  ] as const)('%s: told once, no longer found, found again', async (_what, leave, comeBack) => {
    const scanner = await lane.open();
    let told = 0;
    scanner.onGone(() => {
      told += 1;
    });
    await leave();
    expect(await lane.driver.find()).toEqual([]);
    await lane.driver.find();
    expect(told).toBe(1);
    await expect(scanner.capture(thumb)).rejects.toMatchObject({ code: 'finger/unplugged' });
    await comeBack();
    expect(await lane.driver.find()).toHaveLength(1);
    expect(await (await lane.open()).capture(thumb)).toMatchObject({ position: 1 });
  });

  it.each([
    ['the scanner', () => lane.service.unplug()],
    ['the service', () => lane.service.stop()],
  ] as const)('is missed during a capture: %s', async (_what, leave) => {
    const scanner = await lane.open();
    let told = 0;
    scanner.onGone(() => {
      told += 1;
    });
    lane.service.setPresent(false);
    const capture = scanner.capture(right);
    await expect.poll(() => lane.service.asked('RCAPTURE'), patience).toBe(1);
    await Promise.all([leave(), expect(capture).rejects.toMatchObject({ code: 'finger/unplugged' })]);
    expect(told).toBe(1);
  });

  it('is not asked for the list while it captures, and stays on it', async () => {
    const scanner = await lane.open();
    lane.service.setPresent(false);
    const capture = scanner.capture(thumb);
    await expect.poll(() => lane.service.asked('RCAPTURE'), patience).toBe(1);
    const asked = lane.service.asked('MOSIPDISC');
    expect(await lane.driver.find()).toHaveLength(1);
    expect(lane.service.asked('MOSIPDISC')).toBe(asked);
    lane.service.setPresent(true);
    await capture;
  });

  it('proves itself once, not each second', async () => {
    for (let look = 0; look < 5; look += 1) await lane.driver.find();
    expect(lane.service.asked('MOSIPDISC')).toBe(5);
    expect(lane.service.asked('MOSIPDINFO')).toBe(1);
  });
});

function cutOut(
  image: FingerImage,
  place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Uint8Array {
  const pixels = new Uint8Array(place.width * place.height);
  for (let y = 0; y < place.height; y += 1)
    for (let x = 0; x < place.width; x += 1)
      pixels[y * place.width + x] = image.pixels[(place.top + y) * image.width + place.left + x] ?? 0;
  return pixels;
}
