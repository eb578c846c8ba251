/** `npm run bench`: each row as a ratio to its floor, both measured in turn in the same run; medians of several rounds. */
import { cardCommand } from './card.ts';
import type { BenchRow } from './row.ts';
import { seal } from './seal.ts';
import { startToSignIn } from './start.ts';
import { storeCommit } from './store.ts';

const rounds = 5;
const makers: readonly (() => BenchRow | Promise<BenchRow>)[] = [
  storeCommit,
  seal,
  cardCommand,
  startToSignIn,
];

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measureRow(make: (typeof makers)[number]) {
  const row = await make();
  try {
    await row.measure();
    const found: Awaited<ReturnType<BenchRow['measure']>>[] = [];
    for (let round = 0; round < rounds; round += 1) found.push(await row.measure());
    const ratios = found.map(({ oursMs, floorMs }) => oursMs / floorMs);
    return {
      name: row.name,
      oursMs: median(found.map(({ oursMs }) => oursMs)),
      floorName: row.floorName,
      floorMs: median(found.map(({ floorMs }) => floorMs)),
      ratio: median(ratios),
      range: [Math.min(...ratios), Math.max(...ratios)],
    };
  } finally {
    await row.close?.();
  }
}

const results = [];
for (const make of makers) results.push(await measureRow(make));
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else {
  for (const { name, oursMs, floorName, floorMs, ratio, range } of results) {
    const [least = 0, most = 0] = range;
    const figures = `${oursMs.toFixed(2)} ms  floor ${floorMs.toFixed(2)} ms  ratio ${ratio.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
    console.log(`${name.padEnd(18)} ${figures}  against ${floorName}`);
  }
}
process.exit(0);
