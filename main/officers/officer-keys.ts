import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { type OfficerKeyRow, putOfficerKey, readOfficerKey } from '../../db/officer-keys.ts';
import type { Store } from '../../db/open.ts';
import { recordEvent } from '../audit/events.ts';
import { OfficerId } from '../contract/ids.ts';
import { PrivateKey, PublicKey } from '../enrollment/public-key.ts';
import type { OfficerKey } from '../enrollment/seal.ts';

const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/** Argon2id (the default of the library), with the least of OWASP's recommendations: 19 MiB, two passes, one lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/**
 * What an officer signs with, for as long as he is signed in. Made at his first sign-in, and again when his password was reset: then nobody
 * can open the key before, and the next manifest says what replaces it.
 *
 * @param password has been checked
 */
export async function unlockOfficerKey(
  store: Store,
  officerId: string,
  password: string,
  nowMs: number,
): Promise<OfficerKey> {
  const row = readOfficerKey(store, officerId);
  const jwk = row && (await decryptKey(row, password));
  if (row && jwk) return keyOf(row, jwk);
  return makeKey(store, officerId, password, nowMs, row?.kid ?? null);
}

async function makeKey(
  store: Store,
  officerId: string,
  password: string,
  nowMs: number,
  replaces: string | null,
): Promise<OfficerKey> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const exported = await exportJWK(pair.privateKey);
  const jwk = PrivateKey.parse({ ...exported, kid: await calculateJwkThumbprint(exported) });
  const row: OfficerKeyRow = {
    kid: jwk.kid,
    officerId,
    publicKey: JSON.stringify(PublicKey.parse(jwk)),
    privateKey: await encryptKey(jwk, officerId, password),
    madeAtMs: nowMs,
    replaces,
  };
  store.transaction(() => {
    putOfficerKey(store, row);
    recordEvent(store, {
      atMs: nowMs,
      actor: officerId,
      event: 'officer-key-made',
      subject: '',
      details: { kid: jwk.kid, replaces: replaces ?? '' },
    });
  });
  return keyOf(row, jwk);
}

async function keyOf({ officerId, madeAtMs, replaces }: OfficerKeyRow, jwk: PrivateKey): Promise<OfficerKey> {
  return {
    officerId: OfficerId.parse(officerId),
    kid: jwk.kid,
    publicKey: PublicKey.parse(jwk),
    privateKey: await importJWK(jwk, 'ES256', { extractable: false }),
    madeAtMs,
    replaces,
  };
}

/** Salt, nonce, ciphertext, tag: AES-256-GCM under what Argon2id makes of the password. */
async function encryptKey(jwk: PrivateKey, officerId: string, password: string): Promise<Uint8Array> {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', await hashRaw(password, { ...argon, salt }), nonce);
  cipher.setAAD(Buffer.from(officerId));
  return Buffer.concat([
    salt,
    nonce,
    cipher.update(JSON.stringify(jwk)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** Undefined when this password does not open it. */
async function decryptKey(row: OfficerKeyRow, password: string): Promise<PrivateKey | undefined> {
  const salt = row.privateKey.subarray(0, saltBytes);
  const nonce = row.privateKey.subarray(saltBytes, saltBytes + nonceBytes);
  const cipher = createDecipheriv('aes-256-gcm', await hashRaw(password, { ...argon, salt }), nonce);
  cipher.setAAD(Buffer.from(row.officerId)).setAuthTag(row.privateKey.subarray(-tagBytes));
  try {
    const text = Buffer.concat([
      cipher.update(row.privateKey.subarray(saltBytes + nonceBytes, -tagBytes)),
      cipher.final(),
    ]);
    return PrivateKey.parse(JSON.parse(text.toString('utf8')));
  } catch {
    return undefined;
  }
}
