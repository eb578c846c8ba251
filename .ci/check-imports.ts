/** Checks who imports whom. A checker that reads nothing finds nothing, so it also counts what it read. */
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { cruiseOptions, forbidden } from '../.config/dependency-cruiser.ts';

/** Fewer modules than this means the checker did not see the tree. */
export const leastModules = 120;

const rooms = ['main', 'renderer', 'drivers', 'db', 'fixtures', 'bench'];

/** One import that is not allowed. */
export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Reads every import below `root` and finds those the rules forbid. */
export async function checkImports(
  root: string,
): Promise<{ readonly modules: number; readonly breaches: readonly Breach[] }> {
  const { output } = await cruise(rooms, {
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

async function main(): Promise<void> {
  const { modules, breaches } = await checkImports(fileURLToPath(new URL('..', import.meta.url)));
  for (const { rule, from, to } of breaches) {
    const comment = forbidden.find(({ name }) => name === rule)?.comment ?? '';
    console.error(`${rule}: ${from} → ${to}\n  ${comment}`);
  }
  if (modules < leastModules)
    console.error(`only ${modules} modules were read, at least ${leastModules} are expected`);
  console.log(`${modules} modules, ${breaches.length} forbidden imports`);
  process.exitCode = breaches.length > 0 || modules < leastModules ? 1 : 0;
}

if (import.meta.main) await main();
