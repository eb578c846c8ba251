/** `npm run bench`: each row as a ratio to its floor, both measured in turn; medians of several rounds. `-- --json` for machines. */
import { parseArgs } from 'node:util';
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
import { measureFleet, printFleet } from './fleet.ts';
import { queueListed, queueSearched } from './queue.ts';
import { queueMemory } from './queue-memory.ts';
import { bytesSentAgain } from './resent.ts';
import type { BenchRow, Timing, Unit } from './row.ts';
import { seal } from './seal.ts';
import { startToSignIn } from './start.ts';
import { storeCommit, storeEnqueue } from './store.ts';
import { packetDelivered } from './upload.ts';

const rounds = 7;
/** By the names they are asked for with: `npm run bench -- seal delivery`. */
const groups: Readonly<Record<string, readonly (() => BenchRow | Promise<BenchRow>)[]>> = {
  start: [startToSignIn],
  card: [
    cardCommand,
    securedRead('AES-128', 4096),
    securedRead('AES-128', 223),
    securedRead('3DES', 4096),
    securedRead('3DES', 231),
    paceTerminal,
    wholeCard,
    commandCount,
    mainWhileReading,
  ],
  fingers: [
    judgedSlap,
    judgedFinger,
    tenFingersCompared,
    encodedFinger,
    decodedFinger,
    encodedSlap,
    decodedSlap,
  ],
  papers: [straightenedPage, livePage],
  face: [judgedFrame, judgedPortrait, comparedFaces],
  store: [storeCommit, storeEnqueue],
  queue: [queueListed, queueSearched, queueMemory],
  delivery: [packetDelivered, bytesSentAgain],
  seal: [seal],
};

/** Times in milliseconds; the ratio is the median of the rounds' ratios, not that of the medians. */
interface BenchResult extends Timing {
  readonly name: string;
  readonly floorName: string;
  readonly unit: Unit;
  readonly ratio: number;
  readonly ratioRange: readonly [least: number, most: number];
}

async function measureRow(make: () => BenchRow | Promise<BenchRow>): Promise<BenchResult> {
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

function inWords(value: number, unit: Unit): string {
  return unit === 'commands' ? `${value} commands` : `${value.toFixed(value < 100 ? 2 : 0)} ${unit}`;
}

async function measureGroups(names: readonly string[], isJson: boolean): Promise<void> {
  const makers = names.flatMap((name) => groups[name] ?? []);
  const results: BenchResult[] = [];
  for (const make of makers) results.push(await measureRow(make));
  if (isJson) console.log(JSON.stringify(results, null, 2));
  else printTable(results);
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => name !== 'fleet' && groups[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`no such rows: ${unknown}; there are ${[...Object.keys(groups), 'fleet']}`);
  const names = positionals.length > 0 ? positionals.filter((name) => name !== 'fleet') : Object.keys(groups);
  if (names.length > 0) await measureGroups(names, values.json);
  // A load for minutes, and no ratio: only when asked for.
  if (positionals.includes('fleet')) printFleet(await measureFleet());
}

await run();
