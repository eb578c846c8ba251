import { statfsSync } from 'node:fs';
import type { Store } from '../db/open.ts';
import { countQueue } from '../db/queue.ts';
import type { DeviceList } from '../drivers/host-protocol.ts';
import type { CallOutput, DeviceStatus, StationStatus } from './contract/calls.ts';
import type { StationSettings } from './settings.ts';
import { isDeliveryPaused } from './sync/delivery-pause.ts';

/** Below this the officer is told early; a full disk must never be the first sign. */
const lowDiskBytes = 5e9;

export interface StatusParts {
  readonly settings: StationSettings;
  readonly version: string;
  readonly dataDir: string;
  readonly store: Store;
  readonly officer: CallOutput<'officers.sign-in'> | null;
  readonly devices: DeviceList;
  readonly line: StationStatus['line'];
  readonly savedAtMs: number | null;
  readonly notice: StationStatus['notice'];
}

/** The station at a glance: who works, what is plugged in, what waits to be sent. */
export function stationStatus(parts: StatusParts): StationStatus {
  const { settings, version, dataDir, store, officer, devices, line, savedAtMs, notice } = parts;
  const freeBytes = freeBytesOf(dataDir);
  const counts = countQueue(store);
  const { code, superior, name } = settings.office;
  return {
    office: { code, superior, name },
    stationNo: settings.stationNo,
    version,
    officer,
    devices: [
      cardReaderStatus(devices),
      scannerStatus(devices),
      ...otherScanners(devices),
      diskStatus(freeBytes),
    ],
    line,
    queue: {
      waiting: counts.waiting + counts.paused,
      sending: counts.sending,
      needsPerson: counts.person,
      isPaused: isDeliveryPaused(store),
    },
    savedAtMs,
    freeBytes,
    notice,
  };
}

function cardReaderStatus({ readerServiceIsUp, readers }: DeviceList): DeviceStatus {
  const kind = 'card-reader';
  if (!readerServiceIsUp) return { kind, name: '', state: 'fault', code: 'card/service-down' };
  const [first] = readers;
  if (!first) return { kind, name: '', state: 'missing', code: 'card/no-reader' };
  return { kind, name: first.name, state: 'ready', hasCard: readers.some(({ hasCard }) => hasCard) };
}

function scannerStatus({ scanners }: DeviceList): DeviceStatus {
  const [first] = scanners;
  if (!first) return { kind: 'fingerprint', name: '', state: 'missing', code: 'finger/no-scanner' };
  return { kind: 'fingerprint', name: first.model, state: 'ready', detail: first.serial };
}

/** The camera takes portraits; a face scanner is told only where there is one. */
function otherScanners({ irisScanners: [iris], faceScanners: [face] }: DeviceList): DeviceStatus[] {
  return [
    iris
      ? { kind: 'iris', name: iris.model, state: 'ready', detail: iris.serial }
      : { kind: 'iris', name: '', state: 'missing', code: 'iris/no-scanner' },
    ...(face ? [{ kind: 'face', name: face.model, state: 'ready', detail: face.serial } as const] : []),
  ];
}

/** Low space is told while there is enough for days: nothing is refused for it. */
export function diskStatus(freeBytes: number): DeviceStatus {
  const state = freeBytes < lowDiskBytes ? 'fault' : 'ready';
  return {
    kind: 'disk',
    name: '',
    state,
    detail: `${Math.floor(freeBytes / 1e9)} GB`,
    ...(state === 'fault' ? { code: 'station/space-low' } : {}),
  };
}

function freeBytesOf(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}
