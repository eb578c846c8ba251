import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv } from '../../tlv.ts';
import { onlyTlv } from '../asn1/asn1.ts';
import { decodePublicKey, type PublicKey } from '../asn1/public-key.ts';

/** The public key of active authentication. */
export type ActiveAuthenticationKey = Exclude<PublicKey, { kind: 'unusable' }>;

/**
 * EF.DG15: a SubjectPublicKeyInfo (ICAO 9303-10 section 4.7.15).
 *
 * @throws DriverError `card/data-invalid`, also for a kind of key or a curve that nobody uses for this
 */
export function decodeDg15(file: Uint8Array): ActiveAuthenticationKey {
  const dg15 = requireTlv(decodeTlvs(file), 0x6f);
  const key = decodePublicKey(onlyTlv(dg15.value));
  if (key.kind === 'unusable') throw new DriverError('card/data-invalid', `DG15: ${key.reason}`);
  return key;
}
