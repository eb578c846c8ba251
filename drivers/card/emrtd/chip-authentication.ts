import { type Exchange, swSuccess } from '../apdu.ts';
import { encodeTlv } from '../tlv.ts';
import { oidBytes } from './asn1/oid.ts';
import { bytesFrom, isSame } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import type { Group, KeyPair } from './groups/group.ts';
import type { ChipAuthenticationMapping } from './pace.ts';
import type { ChipAuthenticationInfo, ChipAuthenticationKey, SecurityInfos } from './security-infos.ts';
import { keysFromSecret, type SessionKeys } from './session-cipher.ts';

/** A key of the chip and how it is used. */
export interface ChipAuthenticationSuite {
  readonly info: ChipAuthenticationInfo;
  readonly group: Group;
  readonly publicKey: Uint8Array;
  readonly keyId?: bigint;
}

/** A key without a description is used with 3DES (ICAO 9303-11 section 9.2.5, compatibility note). */
const impliedOid: Readonly<Record<Group['kind'], string>> = {
  dh: '0.4.0.127.0.7.2.2.3.1.1',
  ecdh: '0.4.0.127.0.7.2.2.3.2.1',
};
const strength = ['3DES', 'AES-128', 'AES-192', 'AES-256'] as const;

/** The strongest way of chip authentication EF.DG14 offers with parameters we know; nothing when there is none. */
export function chooseChipAuthentication(infos: SecurityInfos): ChipAuthenticationSuite | undefined {
  const suites = infos.chipAuthenticationKeys.flatMap((key) => suitesOf(infos, key));
  return suites.toSorted((a, b) => strength.indexOf(b.info.cipher) - strength.indexOf(a.info.cipher))[0];
}

function suitesOf(infos: SecurityInfos, key: ChipAuthenticationKey): ChipAuthenticationSuite[] {
  const { agreement, group, publicKey, keyId } = key;
  if (!group || group.kind !== agreement) return [];
  const described = infos.chipAuthentication.filter(
    (info) => info.agreement === agreement && (info.keyId === keyId || info.keyId === undefined),
  );
  const implied = { oid: impliedOid[agreement], agreement, cipher: '3DES' as const };
  const fitting = described.length > 0 ? described : [implied];
  return fitting.map((info) => ({ info, group, publicKey, ...(keyId === undefined ? {} : { keyId }) }));
}

/**
 * Chip authentication (ICAO 9303-11 section 6.2): an agreement with the chip's static key. Who has the private key can answer the
 * next protected command; who has not, cannot.
 *
 * @param exchange protected, with the passport application selected
 * @param keyPair other than random only for a worked example
 * @returns the keys the conversation goes on with; nothing when the chip refuses. Proved when the first answer under them
 *   verifies.
 * @throws RangeError when the chip's key is no element of its group
 */
export async function authenticateChip(
  crypto: Crypto,
  exchange: Exchange,
  { info, group, publicKey, keyId }: ChipAuthenticationSuite,
  keyPair: KeyPair = group.newKeyPair(),
): Promise<SessionKeys | undefined> {
  const secret = group.secretOf(group.multiply(keyPair.privateKey, publicKey));
  const reference = keyId === undefined ? [] : [encodeTlv(0x84, integerBytes(keyId))];
  const isDone =
    info.cipher === '3DES'
      ? await setKey(exchange, keyPair.publicKey, reference)
      : await setTemplate(exchange, info.oid, keyPair.publicKey, reference);
  return isDone ? keysFromSecret(crypto, info.cipher, secret) : undefined;
}

/** MSE:Set KAT, the way of 3DES (ICAO 9303-11 section 6.2.4.2). */
async function setKey(
  exchange: Exchange,
  key: Uint8Array,
  reference: readonly Uint8Array[],
): Promise<boolean> {
  const data = Buffer.concat([encodeTlv(0x91, key), ...reference]);
  const { sw } = await exchange({ cla: 0x00, ins: 0x22, p1: 0x41, p2: 0xa6, data });
  return sw === swSuccess;
}

/** MSE:Set AT and GENERAL AUTHENTICATE, the way of AES (ICAO 9303-11 section 6.2.4.1). */
async function setTemplate(
  exchange: Exchange,
  oid: string,
  key: Uint8Array,
  reference: readonly Uint8Array[],
): Promise<boolean> {
  const template = Buffer.concat([encodeTlv(0x80, oidBytes(oid)), ...reference]);
  const chosen = await exchange({ cla: 0x00, ins: 0x22, p1: 0x41, p2: 0xa4, data: template });
  if (chosen.sw !== swSuccess) return false;
  const data = encodeTlv(0x7c, encodeTlv(0x80, key));
  const { sw } = await exchange({ cla: 0x00, ins: 0x86, p1: 0, p2: 0, data, le: 0x100 });
  return sw === swSuccess;
}

/** Whether chip authentication mapping proves one of these keys: the chip's secret times it is the mapping key. */
export function isMappingProven(
  { group, secret, mappingKey }: ChipAuthenticationMapping,
  keys: readonly ChipAuthenticationKey[],
): boolean {
  return keys.some(({ publicKey, agreement }) => {
    if (agreement !== group.kind || secret <= 0n || secret >= group.order) return false;
    try {
      return isSame(group.multiply(secret, publicKey), mappingKey);
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
}

function integerBytes(value: bigint): Uint8Array {
  return bytesFrom(value, Math.max(1, Math.ceil(value.toString(16).length / 2)));
}
