import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chipFileOf, readChipFiles } from './chip-files.ts';
import { UnusableInput } from './outcome.ts';

describe('the name of a file on the disk', () => {
  it.each([
    ['DG1.bin', 'DG1'],
    ['DG16.bin', 'DG16'],
    ['dg2.BIN', 'DG2'],
    ['SOD.bin', 'SOD'],
    ['COM.bin', 'COM'],
    ['CardAccess.bin', 'CardAccess'],
    ['EF_SOD.bin', 'SOD'],
    ['EF_DG14.bin', 'DG14'],
    ['EF_CardAccess.bin', 'CardAccess'],
    ['EF.COM', 'COM'],
    ['EF.SOD', 'SOD'],
    ['EF.DG13', 'DG13'],
    ['EF.CardSecurity', 'CardSecurity'],
    ['Datagroup1.bin', 'DG1'],
    ['Datagroup15.bin', 'DG15'],
  ])('%s is %s', (name, file) => {
    expect(chipFileOf(name)).toBe(file);
  });

  it.each([
    'DG0.bin',
    'DG17.bin',
    'DG01.bin',
    'DG14_pk.bin',
    'DG14_sk.pkcs8',
    'SOD.txt',
    'README',
    '.bin',
    'toString',
  ])('%s is none', (name) => {
    expect(chipFileOf(name)).toBeUndefined();
  });
});

describe('a folder with the files of a chip', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'chip-files-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const put = (name: string, bytes: Uint8Array = Uint8Array.of(1)): void =>
    writeFileSync(join(dir, name), bytes);
  async function complaintAbout(folder: string): Promise<string> {
    try {
      await readChipFiles(folder);
      return 'none';
    } catch (error) {
      if (error instanceof UnusableInput) return error.message;
      throw error;
    }
  }

  it('gives them by their own names, and leaves the rest alone', async () => {
    put('EF.SOD', Uint8Array.of(0x77));
    put('Datagroup1.bin', Uint8Array.of(0x61));
    put('notes.txt');
    const files = (await readChipFiles(dir)).map(({ name, bytes }) => [name, ...bytes]);
    expect(files.toSorted()).toEqual([
      ['DG1', 0x61],
      ['SOD', 0x77],
    ]);
  });

  it('is named when it is not there, no folder, or without a SOD', async () => {
    put('DG1.bin');
    expect(await complaintAbout(join(dir, 'nowhere'))).toBe(`${join(dir, 'nowhere')}: is not there`);
    expect(await complaintAbout(join(dir, 'DG1.bin'))).toBe(`${join(dir, 'DG1.bin')}: is not a folder`);
    expect(await complaintAbout(dir)).toContain(`${dir}: holds no SOD`);
  });

  it('is named when it holds a file twice', async () => {
    put('SOD.bin');
    put('EF_SOD.bin');
    expect(await complaintAbout(dir)).toContain(`${dir}: holds SOD twice`);
  });

  it('has a file named that is too large, or no file, and is not read', async () => {
    put('SOD.bin');
    put('DG2.bin');
    truncateSync(join(dir, 'DG2.bin'), 1024 * 1024);
    expect(await complaintAbout(dir)).toBe('none');
    truncateSync(join(dir, 'DG2.bin'), 2 ** 40);
    expect(await complaintAbout(dir)).toContain(`${join(dir, 'DG2.bin')}: has ${2 ** 40} bytes`);
    rmSync(join(dir, 'DG2.bin'));
    mkdirSync(join(dir, 'DG1.bin'));
    expect(await complaintAbout(dir)).toBe(`${join(dir, 'DG1.bin')}: is not a file`);
    rmSync(join(dir, 'DG1.bin'), { recursive: true });
    symlinkSync('/dev/zero', join(dir, 'DG1.bin'));
    expect(await complaintAbout(dir)).toBe(`${join(dir, 'DG1.bin')}: is not a file`);
  });
});
