import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DriverError } from '../drivers/errors.ts';
import type { DeviceList, HostMessage, HostRequest } from '../drivers/host-protocol.ts';
import { type Devices, type HostProcess, openDevices } from './devices.ts';

const plugged: DeviceList = {
  readerServiceIsUp: true,
  readers: [{ name: 'reader', hasCard: true }],
  scanners: [],
  irisScanners: [],
  faceScanners: [],
};
const nothing: DeviceList = {
  readerServiceIsUp: false,
  readers: [],
  scanners: [],
  irisScanners: [],
  faceScanners: [],
};

/** A device process that a test speaks for. */
interface Host extends HostProcess {
  readonly requests: readonly HostRequest[];
  tell(message: HostMessage): void;
  die(): void;
}

function openHost(): Host {
  const requests: HostRequest[] = [];
  let hear: (message: HostMessage) => void = () => undefined;
  let exit: () => void = () => undefined;
  return {
    requests,
    tell: (message) => hear(message),
    die: () => exit(),
    send: (request) => requests.push(request),
    onMessage: (listener) => {
      hear = listener;
    },
    onExit: (listener) => {
      exit = listener;
    },
    kill: () => exit(),
  };
}

let hosts: Host[];
let environments: Readonly<Record<string, string>>[];
let devices: Devices;
beforeEach(() => {
  vi.useFakeTimers();
  hosts = [];
  environments = [];
  devices = openDevices(
    (env) => {
      environments.push(env);
      const host = openHost();
      hosts.push(host);
      return host;
    },
    () => undefined,
    { STATION_SBI_ROOTS: '/roots' },
  );
});
afterEach(() => {
  devices.close();
  vi.useRealTimers();
});

const current = (): Host => hosts.at(-1) ?? openHost();
/** How a call ends: its output, or the code it fails with. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => (error instanceof DriverError ? error.code : String(error)));
const list = (signal?: AbortSignal): Promise<unknown> =>
  outcome(devices.call('list-devices', {}, signal ? { signal } : {}));
const answer = (id: number): void => current().tell({ kind: 'reply', id, output: plugged });

it('tells every device process what the station wants it to know', async () => {
  current().die();
  await vi.runOnlyPendingTimersAsync();
  expect(environments).toEqual(Array(2).fill({ STATION_SBI_ROOTS: '/roots' }));
});

describe('a call to the device process', () => {
  it('gets its own answer, in whatever order they come', async () => {
    const calls = [list(), list()];
    current().tell({ kind: 'failure', id: 2, code: 'card/removed', message: 'gone' });
    answer(1);
    expect(await Promise.all(calls)).toEqual([plugged, 'card/removed']);
  });

  it('is stopped over there when the officer stops it, and not sent at all after that', async () => {
    const stop = new AbortController();
    const call = list(stop.signal);
    stop.abort();
    expect(current().requests).toEqual([
      { kind: 'request', id: 1, call: 'list-devices', input: {} },
      { kind: 'cancel', id: 1 },
    ]);
    current().tell({ kind: 'failure', id: 1, code: 'device/cancelled', message: 'stopped' });
    expect(await call).toBe('device/cancelled');
    expect(await list(stop.signal)).toBe('device/cancelled');
    expect(current().requests).toHaveLength(2);
  });

  it('ends when the process dies, and the next one works', async () => {
    const call = list();
    current().die();
    expect(await call).toBe('device/restarted');
    vi.advanceTimersByTime(50);
    const next = list();
    answer(2);
    expect(await next).toEqual(plugged);
  });

  it('does not wait for ever when it is made while no process runs', async () => {
    current().die();
    expect(await list()).toBe('device/restarted');
  });
});

describe('a device process that dies', () => {
  it('takes what was plugged in out of sight, and is told of once another runs', () => {
    const told: string[] = [];
    devices.onChange(() => told.push(`change ${devices.list().readers.length}`));
    devices.onRestart(() => told.push('restart'));
    current().tell({ kind: 'devices', devices: plugged });
    current().die();
    expect(devices.list()).toEqual(nothing);
    vi.advanceTimersByTime(50);
    expect(told).toEqual(['change 1', 'change 0', 'restart']);
  });

  it('is started again ever more slowly, and quickly once one has found its devices', () => {
    const pauses = Array.from({ length: 9 }, () => {
      const diedAtMs = Date.now();
      const count = hosts.length;
      current().die();
      while (hosts.length === count) vi.advanceTimersByTime(10);
      return Date.now() - diedAtMs;
    });
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    current().tell({ kind: 'devices', devices: plugged });
    current().die();
    vi.advanceTimersByTime(50);
    expect(hosts).toHaveLength(11);
  });

  it('stays down when the station closes', () => {
    devices.close();
    vi.advanceTimersByTime(60_000);
    expect(hosts).toHaveLength(1);
  });
});
