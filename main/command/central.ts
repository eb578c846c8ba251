import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, UnusableInput } from './outcome.ts';

/** `station central`: runs the reference central system until it is stopped. It is not part of an installed station. */
export const central: Command = async (args) => {
  const entry = fileURLToPath(new URL('../../fixtures/central/central.ts', import.meta.url));
  if (!existsSync(entry))
    throw new UnusableInput(
      'station central: an installed station does not carry the reference central system.',
    );
  const child = spawn(process.execPath, [entry, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { isFine: code === 0 || code === null, json: { code }, text: '' };
};
