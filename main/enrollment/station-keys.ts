import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Store } from '../../db/open.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { PrivateKey, PublicKey } from './public-key.ts';
import type { SigningKey } from './statement.ts';

/** What this station signs with, and what it is known by at the centre. */
export interface StationKeys extends SigningKey {
  readonly stationNo: string;
  readonly publicKey: PublicKey;
}

const setting = 'station-signing-key';

/** Reads the station's ES256 key pair from the encrypted store, and makes it the first time. The private key is never anywhere else. */
export async function openStationKeys(store: Store, stationNo: string): Promise<StationKeys> {
  const key = PrivateKey.parse(JSON.parse(readSetting(store, setting) ?? (await makeKey(store))));
  return {
    stationNo,
    kid: key.kid,
    publicKey: PublicKey.parse(key),
    privateKey: await importJWK(key, 'ES256'),
  };
}

async function makeKey(store: Store): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const text = JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
  writeSetting(store, setting, text);
  return text;
}
