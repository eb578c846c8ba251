/** One thing that is timed, and the least it could take: ours and the floor, in milliseconds, measured one after the other. */
export interface BenchRow {
  readonly name: string;
  readonly floorName: string;
  /** Times both once. Called several times; the median ratio counts. */
  measure(): Promise<{ readonly oursMs: number; readonly floorMs: number }>;
  close?(): Promise<void>;
}

/** How long `work` takes, per round. */
export async function timed(rounds: number, work: (round: number) => unknown): Promise<number> {
  const startedMs = performance.now();
  for (let round = 0; round < rounds; round += 1) await work(round);
  return (performance.now() - startedMs) / rounds;
}
