/**
 * `npm test`: everything that must hold. All stages run, also after one that fails, so that one run tells everything.
 * `npm test -- types unit` runs these alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { readTestReport, type TestReport } from './test-report.ts';

interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A JSON report this stage writes, to count its tests. */
  readonly report?: string;
}

const unitReport = 'out/test/unit.json';
const stages: readonly Stage[] = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'imports', command: ['node', '.ci/check-imports.ts'] },
  { name: 'unused', command: ['knip', '--config', '.config/knip.json'] },
  { name: 'build', command: ['vite', 'build', '--config', '.config/vite.renderer.ts', '--logLevel', 'warn'] },
  {
    name: 'unit',
    command: [
      ...(['vitest', 'run', '--config', '.config/vitest.ts'] as const),
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    ],
    report: unitReport,
  },
  {
    name: 'e2e',
    command: ['playwright', 'test', '--config', '.config/playwright.ts'],
    report: 'out/test/e2e.json',
  },
];

interface StageResult extends TestReport {
  readonly stage: Stage;
  readonly isGood: boolean;
  readonly seconds: number;
}

const nothing: TestReport = { passed: 0, failed: 0, skipped: [] };

let running: ChildProcess | undefined;
let isStopped = false;

async function run(stage: Stage): Promise<StageResult> {
  const { name, report } = stage;
  const [program, ...args] = stage.command;
  console.log(`\n── ${name}`);
  if (report) rmSync(report, { force: true });
  const startedMs = performance.now();
  running = spawn(program, args, { stdio: 'inherit' });
  const [code] = (await once(running, 'exit')) as [number | null];
  const seconds = (performance.now() - startedMs) / 1000;
  const counted = report === undefined ? nothing : countTests(report);
  const isGood = code === 0 && counted !== undefined;
  const { passed, failed, skipped } = counted ?? nothing;
  // A stage that fails without a failed test to show for it counts as one.
  return { stage, isGood, seconds, passed, failed: isGood ? failed : Math.max(failed, 1), skipped };
}

/** @returns nothing when the stage left no report: whatever its tests did, they did not all pass */
function countTests(report: string): TestReport | undefined {
  try {
    return readTestReport(report);
  } catch (error) {
    console.error(`no report: ${error}`);
    return undefined;
  }
}

function choose(names: readonly string[]): readonly Stage[] {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    console.error(`No stage is called ${unknown}. There are: ${stages.map(({ name }) => name).join(' ')}`);
    process.exit(2);
  }
  return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name));
}

function tell(results: readonly StageResult[]): void {
  console.log('\n── all');
  for (const { stage, isGood, seconds } of results) {
    const verdict = isGood ? 'ok' : 'FAILED';
    console.log(`  ${stage.name.padEnd(8)} ${verdict.padEnd(7)} ${Math.round(seconds)} s`);
  }
  const skipped = results.flatMap((result) => result.skipped);
  if (skipped.length > 0) console.log(['skipped:', ...skipped].join('\n  '));
  const sum = (of: 'passed' | 'failed'): number => results.reduce((total, result) => total + result[of], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    isStopped = true;
    // What comes from the terminal has reached the stage already.
    if (signal !== 'SIGINT') running?.kill(signal);
  });

const results: StageResult[] = [];
for (const stage of choose(process.argv.slice(2))) {
  if (!isStopped) results.push(await run(stage));
}
tell(results);
process.exit(!isStopped && results.every(({ isGood }) => isGood) ? 0 : 1);
