import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readAuditHead, verifyAudit } from '../../db/audit.ts';
import { openStore } from '../../db/open.ts';
import { recordEvent } from './events.ts';

it('writes events that follow from each other, and nothing of what is undone', () => {
  const dir = mkdtempSync(join(tmpdir(), 'station-audit-'));
  const store = openStore({ file: join(dir, 'station.db'), key: new Uint8Array(32) });
  const by = { actor: 'le-thi-vi-du', subject: '' };
  recordEvent(store, { ...by, atMs: 1, event: 'login', details: {} });
  recordEvent(store, {
    ...by,
    atMs: 2,
    subject: 'a1',
    event: 'print',
    details: { form: 'CC01', revision: 3, copy: 1 },
  });
  const head = readAuditHead(store);
  const undone = (): void =>
    store.transaction(() => {
      recordEvent(store, { ...by, atMs: 3, event: 'logout', details: {} });
      throw new Error('undone');
    });
  expect(undone).toThrow('undone');
  expect([verifyAudit(store), readAuditHead(store)]).toEqual([{ entries: 2 }, head]);
  expect(store.statement('SELECT event, subject, details FROM audit').all()).toEqual([
    { event: 'login', subject: '', details: '{}' },
    { event: 'print', subject: 'a1', details: '{"form":"CC01","revision":3,"copy":1}' },
  ]);
  store.close();
  rmSync(dir, { recursive: true });
});

it('has no place for a name: the compiler refuses unknown events and details', () => {
  type Entry = Parameters<typeof recordEvent<'login'>>[1];
  const entry = { atMs: 1, actor: 'le-thi-vi-du', subject: '' };
  // @ts-expect-error an entry says nothing that is not in its list
  const named: Entry = { ...entry, event: 'login', details: { fullName: 'NGUYỄN VĂN MẪU' } };
  // @ts-expect-error an event that is not in the list
  const unknown: Entry = { ...entry, event: 'looked-around', details: {} };
  expect([named.event, unknown.event]).toEqual(['login', 'looked-around']);
});
