import { Worker } from 'node:worker_threads';
import type { JobName, Jobs } from './jobs.ts';
import type { JobAnswer, JobRequest } from './worker.ts';

/** Judges pictures away from the main thread. */
export interface BiometricsPool {
  /** @throws Error when the picture cannot be judged, the job took too long, or `signal` aborted */
  run<K extends JobName>(name: K, input: Jobs[K]['input'], signal?: AbortSignal): Promise<Jobs[K]['output']>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(output: never): void;
  reject(error: Error): void;
}

/** A picture that takes longer hangs the worker: it is replaced. */
const timeoutMs = 20_000;

/** Starts one worker, and another when it dies. `entry` is the built file in a packaged station. */
export function openBiometricsPool(entry: URL = new URL('./worker.ts', import.meta.url)): BiometricsPool {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let isClosed = false;
  let worker = start();

  function start(): Worker {
    const started = new Worker(entry);
    started.on('message', (answer: JobAnswer) => {
      const job = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('failure' in answer) job?.reject(new Error(answer.failure));
      else job?.resolve(answer.output as never);
    });
    started.on('error', () => undefined);
    started.on('exit', () => {
      for (const job of waiting.values()) job.reject(new Error('the worker ended'));
      waiting.clear();
      if (!isClosed) worker = start();
    });
    started.unref();
    return started;
  }

  return {
    run: (name, input, signal) => {
      if (signal?.aborted) return Promise.reject(new Error('the picture is no longer wanted'));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const giveUp = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
        giveUp.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          reject(new Error('the picture was not judged in time'));
          if (!signal?.aborted) void worker.terminate();
        });
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, name, input } satisfies JobRequest);
      });
    },
    close: async () => {
      isClosed = true;
      await worker.terminate();
    },
  };
}
