import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from './audit.ts';
import { openStore, type Store } from './open.ts';
import { addSealed, openTestStore, type TestStore, wholeQueue } from './test-store.ts';

const sealings = 12;
let made: TestStore;
let dir: string;

/** Files of a station that was sealing one application after the other when the power failed. */
beforeAll(() => {
  made = openTestStore();
  for (let index = 0; index < sealings; index++) {
    made.store.transaction(() => {
      addSealed(made.store, `a${index}`, index, new Uint8Array(6_000).fill(index));
      appendAudit(made.store, {
        atMs: index,
        actor: 'vi-du',
        event: 'seal',
        subject: `a${index}`,
        details: {},
      });
    });
  }
  dir = mkdtempSync(join(tmpdir(), 'station-power-cut-'));
});
afterAll(() => {
  made.remove();
  rmSync(dir, { recursive: true });
});

const idsOf = (store: Store, sql: string): string[] =>
  store
    .statement<{ id: string }>(sql)
    .all()
    .map(({ id }) => id);

it('keeps the first transactions whole and knows nothing of the others, wherever the log ends', () => {
  const file = join(dir, 'station.db');
  const log = readFileSync(`${made.file}-wal`);
  const keptAt = new Map<number, number>();
  fc.assert(
    fc.property(fc.nat({ max: log.length }), (length) => {
      cpSync(made.file, file);
      writeFileSync(`${file}-wal`, log.subarray(0, length));
      const store = openStore({ file, key: made.key });
      const sealed = idsOf(
        store,
        "SELECT id FROM applications WHERE state = 'sealed' ORDER BY received_at_ms, rowid",
      );
      expect(sealed).toEqual(Array.from({ length: sealed.length }, (_, index) => `a${index}`));
      expect(wholeQueue(store).map(({ applicationId }) => applicationId)).toEqual(sealed);
      expect(verifyAudit(store)).toEqual({ entries: sealed.length });
      store.close();
      keptAt.set(length, sealed.length);
    }),
    { numRuns: 60, examples: [[0], [1], [32], [log.length]] },
  );
  expect([keptAt.get(0), keptAt.get(log.length)]).toEqual([0, sealings]);
});
