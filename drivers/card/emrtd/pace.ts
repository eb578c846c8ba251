import { randomBytes } from 'node:crypto';
import { DriverError } from '../../errors.ts';
import { type Exchange, type ResponseApdu, swSuccess } from '../apdu.ts';
import { decodeTlvs, encodeTlv, requireTlv, type Tlv } from '../tlv.ts';
import { oidBytes } from './asn1/oid.ts';
import type { ChipPassword } from './chip-reading.ts';
import { bigFrom, isSame, pad, unpad } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import type { Group, KeyPair } from './groups/group.ts';
import { deriveKey, keyBytesOf } from './key-derivation.ts';
import { mrzInformation } from './mrz.ts';
import { nonceBytesOf, pseudoRandom } from './pace-mapping.ts';
import type { PaceInfo } from './security-infos.ts';
import { keysFromSecret, type SessionKeys } from './session-cipher.ts';

/** What both ends agreed to use. */
export interface PaceSuite {
  readonly info: PaceInfo;
  readonly group: Group;
  /** Whether the number of the parameters goes into the command: needed when the chip offers several. */
  readonly namesParameters: boolean;
}

/** What chip authentication mapping leaves to be checked once EF.CardSecurity is read (ICAO 9303-11 section 4.4.3.5.3). */
export interface ChipAuthenticationMapping {
  readonly group: Group;
  /** The chip's secret of this session; times its static key it gives the mapping key. */
  readonly secret: bigint;
  readonly mappingKey: Uint8Array;
}

export type PaceResult =
  /** The chip does not go on, before any password was tried. */
  | { readonly kind: 'refused'; readonly sw: number }
  | { readonly kind: 'open'; readonly keys: SessionKeys; readonly mapping?: ChipAuthenticationMapping };

/** Where randomness comes from; other than random only to repeat a worked example. */
export interface PaceRandom {
  keyPair(group: Group): KeyPair;
  nonce(bytes: number): Uint8Array;
}

const random: PaceRandom = {
  keyPair: (group) => group.newKeyPair(),
  nonce: (bytes) => new Uint8Array(randomBytes(bytes)),
};

const passwordReference = { mrz: 0x01, can: 0x02 } as const;
const zeroIv = new Uint8Array(16);
const tokenBytes = 8;
/** What fits a short answer with its headers; keys of 2048 bits do not. */
const shortKeyBytes = 240;

/**
 * Password authenticated connection establishment (ICAO 9303-11 section 4.4, checked against appendices G, H and I): both ends
 * prove that they know the password without showing it, and agree on keys.
 *
 * @param exchange plain, with the master file selected
 * @throws DriverError `card/wrong-key` when the chip refuses the password; `card/session-broken` when it does not keep to the
 *   protocol or does not know the password itself
 */
export async function openPace(
  crypto: Crypto,
  exchange: Exchange,
  suite: PaceSuite,
  password: ChipPassword,
  { keyPair, nonce }: PaceRandom = random,
): Promise<PaceResult> {
  const { info } = suite;
  const chosen = await exchange(setAuthenticationTemplate(suite, password));
  if (chosen.sw !== swSuccess) return { kind: 'refused', sw: chosen.sw };
  const first = await step(exchange, []);
  if (first.sw !== swSuccess) return { kind: 'refused', sw: first.sw };
  const s = decryptNonce(crypto, info, password, objectIn(first, 0x80).value);

  const mapped = await mapNonce(crypto, exchange, suite, s, { keyPair, nonce });
  if (mapped.kind === 'refused') return mapped;
  const ours = keyPair(mapped.group);
  const third = await step(exchange, [encodeTlv(0x83, ours.publicKey)]);
  if (third.sw !== swSuccess) return { kind: 'refused', sw: third.sw };
  const theirs = objectIn(third, 0x84).value;
  const keys = agree(crypto, info, mapped.group, ours, theirs);

  const last = await proveTokens(crypto, exchange, suite, keys, ours.publicKey, theirs);
  const mapping =
    info.mapping === 'CAM' ? openMapping(crypto, keys, last, suite.group, mapped.theirs) : undefined;
  return { kind: 'open', keys, ...(mapping ? { mapping } : {}) };
}

