import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv, type Tlv } from '../../tlv.ts';

/** What the document security object says of the data groups (ICAO 9303-10 section 4.6.2). */
export interface SecurityObject {
  /** As `node:crypto` names it. */
  readonly digest: string;
  /** Data group number to its hash. */
  readonly hashes: ReadonlyMap<number, Uint8Array>;
}

const sequence = 0x30;
const integer = 0x02;
const octetString = 0x04;
const objectIdentifier = 0x06;
const explicit0 = 0xa0;

/** Object identifiers as DER holds them. */
const signedDataOid = '2a864886f70d010702';
const ldsSecurityObjectOid = '678108010101';
const digestOids: Readonly<Record<string, string>> = {
  '2b0e03021a': 'sha1',
  '608648016503040204': 'sha224',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

/**
 * Takes the list of hashes out of EF.SOD: CMS SignedData around an LDSSecurityObject. Whether the signature holds is not looked at.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeSod(file: Uint8Array): SecurityObject {
  const sod = requireTlv(decodeTlvs(file), 0x77);
  const [contentInfo] = decodeTlvs(sod.value, 'der');
  const [type, content] = childrenOf(contentInfo, sequence);
  if (oidOf(type) !== signedDataOid) throw invalid('not CMS SignedData');
  const [signedData] = childrenOf(content, explicit0);
  const [, , encapsulated] = childrenOf(signedData, sequence);
  const [eContentType, eContent] = childrenOf(encapsulated, sequence);
  if (oidOf(eContentType) !== ldsSecurityObjectOid) throw invalid('not an LDS security object');
  const [octets] = childrenOf(eContent, explicit0);
  return decodeSecurityObject(contentOf(octets, octetString));
}

function decodeSecurityObject(bytes: Uint8Array): SecurityObject {
  const [object] = decodeTlvs(bytes, 'der');
  const [version, algorithm, list] = childrenOf(object, sequence);
  contentOf(version, integer);
  const [algorithmOid] = childrenOf(algorithm, sequence);
  const digest = digestOids[oidOf(algorithmOid)];
  if (!digest) throw invalid('unknown digest algorithm');

  const hashes = new Map<number, Uint8Array>();
  for (const entry of childrenOf(list, sequence)) {
    const [number, hash] = childrenOf(entry, sequence);
    const [n, ...rest] = contentOf(number, integer);
    if (n === undefined || rest.length > 0 || n < 1 || n > 16) throw invalid('no such data group');
    if (hashes.has(n)) throw invalid(`two hashes for DG${n}`);
    hashes.set(n, Uint8Array.from(contentOf(hash, octetString)));
  }
  if (hashes.size === 0) throw invalid('lists nothing');
  return { digest, hashes };
}

function childrenOf(node: Tlv | undefined, tag: number): Tlv[] {
  return decodeTlvs(contentOf(node, tag), 'der');
}

function contentOf(node: Tlv | undefined, tag: number): Uint8Array {
  if (node?.tag !== tag) throw invalid(`no ${tag.toString(16)} where one must stand`);
  return node.value;
}

function oidOf(node: Tlv | undefined): string {
  return Buffer.from(contentOf(node, objectIdentifier)).toString('hex');
}

function invalid(what: string): DriverError {
  return new DriverError('card/data-invalid', `SOD: ${what}`);
}
