import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOfficerKey } from '../../db/officer-keys.ts';
import { putOfficer } from '../../db/officers.ts';
import { openTestStore, type TestStore } from '../../db/test-store.ts';
import { readDetached, signDetached } from '../enrollment/statement.ts';
import { unlockOfficerKey } from './officer-keys.ts';

let test: TestStore;
beforeEach(async () => {
  test = openTestStore();
  putOfficer(test.store, { id: 'a', name: 'A', role: 'officer', passwordHash: await hash('x') });
});
afterEach(() => test.remove());

it('is the same key at each sign-in, and signs', async () => {
  const first = await unlockOfficerKey(test.store, 'a', 'mật khẩu', 1000);
  const again = await unlockOfficerKey(test.store, 'a', 'mật khẩu', 2000);
  expect({ ...again, privateKey: null }).toEqual({ ...first, privateKey: null });
  expect(first).toMatchObject({ officerId: 'a', madeAtMs: 1000, replaces: null });
  const jws = await signDetached('enrollment-sealed', 'một lời', again);
  await readDetached('enrollment-sealed', jws, 'một lời', [first.publicKey]);
  await expect(readDetached('enrollment-sealed', jws, 'lời khác', [first.publicKey])).rejects.toMatchObject({
    fault: 'bad-signature',
  });
});

it('is in the store only under the password', async () => {
  const { publicKey } = await unlockOfficerKey(test.store, 'a', 'mật khẩu', 1000);
  const row = readOfficerKey(test.store, 'a');
  expect(row?.publicKey).toBe(JSON.stringify(publicKey));
  expect(Buffer.from(row?.privateKey ?? []).toString('latin1')).not.toContain('"d"');
});

it('is another after the password was reset, and the one before is gone', async () => {
  const first = await unlockOfficerKey(test.store, 'a', 'cũ', 1000);
  const second = await unlockOfficerKey(test.store, 'a', 'mới', 2000);
  expect(second).toMatchObject({ replaces: first.kid, madeAtMs: 2000 });
  expect(second.kid).not.toBe(first.kid);
  expect(
    test.store
      .statement(
        'SELECT kid, replaced_at_ms AS at, length(private_key) > 0 AS has FROM officer_keys ORDER BY made_at_ms',
      )
      .all(),
  ).toEqual([
    { kid: first.kid, at: 2000, has: 0 },
    { kid: second.kid, at: null, has: 1 },
  ]);
  expect(await unlockOfficerKey(test.store, 'a', 'cũ', 3000)).toMatchObject({ replaces: second.kid });
});
