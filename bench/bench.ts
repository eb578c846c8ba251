/** `npm run bench`: each row as a ratio to its floor, both measured in turn; medians of several rounds. `-- --json` for machines. */
import { cardCommand } from './card.ts';
import { commandCount, mainWhileReading, paceTerminal, securedRead, wholeCard } from './chip.ts';
import { livePage, straightenedPage } from './document.ts';
import { comparedFaces, judgedFrame, judgedPortrait } from './face.ts';
import {
  decodedFinger,
  decodedSlap,
  encodedFinger,
  encodedSlap,
  judgedFinger,
  judgedSlap,
  tenFingersCompared,
} from './finger.ts';
import { queueListed, queueSearched } from './queue.ts';
import type { BenchRow, Timing } from './row.ts';
import { seal } from './seal.ts';
import { startToSignIn } from './start.ts';
import { storeCommit, storeEnqueue } from './store.ts';
import { packetDelivered } from './upload.ts';

const rounds = 7;
const makers: readonly (() => BenchRow | Promise<BenchRow>)[] = [
  startToSignIn,
  cardCommand,
  securedRead('AES-128', 4096),
  securedRead('AES-128', 223),
  securedRead('3DES', 4096),
  securedRead('3DES', 231),
  paceTerminal,
  wholeCard,
  commandCount,
  mainWhileReading,
  judgedSlap,
  judgedFinger,
  tenFingersCompared,
  encodedFinger,
  decodedFinger,
  encodedSlap,
  decodedSlap,
  straightenedPage,
  livePage,
  judgedFrame,
  judgedPortrait,
  comparedFaces,
  storeCommit,
  storeEnqueue,
  queueListed,
  queueSearched,
  packetDelivered,
  seal,
];

/** Times in milliseconds; the ratio is the median of the rounds' ratios, not that of the medians. */
interface BenchResult extends Timing {
  readonly name: string;
  readonly floorName: string;
  readonly unit: 'ms' | 'commands';
  readonly ratio: number;
  readonly ratioRange: readonly [least: number, most: number];
}

async function measureRow(make: (typeof makers)[number]): Promise<BenchResult> {
  const { name, floorName, unit = 'ms', measure, close } = await make();
  try {
    // The first one pays for what the others find done: compiled code, open files, a warm disk.
    await measure();
    const timings: Timing[] = [];
    for (let round = 0; round < rounds; round += 1) timings.push(await measure());
    const ratios = timings.map(({ oursMs, floorMs }) => oursMs / floorMs);
    return {
      name,
      oursMs: median(timings.map(({ oursMs }) => oursMs)),
      floorName,
      unit,
      floorMs: median(timings.map(({ floorMs }) => floorMs)),
      ratio: median(ratios),
      ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    };
  } finally {
    await close?.();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function printTable(results: readonly BenchResult[]): void {
  const rows = results.map(({ name, oursMs, floorName, floorMs, unit, ratio, ratioRange: [least, most] }) => [
    name,
    inWords(oursMs, unit),
    floorName,
    inWords(floorMs, unit),
    `${ratio.toFixed(2)}×`,
    `${least.toFixed(2)} – ${most.toFixed(2)}`,
  ]);
  const table = [['', 'ours', 'floor', '', 'ratio', 'least – most'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function inWords(value: number, unit: BenchResult['unit']): string {
  return unit === 'commands' ? `${value} commands` : `${value.toFixed(value < 100 ? 2 : 0)} ms`;
}

const results: BenchResult[] = [];
for (const make of makers) results.push(await measureRow(make));
if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else printTable(results);
