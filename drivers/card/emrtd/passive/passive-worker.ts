/** A worker thread that runs passive authentication, so that the device process goes on serving its devices. */
import { parentPort } from 'node:worker_threads';
import type { Crypto } from '../crypto/crypto.ts';
import { javascriptCrypto } from '../crypto/javascript-crypto.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { authenticateSod, type PassiveAuthentication } from './passive-authentication.ts';
import type { TrustMaterial } from './trust.ts';

export interface PassiveRequest {
  readonly id: number;
  readonly sodFile: Uint8Array;
  readonly trust: TrustMaterial;
  readonly cryptoName: Crypto['name'];
  readonly now: Date;
}

export interface PassiveAnswer {
  readonly id: number;
  readonly result: PassiveAuthentication;
}

parentPort?.on('message', ({ id, sodFile, trust, cryptoName, now }: PassiveRequest) => {
  const crypto = cryptoName === 'node' ? nodeCrypto : javascriptCrypto;
  const result = authenticateSod(sodFile, trust, crypto, now);
  parentPort?.postMessage({ id, result } satisfies PassiveAnswer);
});
