import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DriverError } from '../drivers/errors.ts';
import type {
  DeviceList,
  HostCallName,
  HostCalls,
  HostMessage,
  HostRequest,
} from '../drivers/host-protocol.ts';

/** A started device process, whatever started it. */
export interface HostProcess {
  send(request: HostRequest): void;
  onMessage(listener: (message: HostMessage) => void): void;
  /** Told once, however it ended. */
  onExit(listener: () => void): void;
  kill(): void;
}

/** @param env what the device process is to know, beside what its own start gives it */
export type StartHost = (env: Readonly<Record<string, string>>) => HostProcess;

export interface DeviceCallOptions<K extends HostCallName> {
  readonly onProgress?: (progress: HostCalls[K]['progress']) => void;
  readonly signal?: AbortSignal;
}

/** The station's devices, seen through the device process. */
export interface Devices {
  list(): DeviceList;
  /** Told when anything was plugged, unplugged, inserted or removed. */
  onChange(listener: () => void): () => void;
  /** Told when the device process died and a new one was started. */
  onRestart(listener: () => void): () => void;
  /**
   * Runs one call in the device process.
   *
   * @throws DriverError with the driver's code; `device/restarted` when the process died meanwhile or is not up again,
   * `device/cancelled`
   */
  call<K extends HostCallName>(
    name: K,
    input: HostCalls[K]['input'],
    options?: DeviceCallOptions<K>,
  ): Promise<HostCalls[K]['output']>;
  close(): void;
}

interface PendingCall {
  readonly resolve: (output: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

const nothingPluggedIn: DeviceList = {
  readerServiceIsUp: false,
  readers: [],
  scanners: [],
  irisScanners: [],
  faceScanners: [],
};

/** A process that dies at once must not be started in a busy loop. */
const restartPauseMs = { first: 50, most: 5000 };

/**
 * Device process on plain Node: the web shell, the tests and the `station` command. `env` is added to the child's own; `node` is the
 * program, this one unless given.
 */
export function startHostWithNode(env: Record<string, string> = {}, node = process.execPath): HostProcess {
  const entry = fileURLToPath(new URL('../drivers/host.ts', import.meta.url));
  const child = fork(entry, {
    execPath: node,
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('error', () => child.kill('SIGKILL'));
  return {
    send: (request) => {
      if (child.connected) child.send(request);
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as HostMessage)),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill('SIGTERM'),
  };
}

/** Starts the device process and keeps one running until `close`. */
export function openDevices(
  startHost: StartHost,
  log: (message: string) => void,
  env: Readonly<Record<string, string>> = {},
): Devices {
  let devices = nothingPluggedIn;
  let nextId = 1;
  let isClosed = false;
  let isUp = false;
  let pauseMs = restartPauseMs.first;
  const pending = new Map<number, PendingCall>();
  const changeListeners = new Set<() => void>();
  const restartListeners = new Set<() => void>();
  let host = start();

  function start(): HostProcess {
    const started = startHost(env);
    isUp = true;
    started.onMessage(receive);
    started.onExit(() => {
      isUp = false;
      devices = nothingPluggedIn;
      for (const call of pending.values()) {
        call.reject(new DriverError('device/restarted', 'the device process ended during the call'));
      }
      pending.clear();
      if (isClosed) return;
      log('device process ended; starting it again');
      setTimeout(() => {
        if (isClosed) return;
        host = start();
        for (const listener of restartListeners) listener();
      }, pauseMs);
      pauseMs = Math.min(pauseMs * 2, restartPauseMs.most);
      for (const listener of changeListeners) listener();
    });
    return started;
  }

  function receive(message: HostMessage): void {
    if (message.kind === 'devices') {
      devices = message.devices;
      pauseMs = restartPauseMs.first;
      for (const listener of changeListeners) listener();
      return;
    }
    const call = pending.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') {
      call.onProgress?.(message.progress as never);
      return;
    }
    pending.delete(message.id);
    if (message.kind === 'reply') call.resolve(message.output as never);
    else if (message.code === 'unexpected') call.reject(new Error(`device process: ${message.message}`));
    else call.reject(new DriverError(message.code, message.message, { details: message.details ?? {} }));
  }

  return {
    list: () => devices,
    onChange: (listener) => {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onRestart: (listener) => {
      restartListeners.add(listener);
      return () => restartListeners.delete(listener);
    },
    call: (name, input, options = {}) => {
      const id = nextId++;
      const { onProgress, signal } = options;
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(new DriverError('device/cancelled', 'cancelled before it began'));
          return;
        }
        // Nobody is there to hear it, and the next process would not know of it.
        if (!isUp) {
          reject(new DriverError('device/restarted', 'the device process is being started again'));
          return;
        }
        pending.set(id, { resolve, reject, onProgress });
        signal?.addEventListener('abort', () => host.send({ kind: 'cancel', id }), { once: true });
        host.send({ kind: 'request', id, call: name, input });
      });
    },
    close: () => {
      isClosed = true;
      host.kill();
    },
  };
}
