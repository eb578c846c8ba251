/** Checks who imports whom. A checker that reads nothing finds nothing, so it also counts what it read. */
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { cruiseOptions, forbidden, rooms } from '../.config/dependency-cruiser.ts';

/** Fewer modules than this means the checker did not see the tree. */
export const leastModules = 300;

/** One import that is not allowed. */
export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** What the checker read, packages included, and what it found. */
export interface ImportsReport {
  readonly modules: number;
  readonly breaches: readonly Breach[];
}

/** Reads every import below `root` and finds those the rules forbid. */
export async function checkImports(root: string): Promise<ImportsReport> {
  const { output } = await cruise([...rooms], {
    baseDir: root,
    ruleSet: { forbidden: [...forbidden] },
    validate: true,
    ...cruiseOptions,
  });
  const { summary } = output as ICruiseResult;
  return {
    modules: summary.totalCruised,
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** What is wrong, as sentences; nothing when all is well. */
export function complaints({ modules, breaches }: ImportsReport): readonly string[] {
  const allowed = new Map(forbidden.map(({ name, comment }) => [name, comment]));
  const tooFew = `Only ${modules} modules were read, and there are at least ${leastModules}: the checker did not see the tree.`;
  return [
    ...breaches.map(({ rule, from, to }) => `${rule}: ${from} → ${to}\n  ${allowed.get(rule)}`),
    ...(modules < leastModules ? [tooFew] : []),
  ];
}

if (import.meta.main) {
  const report = await checkImports(fileURLToPath(new URL('..', import.meta.url)));
  const wrong = complaints(report);
  for (const sentence of wrong) console.error(sentence);
  console.log(`${report.modules} modules read, ${report.breaches.length} forbidden imports`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
