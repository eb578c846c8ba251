import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { expect, it } from 'vitest';
import { changeState } from '../../db/applications.ts';
import { keepContentKey } from '../../db/content-keys.ts';
import { enqueue, nextDue } from '../../db/outbox.ts';
import { addDraft, openTestStore } from '../../db/test-store.ts';
import { sampleContent, sampleParts, sampleStationKeys } from '../../fixtures/central/samples.ts';
import { openPacket, sha256Hex } from './packet.ts';
import { PublicKey } from './public-key.ts';
import { forgetWrapped, rewrapForCurrentKey } from './rewrap.ts';
import { sealApplication } from './seal.ts';

async function centreKey() {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { ...pair, kid, encryptionKey: PublicKey.parse({ ...jwk, kid }) };
}

it('wraps what waits for the current key of the centre, once, and leaves what was signed', async () => {
  const { store, remove } = openTestStore();
  const [station, was, is] = [await sampleStationKeys(), await centreKey(), await centreKey()];
  const content = sampleContent();
  const recipient = { signingKey: { kid: 'centre' }, encryptionKey: was.encryptionKey };
  const { packet, sha256, contentKey } = await sealApplication(content, sampleParts, station, recipient);
  const { applicationId } = content;
  addDraft(store, applicationId);
  store.transaction(() => {
    changeState(store, applicationId, 'sealed');
    enqueue(store, { id: 'o', applicationId, packet, packetSha256: sha256, nowMs: 1 });
    keepContentKey(store, applicationId, contentKey);
  });

  expect(await rewrapForCurrentKey(store, was.encryptionKey, 2)).toBe(0);
  expect(await rewrapForCurrentKey(store, is.encryptionKey, 2)).toBe(1);
  expect(await rewrapForCurrentKey(store, is.encryptionKey, 3)).toBe(0);
  const due = nextDue(store, 9);
  expect(due?.packetSha256).toBe(sha256Hex(due?.packet ?? packet));
  const opened = await openPacket(due?.packet ?? packet, is, [station.publicKey]);
  expect(opened).toEqual(await openPacket(packet, was, [station.publicKey]));

  // What comes from another station may be for any key.
  expect(await rewrapForCurrentKey(store, was.encryptionKey, 4)).toBe(1);
  const foreign = sampleContent();
  const late = await sealApplication(foreign, sampleParts, station, {
    ...{ signingKey: recipient.signingKey, encryptionKey: is.encryptionKey },
  });
  addDraft(store, foreign.applicationId);
  store.transaction(() => {
    changeState(store, foreign.applicationId, 'sealed');
    enqueue(store, {
      ...{ id: 'p', applicationId: foreign.applicationId, nowMs: 5 },
      ...{ packet: late.packet, packetSha256: late.sha256 },
    });
    keepContentKey(store, foreign.applicationId, late.contentKey);
    forgetWrapped(store);
  });
  expect(await rewrapForCurrentKey(store, was.encryptionKey, 6)).toBe(1);
  remove();
});
