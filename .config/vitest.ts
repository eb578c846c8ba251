import { defineConfig } from 'vitest/config';

/** Tests that share one machine-wide thing (the reader service, a killed process) take turns. */
const inTurn = ['**/*.pcscd.test.ts', '**/*.umockdev.test.ts', '**/*.process.test.ts'];
const notOurs = ['node_modules/**', 'out/**', '.build/**'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    hookTimeout: 60_000,
    // One core less than there are would be one of two.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'parallel',
          include: ['**/*.test.ts'],
          exclude: [...notOurs, ...inTurn],
          // They give way to whatever runs beside them.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'in turn',
          include: inTurn,
          exclude: notOurs,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
