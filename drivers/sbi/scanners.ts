import { setTimeout as pause } from 'node:timers/promises';
import { DriverError } from '../errors.ts';
import type { DriverOf, Scanner, ScannerInfo, ScanOptions } from '../scanner.ts';
import { captureOnce, firstHash } from './capture.ts';
import { identify, type SbiDevice } from './device.ts';
import type { SbiAddress } from './discovery.ts';
import { driverErrorOf, SbiError, type SbiTrouble, type TroubleCodes } from './errors.ts';
import { LineError, type LineFailure } from './http.ts';
import type { SbiModality } from './modality.ts';
import { openPreviews, type PreviewStream } from './previews.ts';
import type { SbiStation } from './station.ts';

const driverId = 'sbi';
/** A device that could not prove itself is asked again this often. */
const doubtMs = 30_000;
/** A device that still works for a capture we stopped is asked again this often. */
const busyPauseMs = 300;
/** Its time limit began a little later than ours. */
const lateMs = 1000;

/** What was last learnt of a device that discovery shows. */
interface Known {
  readonly info: ScannerInfo;
  readonly isTrusted: boolean;
  readonly checkedAt: number;
}

/** Scanners of one kind behind local services of the Secure Biometric Interface 0.9.5; see `SBI.md` beside this file. */
export function openSbiScanners<Options extends ScanOptions<Preview>, Capture, Preview>(
  modality: SbiModality<Options, Capture, Preview>,
  station: SbiStation,
): DriverOf<Scanner<Options, Capture>> {
  const { watch } = station;
  const known = new Map<string, Known>();
  const open = new Map<string, { tellGone(): void }>();
  let looking: Promise<readonly ScannerInfo[]> | null = null;

  async function look(): Promise<readonly ScannerInfo[]> {
    const there = new Map((await watch.look()).filter(isOurs).map((address) => [idOf(address), address]));
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    for (const [id, scanner] of open) if (!there.has(id)) scanner.tellGone();
    await Promise.all([...there].map(([id, address]) => learn(id, address)));
    // Whoever proves himself comes before whoever merely listens.
    const byTrust = [...known.values()].toSorted((a, b) => Number(b.isTrusted) - Number(a.isTrusted));
    return byTrust.map(({ info }) => info);
  }

  function isOurs(address: SbiAddress): boolean {
    return address.digitalId.type === modality.type && isPluggedIn(address);
  }

  async function learn(id: string, address: SbiAddress): Promise<void> {
    const before = known.get(id);
    const isFresh = before && (before.isTrusted || Date.now() - before.checkedAt < doubtMs);
    if (isFresh && before.info.serial === address.digitalId.serialNo) return;
    const device = await identify(address, modality.type, station).catch(() => undefined);
    const info = device ? infoOf(id, device) : claimedInfo(id, address);
    known.set(id, { info, isTrusted: device !== undefined, checkedAt: Date.now() });
  }

  async function identifyAt({ id }: ScannerInfo): Promise<SbiDevice> {
    const addresses = await watch.lookAt(Number(id.split(':')[1]));
    const address = addresses.find((candidate) => idOf(candidate) === id);
    if (!address) throw new SbiError('unplugged', 'the scanner is gone');
    return await identify(address, modality.type, station);
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
      const device = await identifyAt(info).catch((error: unknown) => {
        throw knownError(error, modality);
      });
      const scanner = openScanner(modality, infoOf(info.id, device), device, station);
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

function infoOf(id: string, { model, serial, firmware }: SbiDevice): ScannerInfo {
  return { id, driver: driverId, model, serial, firmware };
}

/** As the device says, unproved. */
function claimedInfo(id: string, { digitalId: { make, model, serialNo } }: SbiAddress): ScannerInfo {
  return { id, driver: driverId, model: `${make} ${model}`.trim(), serial: serialNo };
}

const meanings = {
  refused: ['unplugged', 'the service is gone'],
  cut: ['incomplete', 'the service ended its answer early'],
  silent: ['fault', 'the service does not answer'],
  'too-large': ['fault', 'the service answers with too much'],
  unreadable: ['fault', 'the service answers with something else'],
} as const satisfies Record<Exclude<LineFailure, 'stopped'>, readonly [SbiTrouble, string]>;

function troubleOf(cause: LineError): SbiError | DriverError {
  const { failure } = cause;
  if (failure === 'stopped') return new DriverError('device/cancelled', 'capture stopped', { cause });
  const [trouble, message] = meanings[failure];
  return new SbiError(trouble, message, { cause });
}

/** A failure as this kind of scanner names it; what we do not know stays what it is. */
function knownError(error: unknown, { codes }: { readonly codes: TroubleCodes }): unknown {
  const trouble = error instanceof LineError ? troubleOf(error) : error;
  return trouble instanceof SbiError ? driverErrorOf(trouble, codes) : trouble;
}

async function unlessBusy<T>(attempt: Promise<T>): Promise<T | undefined> {
  return await attempt.catch((error: unknown) => {
    if (error instanceof SbiError && error.trouble === 'busy') return undefined;
    throw error;
  });
}

function openScanner<Options extends ScanOptions<Preview>, Capture, Preview>(
  modality: SbiModality<Options, Capture, Preview>,
  info: ScannerInfo,
  device: SbiDevice,
  station: SbiStation,
): Scanner<Options, Capture> & { tellGone(): void } {
  const { watch } = station;
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
  async function captureWhenFree(options: Options): Promise<Capture> {
    for (;;) {
      const withPreviews = options.onPreview && (await unlessBusy(attempt(options, true)));
      const capture = withPreviews ?? (await unlessBusy(attempt(options, false)));
      if (capture) return capture;
      if (Date.now() >= workingUntil) throw new SbiError('busy', 'the scanner works for somebody else');
      await pause(busyPauseMs, undefined, options.signal ? { signal: options.signal } : {});
    }
  }

  async function attempt(options: Options, hasPreviews: boolean): Promise<Capture> {
    const previews = hasPreviews ? await previewsOf(options) : undefined;
    try {
      const trust = { roots: await station.roots(), environment: station.environment };
      const taken = await captureOnce(modality, device, options, trust, lastHash);
      lastHash = taken.lastHash;
      return taken.capture;
    } finally {
      previews?.stop();
    }
  }

  function previewsOf(options: Options): Promise<PreviewStream> {
    const { deviceSubId } = modality.want(options, device.deviceSubType);
    return openPreviews(device, {
      deviceSubId,
      timeoutMs: options.timeoutMs,
      onPicture: (jpeg) => options.onPreview?.(modality.preview(jpeg, options)),
    });
  }

  async function failureOf(error: unknown): Promise<unknown> {
    if (error instanceof SbiError && error.trouble === 'unplugged') tellGone();
    if (!(error instanceof LineError)) return error;
    const isThere = error.failure !== 'refused' && (await isStillThere());
    if (isThere) return error;
    tellGone();
    return new LineError('refused', error.message, { cause: error });
  }

  async function isStillThere(): Promise<boolean> {
    const addresses = await watch.lookAt(device.port);
    return addresses.some((address) => idOf(address) === info.id && isPluggedIn(address));
  }

  return {
    info,
    capture: async (options) => {
      if (isGone) throw new DriverError(modality.codes.unplugged, 'the scanner is gone');
      if (isCapturing) throw new DriverError(modality.codes.busy, 'a capture is running');
      const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]);
      if (signal.aborted) throw new DriverError('device/cancelled', 'capture stopped before it began');
      isCapturing = true;
      const release = watch.hold(device.port);
      const endsAt = Date.now() + options.timeoutMs;
      try {
        return await captureWhenFree({ ...options, signal });
      } catch (error) {
        if (!signal.aborted) throw knownError(await failureOf(error), modality);
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
