/** Everything that must hold, in order; the first stage that fails ends the run. `npm test -- unit` runs one stage. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';

interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A JSON report this stage writes, to count its tests. */
  readonly report?: string;
}

const stages: readonly Stage[] = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'lint', command: ['biome', 'check', '.'] },
  { name: 'imports', command: ['node', '.ci/check-imports.ts'] },
  { name: 'unused', command: ['knip', '--config', '.config/knip.json'] },
  { name: 'build', command: ['vite', 'build', '--config', '.config/vite.renderer.ts', '--logLevel', 'warn'] },
  {
    name: 'unit',
    command: [
      'vitest',
      'run',
      '--config',
      '.config/vitest.ts',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=out/test/unit.json',
    ],
    report: 'out/test/unit.json',
  },
  {
    name: 'e2e',
    command: ['playwright', 'test', '--config', '.config/playwright.ts'],
    report: 'out/test/e2e.json',
  },
];

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

async function run({ name, command: [program, ...args], report }: Stage): Promise<boolean> {
  console.log(`\n── ${name}`);
  if (report) rmSync(report, { force: true });
  const startedMs = performance.now();
  const child = spawn(program, args, { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  console.log(
    `── ${name}: ${code === 0 ? 'ok' : 'FAILED'}, ${Math.round((performance.now() - startedMs) / 1000)} s`,
  );
  return code === 0;
}

/** vitest and playwright write their totals under different names. */
function countOf(report: string): Count {
  try {
    const found = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests?: number;
      numFailedTests?: number;
      numPendingTests?: number;
      stats?: { expected: number; unexpected: number; flaky: number; skipped: number };
    };
    const { stats } = found;
    if (stats)
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
    return {
      passed: found.numPassedTests ?? 0,
      failed: found.numFailedTests ?? 0,
      skipped: found.numPendingTests ?? 0,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? stages : stages.filter(({ name }) => wanted.includes(name));
if (chosen.length === 0) {
  console.error(`No such stage. There are: ${stages.map(({ name }) => name).join(' ')}`);
  process.exit(2);
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };
let isGood = true;
for (const stage of chosen) {
  isGood = await run(stage);
  if (stage.report) {
    const count = countOf(stage.report);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  if (!isGood) break;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(isGood ? 0 : 1);
