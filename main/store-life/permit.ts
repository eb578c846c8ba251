import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import type { Store } from '../../db/open.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { StationError } from '../contract/errors.ts';
import { PrivateKey, PublicKey } from '../enrollment/public-key.ts';
import { readStatement } from '../enrollment/statement.ts';

/** What the trust authority signs about a station that may give packets to others and take theirs. */
export const StationPermit = z.strictObject({
  schema: z.literal(1),
  stationNo: z.string().regex(/^\d{2}$/),
  officeCode: z.string().regex(/^[A-Z]\d{2}$/),
  /** Signs what it gives. */
  signingKey: PublicKey,
  /** What it takes is encrypted to this. */
  transferKey: PublicKey,
  validFrom: z.iso.datetime({ precision: 3 }),
  validTo: z.iso.datetime({ precision: 3 }),
});
export type StationPermit = z.infer<typeof StationPermit>;

/**
 * Reads a permit.
 *
 * @throws StationError `transfer/not-approved` unless the authority signed it and it is valid now
 */
export async function readPermit(
  jws: string,
  authorityKey: PublicKey,
  nowMs: number,
): Promise<StationPermit> {
  try {
    const permit = StationPermit.parse(
      JSON.parse(await readStatement('station-permit', jws.trim(), [authorityKey])),
    );
    if (nowMs >= Date.parse(permit.validFrom) && nowMs < Date.parse(permit.validTo)) return permit;
  } catch (cause) {
    throw new StationError('transfer/not-approved', 'no permit of the authority', { cause });
  }
  throw new StationError('transfer/not-approved', 'the permit is not valid now');
}

const setting = 'station-transfer-key';

/** The pair that packets of other stations are encrypted to; made the first time. */
export async function openTransferKey(store: Store): Promise<PrivateKey> {
  const kept = readSetting(store, setting);
  if (kept !== undefined) return PrivateKey.parse(JSON.parse(kept));
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = PrivateKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
  writeSetting(store, setting, JSON.stringify(key));
  return key;
}
