import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { StoreError } from './errors.ts';
import type { Store } from './open.ts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const pieceBytes = 64 * 1024;

/** What encryption adds to a payload: nonce and tag. */
export const payloadOverheadBytes: number = nonceBytes + tagBytes;

/** The key of one application's payload: whoever destroys it has destroyed everything that was encrypted with it. */
export function newPayloadKey(): Uint8Array {
  return randomBytes(keyBytes);
}

/**
 * Encrypts one piece of an application: AES-256-GCM, as nonce, ciphertext, tag. The nonce is random: a key sees far fewer than the
 * 2^32 messages that NIST SP 800-38D (section 8.3) allows one.
 *
 * @param place where the piece is kept, such as `capture/<id>`; it cannot be read from any other
 */
export function encryptPayload(key: Uint8Array, place: string, bytes: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(place));
  const encrypted = Buffer.allocUnsafe(nonceBytes + bytes.length + tagBytes);
  encrypted.set(nonce);
  // In pieces that stay in the processor's cache: an application is megabytes.
  for (let at = 0; at < bytes.length; at += pieceBytes)
    encrypted.set(cipher.update(bytes.subarray(at, at + pieceBytes)), nonceBytes + at);
  cipher.final();
  encrypted.set(cipher.getAuthTag(), nonceBytes + bytes.length);
  return encrypted;
}

/**
 * Decrypts what `encryptPayload` made for this place.
 *
 * @throws StoreError `store/damaged` when it is anything else
 */
export function decryptPayload(key: Uint8Array, place: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length < payloadOverheadBytes) throw damaged(place);
  const cipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes));
  cipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes));
  try {
    const decrypted = cipher.update(bytes.subarray(nonceBytes, -tagBytes));
    cipher.final();
    return decrypted;
  } catch (cause) {
    throw damaged(place, cause);
  }
}

function damaged(place: string, cause?: unknown): StoreError {
  return new StoreError('store/damaged', `the payload at ${place} does not open`, { cause });
}

/** Gives a new application its key. Runs in the transaction that stores it. */
export function insertPayloadKey(store: Store, applicationId: string): Uint8Array {
  const key = newPayloadKey();
  store.statement('INSERT INTO payload_keys (application_id, key) VALUES (?, ?)').run(applicationId, key);
  return key;
}

/** The key of an application's payload; undefined once it is erased. */
export function readPayloadKey(store: Store, applicationId: string): Uint8Array | undefined {
  return store
    .statement<{ key: Uint8Array }>('SELECT key FROM payload_keys WHERE application_id = ?')
    .get(applicationId)?.key;
}

/**
 * The key to write another piece of an application with.
 *
 * @throws Error when the application is unknown or erased
 */
export function requirePayloadKey(store: Store, applicationId: string): Uint8Array {
  const key = readPayloadKey(store, applicationId);
  if (!key) throw new Error('nothing is added to an application that is not there, or is erased');
  return key;
}
