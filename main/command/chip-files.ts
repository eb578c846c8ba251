import { type NamedFile, readFolder } from './folder.ts';
import { UnusableInput } from './outcome.ts';

/** Far above the limit of the chip reader: nothing that came from a chip is refused. */
const maxFileBytes = 1024 * 1024;
const files = ['COM', 'SOD', 'CardAccess', 'CardSecurity'] as const;
const fileName = /^(?:EF[._])?(?:(?<file>[a-z]+)|(?:DG|DataGroup)(?<number>[1-9]|1[0-6]))(?:\.bin)?$/i;

/**
 * Which file of a chip a file on the disk is: `DG1.bin`, `EF_SOD.bin`, `EF.COM` and `Datagroup14.bin` are `DG1`, `SOD`, `COM` and
 * `DG14`. Nothing for any other name.
 */
export function chipFileOf(name: string): string | undefined {
  const { file, number } = fileName.exec(name)?.groups ?? {};
  if (number !== undefined) return `DG${number}`;
  return files.find((known) => known.toLowerCase() === file?.toLowerCase());
}

/**
 * Reads the files of a chip from a folder; what has another name is left alone.
 *
 * @throws UnusableInput naming the folder or the file
 */
export async function readChipFiles(dir: string): Promise<readonly NamedFile[]> {
  const found = await readFolder(dir, (name) => (chipFileOf(name) === undefined ? undefined : maxFileBytes));
  const named = new Map<string, NamedFile>();
  for (const { name, bytes } of found) {
    const chipFile = chipFileOf(name) ?? name;
    if (named.has(chipFile)) throw new UnusableInput(`${dir}: holds ${chipFile} twice; which one is meant?`);
    named.set(chipFile, { name: chipFile, bytes });
  }
  if (!named.has('SOD')) throw new UnusableInput(`${dir}: holds no SOD (SOD.bin, EF_SOD.bin or EF.SOD)`);
  return [...named.values()];
}
