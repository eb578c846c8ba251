import { Worker } from 'node:worker_threads';
import type { JobName, Jobs } from './jobs.ts';
import type { JobAnswer, JobRequest } from './worker.ts';

/** Judges pictures away from the main thread. */
export interface BiometricsPool {
  /** @throws Error when the picture cannot be judged, the job took too long, or `signal` aborted */
  run<K extends JobName>(name: K, input: Jobs[K]['input'], signal?: AbortSignal): Promise<Jobs[K]['output']>;
  /** Lets every worker load the models of faces, so that the first live frame need not wait for them. */
  warmUp(): void;
  close(): Promise<void>;
}

interface Job {
  readonly request: JobRequest;
  /** Told once; whatever comes later is not heard. */
  resolve(output: never): void;
  reject(error: Error): void;
}

/** A thread, and the one job it is at. */
interface Seat {
  worker: Worker;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

/** The live picture goes on while a capture is judged, and a desk has two cores. */
const workers = 2;

/** A picture that takes longer hangs the worker: it is replaced. */
const timeoutMs: Readonly<Record<'most' | 'transaction', number>> = { most: 20_000, transaction: 120_000 };

/** Starts the workers, and another when one dies. `entry` is the built file in a packaged station. */
export function openBiometricsPool(entry: URL = new URL('./worker.ts', import.meta.url)): BiometricsPool {
  const queue: Job[] = [];
  let nextId = 1;
  let isClosed = false;
  let isWarm = false;
  const seats: Seat[] = [];
  for (let count = 0; count < workers; count += 1) seats.push(openSeat());

  function openSeat(): Seat {
    const seat: Seat = { worker: start(() => seat), job: null, timer: null };
    return seat;
  }

  function start(seatOf: () => Seat): Worker {
    const started = new Worker(entry);
    started.on('message', (answer: JobAnswer) => {
      const job = leave(seatOf());
      if (job?.request.id === answer.id) {
        if ('failure' in answer) job.reject(new Error(answer.failure));
        else job.resolve(answer.output as never);
      }
      assign();
    });
    started.on('error', () => undefined);
    started.on('exit', () => {
      const seat = seatOf();
      leave(seat)?.reject(new Error('the worker ended'));
      if (isClosed) return;
      seat.worker = start(seatOf);
      assign();
    });
    started.unref();
    return started;
  }

  function leave(seat: Seat): Job | null {
    const { job, timer } = seat;
    if (timer) clearTimeout(timer);
    seat.job = null;
    seat.timer = null;
    return job;
  }

  /** Gives waiting jobs to idle workers, first come first served. */
  function assign(): void {
    for (const seat of seats.filter(({ job }) => job === null)) {
      const job = queue.shift();
      if (!job) return;
      seat.job = job;
      const { name } = job.request;
      seat.timer = setTimeout(
        () => {
          job.reject(new Error('the picture was not judged in time'));
          void seat.worker.terminate();
        },
        name === 'transaction' ? timeoutMs.transaction : timeoutMs.most,
      );
      seat.worker.postMessage(job.request);
    }
  }

  const pool: BiometricsPool = {
    run: (name, input, signal) => {
      if (signal?.aborted) return Promise.reject(new Error('the picture is no longer wanted'));
      if (isClosed) return Promise.reject(new Error('nothing is judged any more'));
      return new Promise((resolve, reject) => {
        const giveUp = (): void => {
          const at = queue.indexOf(job);
          if (at >= 0) queue.splice(at, 1);
          reject(new Error('the picture is no longer wanted'));
        };
        const done = <T extends unknown[]>(tell: (...told: T) => void) => {
          return (...told: T): void => {
            signal?.removeEventListener('abort', giveUp);
            tell(...told);
          };
        };
        const job: Job = {
          request: { id: nextId++, name, input },
          resolve: done(resolve as (output: never) => void),
          reject: done(reject),
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        queue.push(job);
        assign();
      });
    },
    warmUp: () => {
      if (isWarm) return;
      isWarm = true;
      // What is wrong with the models is told to whoever asks for a face.
      for (const _ of seats) void pool.run('face-models', {}).catch(() => undefined);
    },
    close: async () => {
      isClosed = true;
      for (const job of queue.splice(0)) job.reject(new Error('nothing is judged any more'));
      await Promise.all(seats.map(({ worker }) => worker.terminate()));
    },
  };
  return pool;
}
