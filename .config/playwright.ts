import { defineConfig, type Project } from '@playwright/test';
import { electronBinary } from '../fixtures/electron/binary.ts';

/** The same tests in each shell; where there is no Electron, one that says so. */
const electron: Project =
  electronBinary() === undefined
    ? { name: 'electron', testDir: '../fixtures/electron', testMatch: 'no-binary.e2e.ts' }
    : { name: 'electron' };

export default defineConfig({
  // The other projects map a package to its types, and Playwright would run those.
  tsconfig: '../tsconfig.json',
  testDir: '../renderer/e2e',
  testMatch: '*.e2e.ts',
  outputDir: '../out/test/e2e',
  reporter: [['list'], ['json', { outputFile: '../out/test/e2e.json' }]],
  workers: 1,
  timeout: 120_000,
  use: { screenshot: 'only-on-failure', locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' },
  // Named after what `openWholeApp` opens.
  projects: [{ name: 'web' }, electron],
});