function setAuthenticationTemplate({ info, namesParameters, group }: PaceSuite, password: ChipPassword) {
  const data = Buffer.concat([
    encodeTlv(0x80, oidBytes(info.oid)),
    encodeTlv(0x83, Uint8Array.of(passwordReference[password.kind])),
    ...(namesParameters ? [encodeTlv(0x84, Uint8Array.of(info.parameterId ?? group.parameterId))] : []),
  ]);
  // No Le: some chips refuse it here.
  return { cla: 0x00, ins: 0x22, p1: 0xc1, p2: 0xa4, data };
}

/** One GENERAL AUTHENTICATE; all but the last are chained (ICAO 9303-11 section 4.4.4.2). */
function step(exchange: Exchange, objects: readonly Uint8Array[], isLast = false): Promise<ResponseApdu> {
  const cla = isLast ? 0x00 : 0x10;
  const data = encodeTlv(0x7c, ...objects);
  // Extended length is free to use here, announced or not (ICAO 9303-10 section 3.6.4.2).
  const le = data.length > shortKeyBytes ? 0x10000 : 0x100;
  return exchange({ cla, ins: 0x86, p1: 0, p2: 0, data, le });
}

/** The objects of the one template an answer consists of. */
function objectsIn({ data }: ResponseApdu): Tlv[] {
  const [template, ...rest] = decodeTlvs(data, 'der');
  if (template?.tag !== 0x7c || rest.length > 0) throw broken('not one template');
  return decodeTlvs(template.value, 'der');
}

/** The one object a step is answered with. */
function objectIn(response: ResponseApdu, tag: number): Tlv {
  const [object, ...rest] = objectsIn(response);
  if (object?.tag !== tag || rest.length > 0) throw broken(`no ${tag.toString(16)}, or not alone`);
  return object;
}

/** K_π: the key a password stands for (ICAO 9303-11 section 9.7.3). The MRZ goes in whole, not cut as in basic access. */
export function passwordKey(crypto: Crypto, { cipher }: PaceInfo, password: ChipPassword): Uint8Array {
  const secret =
    password.kind === 'can'
      ? Buffer.from(password.can, 'latin1')
      : crypto.digest('sha1', Buffer.from(mrzInformation(password), 'ascii'));
  return deriveKey(crypto, cipher, secret, 'pi');
}

function decryptNonce(crypto: Crypto, info: PaceInfo, password: ChipPassword, z: Uint8Array): Uint8Array {
  const expected = info.mapping === 'IM' ? nonceBytesOf(info.cipher) : undefined;
  const isWhole = z.length > 0 && z.length <= 64 && z.length % 16 === 0;
  if (!isWhole || (expected !== undefined && z.length !== expected))
    throw broken('a nonce of another length');
  const key = passwordKey(crypto, info, password);
  const s = info.cipher === '3DES' ? crypto.tripleDesDecrypt(key, z) : crypto.aesCbcDecrypt(key, zeroIv, z);
  key.fill(0);
  return s;
}

type Mapped =
  | { readonly kind: 'refused'; readonly sw: number }
  | { readonly kind: 'mapped'; readonly group: Group; readonly theirs: Uint8Array };

