import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTestReport } from './test-report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Below the project, where both runners are found. */
let dir = '';
let report = '';

beforeAll(() => {
  mkdirSync(join(root, 'out'), { recursive: true });
  dir = mkdtempSync(join(root, 'out/report-'));
  report = join(dir, 'report.json');
  writeFileSync(join(dir, 'vitest.config.ts'), 'export default {};');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs one of the runners on these tests, one of which fails, and reads what it reported. */
function reportOf(runner: string, args: readonly string[], tests: string) {
  writeFileSync(join(dir, 'case.spec.ts'), tests);
  const { PATH } = process.env;
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', runner), ...args], {
    cwd: dir,
    env: { PATH, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  expect(status).toBe(1);
  return readTestReport(report);
}

describe('a report', () => {
  it('is read from vitest', () => {
    const args = ['run', '--reporter=json', `--outputFile=${report}`];
    const tests = `
      import { describe, expect, it } from 'vitest';
      describe('the scanner', () => {
        it('works', () => expect(1).toBe(1));
        it('breaks', () => expect(1).toBe(2));
        it.skip('needs a scanner', () => expect(1).toBe(2));
        it('is left out on the way', ({ skip }) => skip());
        it.todo('will be');
      });`;
    expect(reportOf('vitest/vitest.mjs', args, tests)).toEqual({
      passed: 1,
      failed: 1,
      skipped: ['the scanner needs a scanner', 'the scanner is left out on the way', 'the scanner will be'],
    });
  });

  it('is read from Playwright', () => {
    const args = ['test', '--reporter=json', '--retries=1', '--workers=1'];
    const tests = `
      import { expect, test } from '@playwright/test';
      test.describe('the desk', () => {
        test('works', () => expect(1).toBe(1));
        test('breaks', () => expect(1).toBe(2));
        test.skip('needs a window', () => expect(1).toBe(2));
        test('breaks once', () => expect(test.info().retry).toBe(1));
      });`;
    expect(reportOf('@playwright/test/cli.js', args, tests)).toEqual({
      passed: 1,
      failed: 2,
      skipped: ['case.spec.ts the desk needs a window'],
    });
  });

  it('that is not there is not taken for one without failures', () => {
    expect(() => readTestReport(join(dir, 'nothing.json'))).toThrow('ENOENT');
  });
});
