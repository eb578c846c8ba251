import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv } from '../../tlv.ts';
import { asn1, childrenOf, constructed, contentOf, oidOf, onlyTlv, smallOf } from '../asn1/asn1.ts';
import type { DigestName } from '../crypto/crypto.ts';
import { decodeDigestAlgorithm } from '../passive/algorithms.ts';

/** What the document security object says of the data groups (ICAO 9303-10 section 4.6.2). */
export interface SecurityObject {
  readonly digest: DigestName;
  /** Data group number to its hash. */
  readonly hashes: ReadonlyMap<number, Uint8Array>;
}

const signedDataOid = '1.2.840.113549.1.7.2';
const ldsSecurityObjectOid = '2.23.136.1.1.1';

/**
 * Takes the list of hashes out of EF.SOD: CMS SignedData around an LDSSecurityObject. Whether the signature holds is not looked at.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeSod(file: Uint8Array): SecurityObject {
  const sod = requireTlv(decodeTlvs(file), 0x77);
  const [type, content] = childrenOf(decodeTlvs(sod.value, 'der')[0], asn1.sequence);
  if (oidOf(type) !== signedDataOid) throw invalid('not CMS SignedData');
  const [signedData] = childrenOf(content, constructed(0));
  const [, , encapsulated] = childrenOf(signedData, asn1.sequence);
  const [eContentType, eContent] = childrenOf(encapsulated, asn1.sequence);
  if (oidOf(eContentType) !== ldsSecurityObjectOid) throw invalid('not an LDS security object');
  const [octets] = childrenOf(eContent, constructed(0));
  return decodeSecurityObject(contentOf(octets, asn1.octetString));
}

function decodeSecurityObject(bytes: Uint8Array): SecurityObject {
  const [version, algorithm, list] = childrenOf(onlyTlv(bytes), asn1.sequence);
  contentOf(version, asn1.integer);
  const digest = algorithm && decodeDigestAlgorithm(algorithm);
  if (!digest) throw invalid('unknown digest algorithm');

  const hashes = new Map<number, Uint8Array>();
  for (const entry of childrenOf(list, asn1.sequence)) {
    const [number, hash] = childrenOf(entry, asn1.sequence);
    const n = smallOf(number);
    if (n < 1 || n > 16) throw invalid('no such data group');
    if (hashes.has(n)) throw invalid(`two hashes for DG${n}`);
    hashes.set(n, Uint8Array.from(contentOf(hash, asn1.octetString)));
  }
  if (hashes.size === 0) throw invalid('lists nothing');
  return { digest, hashes };
}

function invalid(what: string): DriverError {
  return new DriverError('card/data-invalid', `SOD: ${what}`);
}
