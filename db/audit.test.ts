import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { appendAudit, readAuditHead, verifyAudit } from './audit.ts';
import { openTestStore, type TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
});
afterEach(() => test.remove());

function append(count: number): void {
  test.store.transaction(() => {
    for (let atMs = 1; atMs <= count; atMs++)
      appendAudit(test.store, {
        atMs,
        actor: 'vi-du',
        event: 'print',
        subject: `a${atMs}`,
        details: { copy: atMs },
      });
  });
}

/** As somebody with the key and a database tool would. */
function tamper(sql: string): void {
  const triggers = test.store
    .statement<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'",
    )
    .all();
  for (const { name } of triggers) test.store.statement(`DROP TRIGGER ${name}`).run();
  test.store.statement(sql).run();
}

it('holds from the empty log to more entries than are read at a time', () => {
  expect(verifyAudit(test.store)).toEqual({ entries: 0 });
  append(2_001);
  expect(verifyAudit(test.store)).toEqual({ entries: 2_001 });
});

it('has a head that changes with every entry', () => {
  const heads = [0, 1, 1].map((count) => {
    append(count);
    return readAuditHead(test.store);
  });
  expect(new Set(heads).size).toBe(3);
  expect(heads[0]).toBe('0'.repeat(64));
});

it('lets nobody change, delete or replace an entry', () => {
  append(3);
  const values = "VALUES (2, 2, 'x', 'x', 'x', 'x', 'x')";
  const attacks = {
    "UPDATE audit SET actor = 'x' WHERE seq = 2": 'never changed',
    'DELETE FROM audit WHERE seq = 3': 'never deleted',
    [`INSERT OR REPLACE INTO audit (seq, at_ms, actor, event, subject, details, hash) ${values}`]:
      'at the end',
  };
  for (const [sql, refusal] of Object.entries(attacks))
    expect(() => test.store.statement(sql).run()).toThrow(refusal);
  expect(verifyAudit(test.store)).toEqual({ entries: 3 });
});

it.each([
  ["UPDATE audit SET actor = 'somebody else' WHERE seq = 3", 3],
  ['UPDATE audit SET details = \'{"copy":4}\' WHERE seq = 3', 3],
  ['UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 5', 5],
  ['DELETE FROM audit WHERE seq = 2', 3],
  ['DELETE FROM audit WHERE seq = 1', 2],
  ['UPDATE audit SET seq = 99 WHERE seq = 4', 5],
  ["UPDATE audit SET hash = 'x' || substr(hash, 2) WHERE seq = 3", 3],
  ["UPDATE audit SET subject = subject || 'p', event = 'rint' WHERE seq = 3", 3],
])('finds the entry that was tampered with: %s', (sql, brokenAt) => {
  append(5);
  tamper(sql);
  expect(verifyAudit(test.store)).toMatchObject({ brokenAt });
});

it('gives no two logs the same head', () => {
  const text = fc.string({ maxLength: 6 });
  const entry = fc.record({
    atMs: fc.nat(),
    actor: text,
    event: text,
    subject: text,
    details: fc.constant({}),
  });
  const headAfter = (entries: readonly Parameters<typeof appendAudit>[1][]): string => {
    let head = '';
    expect(() =>
      test.store.transaction(() => {
        for (const each of entries) appendAudit(test.store, each);
        head = readAuditHead(test.store);
        throw new Error('undone');
      }),
    ).toThrow('undone');
    return head;
  };
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 3 }),
      fc.array(entry, { maxLength: 3 }),
      (one, other) => {
        expect(headAfter(one) === headAfter(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      },
    ),
  );
});
