import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnusableInput } from './outcome.ts';

/** A file of a folder. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the files of a folder that are wanted, in the order of their names.
 *
 * @param limitOf the most bytes a file of this name may have; nothing for a file that is not wanted
 * @throws UnusableInput naming the folder or the file
 */
export async function readFolder(
  dir: string,
  limitOf: (name: string) => number | undefined,
): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const name of (await reached(dir, readdir(dir))).toSorted()) {
    const limit = limitOf(name);
    if (limit !== undefined) files.push({ name, bytes: await readFileUpTo(join(dir, name), limit) });
  }
  return files;
}

/**
 * Reads a file whose size is looked at first.
 *
 * @throws UnusableInput naming the file
 */
export async function readFileUpTo(file: string, maxBytes: number): Promise<Uint8Array> {
  const found = await reached(file, stat(file));
  if (!found.isFile()) throw new UnusableInput(`${file}: is not a file`);
  if (found.size > maxBytes) {
    throw new UnusableInput(`${file}: has ${found.size} bytes; more than ${maxBytes} are not read`);
  }
  return Uint8Array.from(await reached(file, readFile(file)));
}

async function reached<T>(path: string, reaching: Promise<T>): Promise<T> {
  try {
    return await reaching;
  } catch (cause) {
    throw new UnusableInput(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'is not there';
    case 'ENOTDIR':
      return 'is not a folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
