/** The device process: every native driver lives here, so a driver that crashes never takes the station down. */

import { openChipReader } from './card/emrtd/chip-reader.ts';
import { openPcsc } from './card/pcsc.ts';
import { DriverError } from './errors.ts';
import type { FingerprintScanner } from './fingerprint/scanner.ts';
import type { DeviceList, HostCallName, HostCalls, HostMessage, HostRequest } from './host-protocol.ts';
import { scannerDrivers } from './index.ts';
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
const openScanners = new Map<string, FingerprintScanner>();
let foundScanners: readonly ScannerInfo[] = [];
const running = new Map<number, AbortController>();

function deviceList(): DeviceList {
  return {
    readerServiceIsUp: readers.isUp(),
    readers: readers.readers().map(({ name, hasCard }) => ({ name, hasCard })),
    scanners: foundScanners.map(({ id, model, serial }) => ({ id, model, serial })),
  };
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
  const found = await Promise.allSettled(scannerDrivers.map((driver) => driver.find()));
  foundScanners = found.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  tellDevices();
}

async function openScanner(id: string | undefined): Promise<FingerprintScanner> {
  await findScanners();
  const info = foundScanners.find((scanner) => id === undefined || scanner.id === id);
  if (!info) throw new DriverError('finger/no-scanner', 'no fingerprint scanner is plugged in');
  const open = openScanners.get(info.id);
  if (open) return open;
  const driver = scannerDrivers.find((candidate) => candidate.id === info.driver);
  if (!driver) throw new DriverError('finger/no-scanner', `no driver named ${info.driver}`);
  const scanner = await driver.open(info);
  scanner.onGone(() => {
    openScanners.delete(info.id);
    void findScanners();
  });
  openScanners.set(info.id, scanner);
  return scanner;
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
    const opened = await openScanner(input.scanner);
    const { model, serial, firmware } = opened.info;
    const scanner = { model, serial, ...(firmware === undefined ? {} : { firmware }) };
    const captured = await opened.capture({
      position: input.position,
      timeoutMs: input.timeoutMs,
      ...(input.missing ? { missing: input.missing } : {}),
      onPreview: onProgress,
      signal,
    });
    return 'packed' in captured ? { packed: captured.packed, scanner } : { image: captured, scanner };
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
  await Promise.allSettled([...openScanners.values()].map((scanner) => scanner.close()));
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
