export type Unit = 'ms' | 'commands' | 'MB' | 'kB';

/** One thing that is timed, and the least it could take. */
export interface BenchRow {
  readonly name: string;
  readonly floorName: string;
  /** What is counted; milliseconds unless given. */
  readonly unit?: Unit;
  /** Measures both once, one right after the other. Called several times; the medians count. */
  measure(): Promise<Timing>;
  close?(): Promise<void>;
}

/** Milliseconds, or whatever the row's unit is, for one of what the row names. */
export interface Timing {
  readonly oursMs: number;
  readonly floorMs: number;
}

/** How long `work` takes, one after the other for `rounds` times, per round and in milliseconds. */
export async function timed(rounds: number, work: (round: number) => unknown): Promise<number> {
  const startedMs = performance.now();
  for (let round = 0; round < rounds; round += 1) await work(round);
  return (performance.now() - startedMs) / rounds;
}
