import { expect, it } from 'vitest';
import { openTestStore } from '../../db/test-store.ts';
import { sampleContent, sampleStationKeys } from '../../fixtures/central/samples.ts';
import { currentEncryptionKey, keepSuccessor } from '../enrollment/centre-key.ts';
import { type StatementKind, signStatement } from '../enrollment/statement.ts';
import type { StationKeys } from '../enrollment/station-keys.ts';
import { readKeyChange } from './key-change.ts';

it('believes a key that the centre has signed for this very packet, and no other', async () => {
  const [centre, stranger, next] = [
    await sampleStationKeys(),
    await sampleStationKeys(),
    await sampleStationKeys(),
  ];
  const { applicationId } = sampleContent();
  const packet = { applicationId, packetSha256: 'a5'.repeat(32) };
  const said = { schema: 1, ...packet, encryptionKey: next.publicKey };
  const sign = (by: StationKeys, of: object, kind: StatementKind = 'enrollment-key-change') =>
    signStatement(kind, JSON.stringify(of), by);
  const read = (jws: string) => readKeyChange(jws, packet, centre.publicKey);
  expect(await read(await sign(centre, said))).toEqual(next.publicKey);
  const others = [
    await sign(stranger, said),
    await sign(centre, said, 'enrollment-receipt'),
    await sign(centre, { ...said, packetSha256: '5a'.repeat(32) }),
    await sign(centre, { ...said, applicationId: sampleContent().applicationId }),
    await sign(centre, { ...said, encryptionKey: undefined }),
    'nothing',
  ];
  for (const jws of others) await expect(read(jws)).rejects.toMatchObject({ code: 'centre/bad-receipt' });
});

it('follows the centre from key to key and back, until the settings have another', async () => {
  const { store, remove } = openTestStore();
  const key = async () => (await sampleStationKeys()).publicKey;
  const [first, second, third, given] = [await key(), await key(), await key(), await key()];
  const current = () => currentEncryptionKey(store, first);
  expect(current()).toEqual(first);
  keepSuccessor(store, first.kid, second);
  keepSuccessor(store, second.kid, third);
  expect(current()).toEqual(third);
  keepSuccessor(store, third.kid, second);
  expect(current()).toEqual(second);
  keepSuccessor(store, second.kid, first);
  expect(current()).toEqual(first);
  keepSuccessor(store, first.kid, third);
  expect(currentEncryptionKey(store, given)).toEqual(given);
  remove();
});
