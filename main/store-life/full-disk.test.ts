import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../db/open.ts';
import { addCapture, addDraft } from '../../db/test-store.ts';
import { changeStoreKey, developmentProtector, storeKey } from '../store-key.ts';
import { restoreStation } from './restore.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

it('does without copy, other key and restore on a disk that has no room, and loses nothing', ({ skip }) => {
  const dir = mkdtempSync(join(tmpdir(), 'station-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    rmdirSync(dir);
    skip('no small disk can be mounted here');
  }
  try {
    const file = join(dir, 'station.db');
    const key = (): Uint8Array => storeKey({ dataDir: dir, protector: developmentProtector });
    const withStore = (work: (store: ReturnType<typeof openStore>) => unknown): unknown => {
      const store = openStore({ file, key: key() });
      try {
        return work(store);
      } finally {
        store.close();
      }
    };
    withStore((store) => {
      for (let count = 0; count < 16; count += 1) {
        addDraft(store, `a${count}`);
        addCapture(store, `a${count}`, `c${count}`, new Uint8Array(400_000).fill(count));
      }
    });
    const before = key();
    const verdicts = [
      codeOf(() => withStore((store) => store.backUp(join(dir, 'backups')))),
      codeOf(() => changeStoreKey({ dataDir: dir, protector: developmentProtector })),
      codeOf(() => restoreStation({ dataDir: dir, key: key(), from: file, nowMs: Date.UTC(2026, 10, 24) })),
    ];
    expect(verdicts).toEqual(['store/full', 'store/full', 'store/full']);
    expect(Buffer.from(key()).equals(before)).toBe(true);
    expect(existsSync(join(dir, 'store.key.next'))).toBe(false);
    expect(withStore((store) => store.statement('SELECT count(*) AS n FROM captures').get())).toEqual({
      n: 16,
    });
  } finally {
    execFileSync('umount', [dir]);
    rmdirSync(dir);
  }
});
