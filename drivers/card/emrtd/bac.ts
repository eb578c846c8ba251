import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { DriverError } from '../../errors.ts';
import { type Exchange, swSuccess } from '../apdu.ts';
import { openSecureMessaging, type SecureMessaging, type SessionKeys } from './secure-messaging.ts';
import { decryptCbc, encryptCbc, retailMac } from './triple-des.ts';

const challengeBytes = 8;
const keyBytes = 16;
const macBytes = 8;
const tokenBytes = 2 * challengeBytes + keyBytes;

/** The two keys of basic access, or of a session. */
export interface KeyPair {
  readonly enc: Uint8Array;
  readonly mac: Uint8Array;
}

/** The keys that open the chip, from the text of {@link mrzInformation} (ICAO 9303-11 section 4.3.2, appendix D.2). */
export function accessKeys(mrzInformation: string): KeyPair {
  return keysFrom(createHash('sha1').update(mrzInformation, 'ascii').digest().subarray(0, keyBytes));
}

/** Two 3DES keys from one seed (ICAO 9303-11 section 9.7.1): counter 1 encrypts, 2 makes MACs. */
function keysFrom(seed: Uint8Array): KeyPair {
  return { enc: deriveKey(seed, 1), mac: deriveKey(seed, 2) };
}

/**
 * Basic access control (ICAO 9303-11 section 4.3, checked against appendix D.3): proves to the chip that its MRZ was seen, and
 * opens the protected conversation.
 *
 * @param exchange plain, with the passport application selected
 * @param random gives the terminal's nonce and key; other than random only to repeat a worked example
 * @throws DriverError `card/wrong-key` when the chip refuses the key; `card/session-broken` for any other end
 */
export async function openBac(
  exchange: Exchange,
  keys: KeyPair,
  random: (bytes: number) => Uint8Array = randomBytes,
): Promise<SecureMessaging> {
  const chipNonce = await getChallenge(exchange);
  const ourNonce = random(challengeBytes);
  const ourKey = random(keyBytes);
  const cryptogram = encryptCbc(keys.enc, Buffer.concat([ourNonce, chipNonce, ourKey]));
  const token = Buffer.concat([cryptogram, retailMac(keys.mac, cryptogram)]);
  const answer = await mutualAuthenticate(exchange, token);
  const chipKey = openAnswer(answer, keys, chipNonce, ourNonce);
  return openSecureMessaging(sessionKeys(ourKey, chipKey, chipNonce, ourNonce));
}

/** Session keys and the first counter, the same on both sides (ICAO 9303-11 sections 4.3.1 and 9.8.6.3). */
export function sessionKeys(
  terminalKey: Uint8Array,
  chipKey: Uint8Array,
  chipNonce: Uint8Array,
  terminalNonce: Uint8Array,
): SessionKeys {
  const seed = terminalKey.map((byte, i) => byte ^ (chipKey[i] ?? 0));
  const ssc = Buffer.concat([chipNonce.subarray(-4), terminalNonce.subarray(-4)]);
  return { ...keysFrom(seed), ssc };
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

function openAnswer(
  answer: Uint8Array,
  keys: KeyPair,
  chipNonce: Uint8Array,
  ourNonce: Uint8Array,
): Uint8Array {
  const cryptogram = answer.subarray(0, tokenBytes);
  if (!timingSafeEqual(answer.subarray(tokenBytes), retailMac(keys.mac, cryptogram)))
    throw broken('MAC is wrong');
  const token = decryptCbc(keys.enc, cryptogram);
  if (!timingSafeEqual(token.subarray(0, 2 * challengeBytes), Buffer.concat([chipNonce, ourNonce]))) {
    throw broken('the chip answered another challenge');
  }
  return token.subarray(2 * challengeBytes);
}

function deriveKey(seed: Uint8Array, counter: number): Uint8Array {
  const digest = createHash('sha1')
    .update(seed)
    .update(Uint8Array.of(0, 0, 0, counter))
    .digest();
  return Uint8Array.from(digest.subarray(0, keyBytes), withOddParity);
}

/** DES keeps bit 1 of every key byte for parity; the published keys have it set right. */
function withOddParity(byte: number): number {
  let ones = 0;
  for (let rest = byte >> 1; rest > 0; rest >>= 1) ones += rest & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}

function broken(why: string): DriverError {
  return new DriverError('card/session-broken', `BAC: ${why}`);
}
