import { expect, it } from 'vitest';
import type { ChipFile } from './chip-reading.ts';
import { openKeptFiles } from './kept-files.ts';

const file = (name: string, ...bytes: readonly number[]): ChipFile => ({
  name,
  bytes: Uint8Array.from(bytes),
  sha256: '',
});

it('keeps the files of the card with the same SOD', () => {
  const kept = openKeptFiles();
  const mrz = file('DG1', 1, 2, 3);
  kept.belongTo(file('SOD', 7));
  kept.put(mrz);
  kept.belongTo(file('SOD', 7));
  expect([kept.get('DG1'), kept.names()]).toEqual([mrz, ['SOD', 'DG1']]);
});

it.each([
  ['another card comes', (kept: ReturnType<typeof openKeptFiles>) => kept.belongTo(file('SOD', 8)), ['SOD']],
  ['they are cleared', (kept: ReturnType<typeof openKeptFiles>) => kept.clear(), []],
])('overwrites the bytes it held when %s', (_when, forget, names) => {
  const kept = openKeptFiles();
  const [sod, mrz] = [file('SOD', 7), file('DG1', 1, 2, 3)];
  kept.belongTo(sod);
  kept.put(mrz);
  forget(kept);
  expect([kept.get('DG1'), kept.names()]).toEqual([undefined, names]);
  expect([...sod.bytes, ...mrz.bytes]).toEqual([0, 0, 0, 0]);
});
