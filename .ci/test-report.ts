import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a test run says of itself. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  /** Full names of the tests that did not run; those that need something say in their name what. */
  readonly skipped: readonly string[];
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

interface Suite {
  readonly title: string;
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}
const Suite: z.ZodType<Suite> = z.object({
  title: z.string(),
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
  get suites() {
    return z.array(Suite).optional();
  },
});
const PlaywrightReport = z.object({ suites: z.array(Suite) });

/** One test and how it ended, in the words of either runner. */
interface Ending {
  readonly name: string;
  readonly status: string;
}

/**
 * Reads the JSON report of vitest or Playwright.
 *
 * @throws Error when there is none, ZodError when it is neither's
 */
export function readTestReport(file: string): TestReport {
  const report = z.union([VitestReport, PlaywrightReport]).parse(JSON.parse(readFileSync(file, 'utf8')));
  const endings =
    'suites' in report
      ? report.suites.flatMap((suite) => endingsOf(suite, []))
      : report.testResults.flatMap(({ assertionResults }) =>
          assertionResults.map(({ fullName, status }) => ({ name: fullName, status })),
        );
  const named = (...statuses: readonly string[]): string[] =>
    endings.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
  return {
    passed: named('passed', 'expected').length,
    // A test that passes only when it is tried again has failed.
    failed: named('failed', 'unexpected', 'flaky').length,
    skipped: named('skipped', 'pending', 'todo'),
  };
}

function endingsOf({ title, specs, suites = [] }: Suite, above: readonly string[]): Ending[] {
  const path = [...above, title];
  return [
    ...specs.flatMap((spec) =>
      spec.tests.map(({ status }) => ({ name: [...path, spec.title].join(' '), status })),
    ),
    ...suites.flatMap((suite) => endingsOf(suite, path)),
  ];
}
