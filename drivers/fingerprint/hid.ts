import { type Device, devicesAsync, HIDAsync } from 'node-hid';
import { DriverError, type DriverErrorCode } from '../errors.ts';
import type { ScannerInfo } from '../scanner.ts';
import { type Outcome, openAssembler, type Picture } from './hid-capture.ts';
import { decodeReport, encodeReport, type Report, type ScannerState } from './hid-reports.ts';
import type {
  CaptureOptions,
  FingerImage,
  FingerPosition,
  FingerprintScanner,
  ScannerDriver,
} from './scanner.ts';

const driverId = 'hid';
/** See `HID-PROTOCOL.md`. */
const vendorId = 0x1209;
const productId = 0x0001;
const usagePage = 0xff00;

/** Nothing for so long means that reports were lost. */
const silenceMs = 300;
/** A scanner that does not keep its own time limit is not waited for much longer. */
const graceMs = 10_000;

/** Scanners that speak the report protocol beside this file. */
export const hidScanners: ScannerDriver = {
  id: driverId,
  find: async () =>
    (await devicesAsync(vendorId, productId))
      .filter((device) => device.usagePage === usagePage)
      .flatMap(infoOf),
  open: async (info) => {
    const device = await HIDAsync.open(info.id).catch(async (cause: unknown) => {
      throw await failureOf(info, cause);
    });
    return openScanner(info, device);
  },
};

/** By what is plugged in, not by the text of the failure: that differs from system to system. */
async function failureOf({ id }: ScannerInfo, cause: unknown): Promise<DriverError> {
  const isThere = (await hidScanners.find()).some((found) => found.id === id);
  return isThere
    ? new DriverError('finger/fault', 'the scanner refuses', { cause })
    : new DriverError('finger/unplugged', 'the scanner is gone', { cause });
}

/** From the list of devices: asking an open device for it does not work everywhere. */
function infoOf({ path, manufacturer, product, serialNumber, release }: Device): ScannerInfo[] {
  if (path === undefined) return [];
  const model = [manufacturer, product].filter(Boolean).join(' ');
  const firmware = `${release >> 8}.${release & 0xff}`;
  return [{ id: path, driver: driverId, model, serial: serialNumber ?? '', firmware }];
}

/** What a running capture listens to. */
interface Listener {
  onReport(report: Report): void;
  onEnd(code: DriverErrorCode, message: string): void;
}

function openScanner(info: ScannerInfo, device: HIDAsync): FingerprintScanner {
  let current: Listener | null = null;
  let captures = 0;
  let isGone = false;
  let lastWrite = Promise.resolve();
  const goneListeners = new Set<() => void>();

  // One listener for the whole life of the handle: taking it off and on again loses reports.
  device.on('data', (data: Buffer) => {
    const report = decodeReport(new Uint8Array(data));
    if (report) current?.onReport(report);
  });
  device.on('error', () => {
    if (isGone) return;
    isGone = true;
    current?.onEnd('finger/unplugged', 'the scanner was unplugged during the capture');
    for (const listener of goneListeners) listener();
    void device.close().catch(() => undefined);
  });

  /** One report after the other: writes that run side by side may overtake each other. */
  function send(report: Report): Promise<void> {
    const sent = lastWrite.then(() => write(report));
    lastWrite = sent.catch(() => undefined);
    return sent;
  }

  async function write(report: Report): Promise<void> {
    try {
      // The first byte is the report id: 0, because reports are not numbered.
      await device.write([0, ...encodeReport(report)]);
    } catch (cause) {
      throw await failureOf(info, cause);
    }
  }

  return {
    info,
    capture: async (options) => {
      if (isGone) throw new DriverError('finger/unplugged', 'the scanner is gone');
      if (current) throw new DriverError('finger/busy', 'a capture is running');
      if (options.signal?.aborted)
        throw new DriverError('device/cancelled', 'capture stopped before it began');
      captures = (captures % 255) + 1;
      const capture = captures;
      try {
        return await runCapture({ ...options, capture, send, listen: (listener) => (current = listener) });
      } finally {
        current = null;
      }
    },
    onGone: (listener) => goneListeners.add(listener),
    close: async () => {
      if (isGone) return;
      isGone = true;
      current?.onEnd('device/cancelled', 'the scanner was closed');
      await device.close();
    },
  };
}

interface CaptureRun extends CaptureOptions {
  readonly capture: number;
  send(report: Report): Promise<void>;
  listen(listener: Listener): void;
}

/** What a scanner's state means for the capture that runs. */
const failures: Readonly<Partial<Record<ScannerState, readonly [DriverErrorCode, string]>>> = {
  busy: ['finger/busy', 'the scanner works for somebody else'],
  fault: ['finger/fault', 'the scanner reports a fault'],
  'time-up': ['finger/not-placed', 'no fingers in time'],
};

function runCapture(run: CaptureRun): Promise<FingerImage> {
  const { capture, position, timeoutMs, onPreview, signal, send, listen } = run;
  const assembler = openAssembler();
  const { promise, resolve, reject } = Promise.withResolvers<FingerImage>();
  const limit = setTimeout(() => fail('finger/not-placed', 'no fingers in time'), timeoutMs + graceMs);
  let silence: NodeJS.Timeout | undefined;
  let isOver = false;

  function settle(finish: () => void): void {
    isOver = true;
    clearTimeout(limit);
    clearTimeout(silence);
    signal?.removeEventListener('abort', cancel);
    finish();
  }

  function fail(code: DriverErrorCode, message: string): void {
    settle(() => reject(new DriverError(code, message)));
  }

  function tell(report: Report): void {
    send(report).catch((error: unknown) => settle(() => reject(error)));
  }

  function cancel(): void {
    tell({ kind: 'stop', capture });
    fail('device/cancelled', 'capture stopped');
  }

  function onReport(report: Report): void {
    if (isOver || report.capture !== capture) return;
    const failure = report.kind === 'state' ? failures[report.state] : undefined;
    if (failure) return fail(...failure);
    follow(assembler.take(report));
  }

  function follow(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'preview':
        onPreview?.({ kind: 'gray', ...imageOf(outcome.picture, position) });
        break;
      case 'final':
        tell({ kind: 'received', capture });
        settle(() => resolve(imageOf(outcome.picture, position)));
        break;
      case 'ask':
        tell({ kind: 'send-again', capture, ranges: outcome.ranges });
        break;
      case 'give-up':
        fail('finger/incomplete', 'the picture stays incomplete');
        break;
      case 'nothing':
        break;
    }
    clearTimeout(silence);
    if (!isOver && assembler.isReceiving())
      silence = setTimeout(() => follow(assembler.silence()), silenceMs);
  }

  signal?.addEventListener('abort', cancel, { once: true });
  // Listening comes before the command: the kernel keeps little for a reader that is late.
  listen({ onReport, onEnd: fail });
  tell({ kind: 'start', capture, position, timeoutMs });
  return promise;
}

function imageOf({ width, height, resolutionPpi, pixels }: Picture, position: FingerPosition): FingerImage {
  return { position, width, height, resolutionPpi, pixels };
}
