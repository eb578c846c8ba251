import { z } from 'zod';

/**
 * What a developer's Electron shell works on in place of an installed one's: a station folder prepared with invented people, whose key is
 * kept as it is, and simulated devices. An installed shell does not look for it.
 */
export const Development = z.strictObject({
  dataDir: z.string().min(1),
  /** Runs the device process: the card binding is built for plain Node. */
  node: z.string().min(1),
  /** Added to the environment of the device process alone, such as what puts a simulated scanner in its way. */
  deviceEnv: z.record(z.string(), z.string()),
});
export type Development = z.infer<typeof Development>;

const variable = 'STATION_ELECTRON_DEVELOPMENT';

/**
 * Reads the development set-up out of an environment.
 *
 * @returns nothing when there is none in it
 * @throws Error when there is something else in its place
 */
export function developmentIn(env: Readonly<Record<string, string | undefined>>): Development | undefined {
  const text = env[variable];
  return text === undefined ? undefined : Development.parse(JSON.parse(text));
}

/** The same as a variable of a shell to be started. */
export function environmentOf(development: Development): Record<string, string> {
  return { [variable]: JSON.stringify(development) };
}
