import { createCipheriv, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { ApplicationId, OfficerId } from '../main/contract/ids.ts';
import { PublicKey } from '../main/enrollment/public-key.ts';
import { sealApplication } from '../main/enrollment/seal.ts';
import { type BenchRow, timed } from './row.ts';

const applicationBytes = 6 * 1024 * 1024;

/** Sealing an application of 6 MB against AES-256-GCM over the same bytes. */
export async function seal(): Promise<BenchRow> {
  const signing = await generateKeyPair('ES256', { extractable: true });
  const encryption = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const publicKeyOf = async (key: CryptoKey): Promise<PublicKey> => {
    const jwk = await exportJWK(key);
    return PublicKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
  };
  const publicKey = await publicKeyOf(signing.publicKey);
  const station = { stationNo: '03', kid: publicKey.kid, publicKey, privateKey: signing.privateKey };
  const centre = { encryptionKey: await publicKeyOf(encryption.publicKey) };
  const bytes = new Uint8Array(randomBytes(applicationBytes));
  const content = {
    applicationId: ApplicationId.parse('01900000-0000-7000-8000-000000000000'),
    revision: 1,
    type: 'exchange',
    reason: 'age',
    officeCode: 'H99',
    officerId: OfficerId.parse('bench'),
    formVersion: 'CC01/2024',
    configurationVersion: '2024',
    auditHead: '0'.repeat(64),
    receivedAtMs: 0,
    sealedAtMs: 0,
    application: {},
  } as const;
  return {
    name: 'seal 6 MB',
    floorName: 'AES-256-GCM of 6 MB',
    measure: async () => ({
      oursMs: await timed(5, () =>
        sealApplication(content, [{ name: 'finger-13.png', mime: 'image/png', bytes }], station, centre),
      ),
      floorMs: await timed(5, () => {
        const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
        cipher.update(bytes);
        cipher.final();
      }),
    }),
  };
}
