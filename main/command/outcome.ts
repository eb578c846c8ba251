import { parseArgs } from 'node:util';

/** What a command found. `isFine` is false for a negative verdict: exit 1. */
export interface Outcome {
  readonly isFine: boolean;
  /** One document, printed with `--json`. */
  readonly json: unknown;
  /** The same for people. */
  readonly text: string;
}

export type Command = (args: readonly string[]) => Promise<Outcome> | Outcome;

/** The command cannot do anything with what it was given: exit 2. The message names the input and the reason. */
export class UnusableInput extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnusableInput';
  }
}

export interface ParsedOptions {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly rest: readonly string[];
}

/**
 * Splits arguments into the named text options and the rest.
 *
 * @throws UnusableInput for an option that is not in `names`, or one without a value
 */
export function readOptions(args: readonly string[], names: readonly string[]): ParsedOptions {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values, rest: positionals };
  } catch (cause) {
    throw new UnusableInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The folder the station keeps its data in: `--data`, else `STATION_DATA`. */
export function dataDirOf(given: string | undefined): string {
  const dataDir = given ?? process.env['STATION_DATA'];
  if (!dataDir) throw new UnusableInput('Which station? Give --data DIR, or set STATION_DATA.');
  return dataDir;
}
