import { Worker } from 'node:worker_threads';
import type { Crypto } from '../crypto/crypto.ts';
import type { PassiveAuthentication } from './passive-authentication.ts';
import type { PassiveAnswer, PassiveRequest } from './passive-worker.ts';
import type { TrustMaterial } from './trust.ts';

/** Runs passive authentication beside the reading of the chip. */
export interface PassiveVerifier {
  /**
   * As `authenticateSod`.
   *
   * @throws Error when the worker died or took too long; the next call has a new one
   */
  verify(
    sodFile: Uint8Array,
    trust: TrustMaterial,
    cryptoName: Crypto['name'],
    now: Date,
  ): Promise<PassiveAuthentication>;
  /** Rejects what is still running. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: PassiveAuthentication): void;
  reject(error: Error): void;
}

interface Running {
  readonly thread: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** Signatures take milliseconds: longer hangs, and the worker is replaced. */
const timeoutMs = 20_000;

/** Starts its worker with the first call. `entry` is the built file in a packaged station. */
export function openPassiveVerifier(
  entry: URL = new URL('./passive-worker.ts', import.meta.url),
): PassiveVerifier {
  let running: Running | undefined;
  let nextId = 1;
  let isClosed = false;

  function start(): Running {
    const started: Running = { thread: new Worker(entry), waiting: new Map() };
    const { thread, waiting } = started;
    const end = (cause?: unknown): void => {
      if (running === started) running = undefined;
      for (const { reject } of waiting.values())
        reject(new Error('passive authentication ended early', { cause }));
      waiting.clear();
    };
    thread.on('message', ({ id, result }: PassiveAnswer) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
    });
    thread.on('error', end);
    thread.on('exit', () => end());
    thread.unref();
    return started;
  }

  return {
    verify: (sodFile, trust, cryptoName, now) => {
      if (isClosed) return Promise.reject(new Error('passive authentication is closed'));
      running ??= start();
      const { thread, waiting } = running;
      const id = nextId++;
      return new Promise<PassiveAuthentication>((resolve, reject) => {
        const timer = setTimeout(() => void thread.terminate(), timeoutMs);
        const settle = <T>(then: (value: T) => void) => {
          return (value: T): void => {
            clearTimeout(timer);
            then(value);
          };
        };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        thread.postMessage({ id, sodFile, trust, cryptoName, now } satisfies PassiveRequest);
      });
    },
    close: async () => {
      isClosed = true;
      await running?.thread.terminate();
    },
  };
}
