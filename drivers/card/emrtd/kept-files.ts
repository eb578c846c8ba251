import type { ChipFile } from './chip-reading.ts';
import { isSame } from './crypto/bytes.ts';

/**
 * Files of a reading that was interrupted. The next reading of the same card takes them over; which card it is, the SOD tells,
 * and every file is still checked against it.
 */
export interface KeptFiles {
  get(name: string): ChipFile | undefined;
  put(file: ChipFile): void;
  /** Names, in the order they were read. */
  names(): readonly string[];
  /** Says whose files follow: those of another card are forgotten. */
  belongTo(sod: ChipFile): void;
  /** Overwrites and forgets everything. */
  clear(): void;
}

export function openKeptFiles(): KeptFiles {
  const files = new Map<string, ChipFile>();
  const clear = (): void => {
    for (const { bytes } of files.values()) bytes.fill(0);
    files.clear();
  };
  return {
    get: (name) => files.get(name),
    put: (file) => files.set(file.name, file),
    names: () => [...files.keys()],
    belongTo: (sod) => {
      const before = files.get('SOD');
      if (before && isSame(before.bytes, sod.bytes)) return;
      clear();
      files.set('SOD', sod);
    },
    clear,
  };
}
