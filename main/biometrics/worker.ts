/** A worker thread that judges pictures, so that the main thread never does. */
import { parentPort } from 'node:worker_threads';
import { type JobName, type Jobs, jobs } from './jobs.ts';

export interface JobRequest<K extends JobName = JobName> {
  readonly id: number;
  readonly name: K;
  readonly input: Jobs[K]['input'];
}

export type JobAnswer =
  | { readonly id: number; readonly output: Jobs[JobName]['output'] }
  | { readonly id: number; readonly failure: string };

parentPort?.on('message', async ({ id, name, input }: JobRequest) => {
  try {
    const run = jobs[name] as (given: unknown) => Promise<Jobs[JobName]['output']>;
    parentPort?.postMessage({ id, output: await run(input) } satisfies JobAnswer);
  } catch (error) {
    parentPort?.postMessage({
      id,
      failure: error instanceof Error ? error.message : String(error),
    } satisfies JobAnswer);
  }
});