async function mapNonce(
  crypto: Crypto,
  exchange: Exchange,
  { info, group }: PaceSuite,
  s: Uint8Array,
  { keyPair, nonce }: PaceRandom,
): Promise<Mapped> {
  const nothing = new Uint8Array();
  if (info.mapping === 'IM') {
    const t = nonce(keyBytesOf[info.cipher]);
    const second = await step(exchange, [encodeTlv(0x81, t)]);
    if (second.sw !== swSuccess) return { kind: 'refused', sw: second.sw };
    const element = pseudoRandom(crypto, info.cipher, s, t, group.prime);
    return { kind: 'mapped', group: checked(() => group.mapIntegrated(element)), theirs: nothing };
  }
  const ours = keyPair(group);
  const second = await step(exchange, [encodeTlv(0x81, ours.publicKey)]);
  if (second.sw !== swSuccess) return { kind: 'refused', sw: second.sw };
  const theirs = objectIn(second, 0x82).value;
  if (isSame(theirs, ours.publicKey)) throw broken('the chip gives our own key back');
  const h = checked(() => group.multiply(ours.privateKey, theirs));
  return {
    kind: 'mapped',
    group: checked(() => group.mapGeneric(bigFrom(s), h)),
    theirs: Uint8Array.from(theirs),
  };
}

function agree(
  crypto: Crypto,
  { cipher }: PaceInfo,
  group: Group,
  ours: KeyPair,
  theirs: Uint8Array,
): SessionKeys {
  if (isSame(theirs, ours.publicKey)) throw broken('the chip gives our own key back');
  const secret = checked(() => group.secretOf(group.multiply(ours.privateKey, theirs)));
  return keysFromSecret(crypto, cipher, secret);
}

async function proveTokens(
  crypto: Crypto,
  exchange: Exchange,
  { info }: PaceSuite,
  keys: SessionKeys,
  ours: Uint8Array,
  theirs: Uint8Array,
): Promise<ResponseApdu> {
  const response = await step(
    exchange,
    [encodeTlv(0x85, authenticationToken(crypto, info, keys, theirs))],
    true,
  );
  if (response.sw >> 8 === 0x63) throw new DriverError('card/wrong-key', 'the chip refused the password');
  if (response.sw !== swSuccess) throw broken(`token: ${response.sw.toString(16)}`);
  if (!isSame(requireTlv(objectsIn(response), 0x86).value, authenticationToken(crypto, info, keys, ours)))
    throw broken('the chip does not know the password');
  return response;
}

/** MAC over the other side's public key (ICAO 9303-11 section 4.4.3.4). */
export function authenticationToken(
  crypto: Crypto,
  { oid, agreement, cipher }: PaceInfo,
  { mac }: SessionKeys,
  publicKey: Uint8Array,
): Uint8Array {
  const key = encodeTlv(agreement === 'ecdh' ? 0x86 : 0x84, publicKey);
  const object = encodeTlv(0x7f49, encodeTlv(0x06, oidBytes(oid)), key);
  return cipher === '3DES'
    ? crypto.retailMac(mac, pad(object, 8))
    : crypto.aesCmac(mac, object).slice(0, tokenBytes);
}

/** Encrypted chip authentication data: its IV is a block of ones, encrypted (ICAO 9303-11 section 4.4.3.5.2). */
function openMapping(
  crypto: Crypto,
  { enc }: SessionKeys,
  response: ResponseApdu,
  group: Group,
  mappingKey: Uint8Array,
): ChipAuthenticationMapping {
  const blocks = requireTlv(objectsIn(response), 0x8a).value;
  if (blocks.length === 0 || blocks.length % 16 !== 0)
    throw broken('chip authentication data is not whole blocks');
  const iv = crypto.aesCbcEncrypt(enc, zeroIv, new Uint8Array(16).fill(0xff));
  const secret = unpad(crypto.aesCbcDecrypt(enc, iv, blocks), 16);
  if (!secret) throw broken('chip authentication data is not padded');
  return { group, secret: bigFrom(secret), mappingKey };
}

/** An element that is none is the chip's fault, whatever it was meant for. */
function checked<T>(compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof RangeError) throw broken(cause.message, { cause });
    throw cause;
  }
}

function broken(why: string, options?: ErrorOptions): DriverError {
  return new DriverError('card/session-broken', `PACE: ${why}`, options);
}
