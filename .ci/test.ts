/**
 * `npm test`: everything that must hold. All stages run, also after one that fails, so that one run tells everything.
 * `npm test -- types unit` runs these alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { readTestReport, type TestReport } from './test-report.ts';

interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A JSON report this stage writes, to count its tests. */
  readonly report?: string;
  /** Runs beside the stages after it, and gives way to them; what it says is kept in this file and shown at its end. */
  readonly beside?: string;
}

/** One project of vitest, named in `.config/vitest.ts`. */
function unit(name: string, project: string): Omit<Required<Stage>, 'beside'> {
  const report = `out/test/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = ['vitest', 'run', '--config', '.config/vitest.ts', '--project', project, ...reporters];
  return { name, command: command as [string, ...string[]], report };
}

// What computes runs beside what waits for devices and browsers: the two together fill the cores, and neither alone does.
const stages: readonly Stage[] = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'imports', command: ['node', '.ci/check-imports.ts'] },
  { name: 'unused', command: ['knip', '--config', '.config/knip.json'] },
  { name: 'build', command: ['vite', 'build', '--config', '.config/vite.renderer.ts', '--logLevel', 'warn'] },
  { ...unit('unit', 'parallel'), beside: 'out/test/unit.log' },
  unit('process', 'in turn'),
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

/** Below what waits: 10 on the scale of `nice`. */
const givesWay = 10;
const running = new Set<ChildProcess>();
let isStopped = false;

async function run(stage: Stage): Promise<StageResult> {
  const { name, report, beside } = stage;
  const [program, ...args] = stage.command;
  if (!beside) console.log(`\n── ${name}`);
  if (report) rmSync(report, { force: true });
  const startedMs = performance.now();
  const said = beside ? openKept(beside) : 'inherit';
  const child = spawn(program, args, { stdio: ['inherit', said, said] });
  running.add(child);
  if (beside && child.pid !== undefined) setPriority(child.pid, givesWay);
  const [code] = (await once(child, 'exit')) as [number | null];
  running.delete(child);
  if (said !== 'inherit') closeSync(said);
  if (beside) console.log(`\n── ${name}\n${readFileSync(beside, 'utf8')}`);
  const seconds = (performance.now() - startedMs) / 1000;
  const counted = report === undefined ? nothing : countTests(report);
  const isGood = code === 0 && counted !== undefined;
  const { passed, failed, skipped } = counted ?? nothing;
  // A stage that fails without a failed test to show for it counts as one.
  return { stage, isGood, seconds, passed, failed: isGood ? failed : Math.max(failed, 1), skipped };
}

function openKept(file: string): number {
  mkdirSync('out/test', { recursive: true });
  return openSync(file, 'w');
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
    // What comes from the terminal has reached the stages already.
    if (signal !== 'SIGINT') for (const child of running) child.kill(signal);
  });

const results: Promise<StageResult>[] = [];
for (const stage of choose(process.argv.slice(2))) {
  if (isStopped) break;
  const result = run(stage);
  results.push(result);
  if (!stage.beside) await result;
}
const ended = await Promise.all(results);
tell(ended);
process.exit(!isStopped && ended.every(({ isGood }) => isGood) ? 0 : 1);
