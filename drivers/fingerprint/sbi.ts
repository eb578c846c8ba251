import { setTimeout as pause } from 'node:timers/promises';
import { DriverError } from '../errors.ts';
import { captureOnce, firstHash } from './sbi-capture.ts';
import { identify, type SbiDevice, type SbiStation } from './sbi-device.ts';
import { openPortWatch, type PortWatch, type SbiAddress, sbiPorts } from './sbi-discovery.ts';
import { LineError, type LineFailure } from './sbi-http.ts';
import { openPreviews } from './sbi-previews.ts';
import { readScannerRoots } from './sbi-roots.ts';
import type {
  CaptureOptions,
  FingerCapture,
  FingerprintScanner,
  ScannerDriver,
  ScannerInfo,
} from './scanner.ts';

const driverId = 'sbi';
/** A device that could not prove itself is asked again this often. */
const doubtMs = 30_000;
/** A device that still works for a capture we stopped is asked again this often. */
const busyPauseMs = 300;
/** Its time limit began a little later than ours. */
const lateMs = 1000;

export interface SbiOptions extends SbiStation {
  readonly ports?: readonly number[];
}

/** Scanners behind a local service of the Secure Biometric Interface 0.9.5; see `SBI.md` beside this file. */
export const sbiScanners: ScannerDriver = openSbi({
  roots: () => readScannerRoots(process.env['STATION_SBI_ROOTS']),
  environment: process.env['STATION_SBI_ENVIRONMENT'] ?? 'Production',
});

/** What was last learnt of a device that discovery shows. */
interface Known {
  readonly info: ScannerInfo;
  readonly isTrusted: boolean;
  readonly checkedAt: number;
}

/** A driver with its own memory of ports and devices. */
export function openSbi({ ports = sbiPorts, ...station }: SbiOptions): ScannerDriver {
  const watch = openPortWatch(ports);
  const known = new Map<string, Known>();
  const open = new Map<string, { tellGone(): void }>();
  let looking: Promise<readonly ScannerInfo[]> | null = null;

  async function look(): Promise<readonly ScannerInfo[]> {
    const there = new Map(
      (await watch.look()).filter(isPluggedIn).map((address) => [idOf(address), address]),
    );
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    for (const [id, scanner] of open) if (!there.has(id)) scanner.tellGone();
    await Promise.all([...there].map(([id, address]) => learn(id, address)));
    // Whoever proves himself comes before whoever merely listens.
    const byTrust = [...known.values()].toSorted((a, b) => Number(b.isTrusted) - Number(a.isTrusted));
    return byTrust.map(({ info }) => info);
  }

  async function learn(id: string, address: SbiAddress): Promise<void> {
    const before = known.get(id);
    const isFresh = before && (before.isTrusted || Date.now() - before.checkedAt < doubtMs);
    if (isFresh && before.info.serial === address.digitalId.serialNo) return;
    const device = await identify(address, station).catch(() => undefined);
    const info = device ? infoOf(id, device) : claimedInfo(id, address);
    known.set(id, { info, isTrusted: device !== undefined, checkedAt: Date.now() });
  }

  return {
    id: driverId,
    find: () => {
      // The host looks each second and before each capture; one look at a time is enough.
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
    open: async (info) => {
      const address = await addressOf(watch, info);
      const device = await identify(address, station).catch((error: unknown) => {
        throw error instanceof LineError ? driverErrorOf(error.failure, error) : error;
      });
      const scanner = openScanner(infoOf(info.id, device), device, station, watch);
      open.set(info.id, scanner);
      scanner.onGone(() => open.delete(info.id));
      return scanner;
    },
  };
}

/** A service that runs without its scanner says that it is not ready. */
function isPluggedIn({ status }: SbiAddress): boolean {
  return status !== 'Not Ready';
}

function idOf({ port, deviceId }: SbiAddress): string {
  return `${driverId}:${port}:${deviceId}`;
}

async function addressOf(watch: PortWatch, { id }: ScannerInfo): Promise<SbiAddress> {
  const addresses = await watch.lookAt(Number(id.split(':')[1]));
  const address = addresses.find((candidate) => idOf(candidate) === id);
  if (!address) throw new DriverError('finger/unplugged', 'the scanner is gone');
  return address;
}

function infoOf(id: string, { model, serial, firmware }: SbiDevice): ScannerInfo {
  return { id, driver: driverId, model, serial, firmware };
}

/** As the device says, unproved. */
function claimedInfo(id: string, { digitalId: { make, model, serialNo } }: SbiAddress): ScannerInfo {
  return { id, driver: driverId, model: `${make} ${model}`.trim(), serial: serialNo };
}

const meanings = {
  refused: ['finger/unplugged', 'the service is gone'],
  cut: ['finger/incomplete', 'the service ended its answer early'],
  silent: ['finger/fault', 'the service does not answer'],
  'too-large': ['finger/fault', 'the service answers with too much'],
  unreadable: ['finger/fault', 'the service answers with something else'],
  stopped: ['device/cancelled', 'capture stopped'],
} as const satisfies Record<LineFailure, readonly [DriverError['code'], string]>;

function driverErrorOf(failure: LineFailure, cause: LineError): DriverError {
  const [code, message] = meanings[failure];
  return new DriverError(code, message, { cause });
}

async function unlessBusy<T>(attempt: Promise<T>): Promise<T | undefined> {
  return await attempt.catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'finger/busy') return undefined;
    throw error;
  });
}

