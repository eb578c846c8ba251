/** The device process: every native driver lives here, so a driver that crashes never takes the station down. */

import { openChipReader } from './card/emrtd/chip-reader.ts';
import { openPcsc } from './card/pcsc.ts';
import { DriverError } from './errors.ts';
import type {
  CapturingScanner,
  DeviceList,
  HostCallName,
  HostCalls,
  HostMessage,
  HostRequest,
  ListedScanner,
} from './host-protocol.ts';
import { faceDrivers, irisDrivers, scannerDrivers } from './index.ts';
import { openPluggedScanners } from './plugged-scanners.ts';
import type { ScannerInfo } from './scanner.ts';

/** Scanners tell nothing when they are plugged in, so the host looks this often. */
const scanIntervalMs = 1000;
/** How long a reading waits for the card that was just laid down. */
const cardPatienceMs = 2500;

interface HostPort {
  send(message: HostMessage): void;
  onRequest(listener: (request: HostRequest) => void): void;
}

/** The parent's end: Electron's utility process and Node's forked child speak differently, the messages are the same. */
function openHostPort(): HostPort {
  const { parentPort } = process as {
    parentPort?: {
      postMessage(message: unknown): void;
      on(event: 'message', listener: (event: { data: HostRequest }) => void): void;
    };
  };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onRequest: (listener) => parentPort.on('message', (event) => listener(event.data)),
    };
  }
  return {
    // The parent may be killed between the look and the message; then there is nobody to tell.
    send: (message) => process.connected && process.send?.(message, undefined, {}, () => undefined),
    onRequest: (listener) => process.on('message', (message) => listener(message as HostRequest)),
  };
}

const port = openHostPort();
const readers = openPcsc();
const chips = openChipReader();
const fingerScanners = openPluggedScanners(scannerDrivers, 'finger/no-scanner', () => void findScanners());
const irisScanners = openPluggedScanners(irisDrivers, 'iris/no-scanner', () => void findScanners());
const faceScanners = openPluggedScanners(faceDrivers, 'face/no-scanner', () => void findScanners());
const running = new Map<number, AbortController>();

function deviceList(): DeviceList {
  return {
    readerServiceIsUp: readers.isUp(),
    readers: readers.readers().map(({ name, hasCard }) => ({ name, hasCard })),
    scanners: fingerScanners.found().map(listed),
    irisScanners: irisScanners.found().map(listed),
    faceScanners: faceScanners.found().map(listed),
  };
}

function listed({ id, model, serial }: ScannerInfo): ListedScanner {
  return { id, model, serial };
}

function capturing({ model, serial, firmware }: ScannerInfo): CapturingScanner {
  return { model, serial, ...(firmware === undefined ? {} : { firmware }) };
}

let lastTold = '';
function tellDevices(): void {
  const devices = deviceList();
  const told = JSON.stringify(devices);
  if (told === lastTold) return;
  lastTold = told;
  port.send({ kind: 'devices', devices });
}

async function findScanners(): Promise<void> {
  await Promise.all([fingerScanners.look(), irisScanners.look(), faceScanners.look()]);
  tellDevices();
}

/**
 * The reader to read from: the named one, or the first with a card. The service tells of a card a moment after it was laid down, so
 * there is a little patience.
 */
async function readerWithCard(name: string | undefined, signal: AbortSignal): Promise<string> {
  const deadline = Date.now() + cardPatienceMs;
  for (;;) {
    const candidates = readers.readers().filter((reader) => name === undefined || reader.name.includes(name));
    const found = candidates.find(({ hasCard }) => hasCard);
    if (found) return found.name;
    if (signal.aborted) throw new DriverError('device/cancelled', 'reading was cancelled');
    if (Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    else if (!readers.isUp()) throw new DriverError('card/service-down', 'the reader service is not running');
    else if (candidates.length === 0) throw new DriverError('card/no-reader', 'no card reader');
    else throw new DriverError('card/no-card', 'no card on a reader');
  }
}

type Answer<K extends HostCallName> = (
  input: HostCalls[K]['input'],
  onProgress: (progress: HostCalls[K]['progress']) => void,
  signal: AbortSignal,
) => Promise<HostCalls[K]['output']>;

const answers: { readonly [K in HostCallName]: Answer<K> } = {
  'list-devices': async () => {
    await findScanners();
    return deviceList();
  },

  'read-chip': async (input, onProgress, signal) => {
    const reader = await readerWithCard(input.reader, signal);
    const channel = await readers.connect(reader, signal);
    try {
      return await chips.read(reader, channel, input.passwords, input.trust, { onProgress, signal });
    } finally {
      await channel.close();
    }
  },

  'verify-files': ({ files, trust }) => chips.verify(files, trust),

  'read-trust-files': async ({ files }) => chips.readTrust(files),

  'capture-fingers': async (input, onProgress, signal) => {
    const opened = await fingerScanners.open(input.scanner);
    const scanner = capturing(opened.info);
    const captured = await opened.capture({
      position: input.position,
      timeoutMs: input.timeoutMs,
      ...(input.missing ? { missing: input.missing } : {}),
      onPreview: onProgress,
      signal,
    });
    return 'packed' in captured ? { packed: captured.packed, scanner } : { image: captured, scanner };
  },

  'capture-iris': async ({ scanner: id, ...wanted }, onProgress, signal) => {
    const opened = await irisScanners.open(id);
    const { eyes } = await opened.capture({ ...wanted, onPreview: onProgress, signal });
    return { eyes, scanner: capturing(opened.info) };
  },

  'capture-face': async ({ scanner: id, timeoutMs }, onProgress, signal) => {
    const opened = await faceScanners.open(id);
    const face = await opened.capture({ timeoutMs, onPreview: onProgress, signal });
    return { face, scanner: capturing(opened.info) };
  },
};

async function answer(request: Extract<HostRequest, { kind: 'request' }>): Promise<void> {
  const { id, call, input } = request;
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const run = answers[call] as Answer<HostCallName>;
    const output = await run(
      input,
      (progress) => port.send({ kind: 'progress', id, progress }),
      abort.signal,
    );
    port.send({ kind: 'reply', id, output });
  } catch (error) {
    const code = error instanceof DriverError ? error.code : 'unexpected';
    const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
    const details = error instanceof DriverError ? error.details : {};
    port.send({ kind: 'failure', id, code, message, details });
  } finally {
    running.delete(id);
  }
}

async function closeAll(): Promise<void> {
  clearInterval(scanTimer);
  for (const abort of running.values()) abort.abort();
  await Promise.all([fingerScanners, irisScanners, faceScanners].map((scanners) => scanners.closeAll()));
  await chips.close();
  await readers.close();
}

port.onRequest((request) => {
  if (request.kind === 'request') void answer(request);
  else running.get(request.id)?.abort();
});
readers.onEvent((event) => {
  tellDevices();
  if (event.kind === 'card-inserted') chips.forgetTries(event.reader);
});
const scanTimer = setInterval(() => void findScanners(), scanIntervalMs);
void findScanners();

async function leave(): Promise<void> {
  await closeAll();
  process.exit(0);
}
process.on('disconnect', () => void leave());
process.on('SIGTERM', () => void leave());
