import { randomBytes } from 'node:crypto';
import { DriverError } from '../../errors.ts';
import { type Exchange, swSuccess } from '../apdu.ts';
import { bigFrom, isSame, pad, xor } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import { deriveKey } from './key-derivation.ts';
import type { SessionKeys } from './session-cipher.ts';

const challengeBytes = 8;
const keyBytes = 16;
const macBytes = 8;
const tokenBytes = 2 * challengeBytes + keyBytes;

/** The two keys of basic access. */
export interface AccessKeys {
  readonly enc: Uint8Array;
  readonly mac: Uint8Array;
}

/** The keys that open the chip, from the text of {@link mrzInformation} (ICAO 9303-11 section 4.3.2, appendix D.2). */
export function accessKeys(crypto: Crypto, mrzInformation: string): AccessKeys {
  return keysFrom(crypto, crypto.digest('sha1', Buffer.from(mrzInformation, 'ascii')).subarray(0, keyBytes));
}

function keysFrom(crypto: Crypto, seed: Uint8Array): AccessKeys {
  return { enc: deriveKey(crypto, '3DES', seed, 'enc'), mac: deriveKey(crypto, '3DES', seed, 'mac') };
}

/**
 * Basic access control (ICAO 9303-11 section 4.3, checked against appendix D.3): proves to the chip that its MRZ was seen, and
 * agrees on the keys of the protected conversation.
 *
 * @param exchange plain, with the passport application selected
 * @param random gives the terminal's nonce and key; other than random only to repeat a worked example
 * @throws DriverError `card/wrong-key` when the chip refuses the key; `card/session-broken` for any other end
 */
export async function openBac(
  crypto: Crypto,
  exchange: Exchange,
  keys: AccessKeys,
  random: (bytes: number) => Uint8Array = randomBytes,
): Promise<SessionKeys> {
  const chipNonce = await getChallenge(exchange);
  const ourNonce = random(challengeBytes);
  const ourKey = random(keyBytes);
  const cryptogram = crypto.tripleDesEncrypt(keys.enc, Buffer.concat([ourNonce, chipNonce, ourKey]));
  const token = Buffer.concat([cryptogram, macOf(crypto, keys, cryptogram)]);
  const answer = await mutualAuthenticate(exchange, token);
  const chipKey = openAnswer(crypto, answer, keys, Buffer.concat([chipNonce, ourNonce]));
  return sessionKeys(crypto, ourKey, chipKey, chipNonce, ourNonce);
}

/** Session keys and the first counter, the same on both sides (ICAO 9303-11 sections 4.3.1 and 9.8.6.3). */
export function sessionKeys(
  crypto: Crypto,
  terminalKey: Uint8Array,
  chipKey: Uint8Array,
  chipNonce: Uint8Array,
  terminalNonce: Uint8Array,
): SessionKeys {
  const ssc = bigFrom(Buffer.concat([chipNonce.subarray(-4), terminalNonce.subarray(-4)]));
  return { cipher: '3DES', ...keysFrom(crypto, xor(terminalKey, chipKey)), ssc };
}

async function getChallenge(exchange: Exchange): Promise<Uint8Array> {
  const { data, sw } = await exchange({ cla: 0x00, ins: 0x84, p1: 0, p2: 0, le: challengeBytes });
  if (sw !== swSuccess || data.length !== challengeBytes) throw broken(`GET CHALLENGE: ${sw.toString(16)}`);
  return data;
}

async function mutualAuthenticate(exchange: Exchange, token: Uint8Array): Promise<Uint8Array> {
  const le = tokenBytes + macBytes;
  const { data, sw } = await exchange({ cla: 0x00, ins: 0x82, p1: 0, p2: 0, data: token, le });
  // 63xx is the chip's "authentication failed"; 6982, 6985 and 6F00 have other causes and a new key would not help.
  if (sw >> 8 === 0x63) throw new DriverError('card/wrong-key', 'the chip refused the key');
  if (sw !== swSuccess || data.length !== le) throw broken(`MUTUAL AUTHENTICATE: ${sw.toString(16)}`);
  return data;
}

function openAnswer(crypto: Crypto, answer: Uint8Array, keys: AccessKeys, nonces: Uint8Array): Uint8Array {
  const cryptogram = answer.subarray(0, tokenBytes);
  if (!isSame(answer.subarray(tokenBytes), macOf(crypto, keys, cryptogram))) throw broken('MAC is wrong');
  const token = crypto.tripleDesDecrypt(keys.enc, cryptogram);
  if (!isSame(token.subarray(0, nonces.length), nonces)) throw broken('the chip answered another challenge');
  return token.subarray(nonces.length);
}

function macOf(crypto: Crypto, { mac }: AccessKeys, cryptogram: Uint8Array): Uint8Array {
  return crypto.retailMac(mac, pad(cryptogram, 8));
}

function broken(why: string): DriverError {
  return new DriverError('card/session-broken', `BAC: ${why}`);
}