function openScanner(
  info: ScannerInfo,
  device: SbiDevice,
  station: SbiStation,
  watch: PortWatch,
): FingerprintScanner & { tellGone(): void } {
  const goneListeners = new Set<() => void>();
  const closing = new AbortController();
  let isGone = false;
  let isCapturing = false;
  let lastHash = firstHash;
  /** Until then the device may work on for a capture we stopped: there is no way to tell it. */
  let workingUntil = 0;

  function tellGone(): void {
    if (isGone) return;
    isGone = true;
    for (const listener of goneListeners) listener();
  }

  /** Asks again while the device is busy with ourselves: with its own stream, or with a capture we stopped. */
  async function captureWhenFree(options: CaptureOptions): Promise<FingerCapture> {
    for (;;) {
      const withPreviews = options.onPreview && (await unlessBusy(attempt(options, true)));
      const capture = withPreviews ?? (await unlessBusy(attempt(options, false)));
      if (capture) return capture;
      if (Date.now() >= workingUntil)
        throw new DriverError('finger/busy', 'the scanner works for somebody else');
      await pause(busyPauseMs, undefined, options.signal ? { signal: options.signal } : {});
    }
  }

  async function attempt(options: CaptureOptions, hasPreviews: boolean): Promise<FingerCapture> {
    const previews = hasPreviews ? await openPreviews(device, options) : undefined;
    try {
      const trust = { roots: await station.roots(), environment: station.environment };
      const taken = await captureOnce(device, options, trust, lastHash);
      lastHash = taken.lastHash;
      return taken.capture;
    } finally {
      previews?.stop();
    }
  }

  async function failureOf(error: unknown): Promise<unknown> {
    if (error instanceof DriverError) {
      if (error.code === 'finger/unplugged') tellGone();
      return error;
    }
    if (!(error instanceof LineError)) return error;
    const { failure } = error;
    const isThere = failure !== 'refused' && (await isStillThere());
    if (isThere) return driverErrorOf(failure, error);
    tellGone();
    return driverErrorOf('refused', error);
  }

  async function isStillThere(): Promise<boolean> {
    const addresses = await watch.lookAt(device.port);
    return addresses.some((address) => idOf(address) === info.id && isPluggedIn(address));
  }

  return {
    info,
    capture: async (options) => {
      if (isGone) throw new DriverError('finger/unplugged', 'the scanner is gone');
      if (isCapturing) throw new DriverError('finger/busy', 'a capture is running');
      const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]);
      if (signal.aborted) throw new DriverError('device/cancelled', 'capture stopped before it began');
      isCapturing = true;
      const release = watch.hold(device.port);
      const endsAt = Date.now() + options.timeoutMs;
      try {
        return await captureWhenFree({ ...options, signal });
      } catch (error) {
        if (!signal.aborted) throw await failureOf(error);
        workingUntil = endsAt + lateMs;
        throw new DriverError('device/cancelled', 'capture stopped', { cause: error });
      } finally {
        release();
        isCapturing = false;
      }
    },
    onGone: (listener) => goneListeners.add(listener),
    tellGone,
    close: async () => {
      // Closed by us: nobody needs telling.
      goneListeners.clear();
      isGone = true;
      closing.abort();
    },
  };
}
