import type { Tlv } from '../../tlv.ts';
import {
  asn1,
  booleanOf,
  childrenOf,
  contentOf,
  fail,
  fieldsOf,
  generalizedTimeOf,
  hasBit,
  insideOf,
  oidOf,
  onlyTlv,
  primitive,
  smallOf,
} from '../asn1/asn1.ts';

/** What a certificate's extensions say, as far as passive authentication asks (ICAO 9303-12 section 7.1.1). */
export interface Extensions {
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  readonly isAuthority: boolean;
  /** How many more authorities may stand below. */
  readonly pathLength?: number;
  /** Absent: not limited. */
  readonly keyUsage?: {
    readonly digitalSignature: boolean;
    readonly keyCertSign: boolean;
    readonly crlSign: boolean;
  };
  /** Purposes as object identifiers; absent: not limited. */
  readonly purposes?: readonly string[];
  /** When the private key may sign; either end may be open. */
  readonly privateKeyUsage?: { readonly from?: Date; readonly to?: Date };
  /** The authority changed its name with this link certificate (ICAO 9303-12 section 7.1.1, nameChange). */
  readonly hasNameChange: boolean;
  /** Critical ones that we do not understand: whoever trusts the certificate must refuse it (RFC 5280 section 4.2). */
  readonly unknownCritical: readonly string[];
}

/** One extension: its value still encoded. */
export interface Extension {
  readonly oid: string;
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

const maxExtensions = 64;
const oids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  privateKeyUsage: '2.5.29.16',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  purposes: '2.5.29.37',
  nameChange: '2.23.136.1.1.6.1',
};
/** Names, policies, places of lists, document types: they narrow nothing that is asked of the certificate here. */
const harmless = ['2.5.29.17', '2.5.29.18', '2.5.29.31', '2.5.29.32', '2.23.136.1.1.6.2'];
const understood = new Set([...Object.values(oids), ...harmless]);

/**
 * @param wrapper `[3] EXPLICIT Extensions`, when there is one
 * @throws DriverError `card/data-invalid`
 */
export function decodeExtensions(wrapper: Tlv | undefined): Extensions {
  const list = wrapper ? decodeExtensionList(insideOf(wrapper, asn1.sequence)) : [];
  const find = (oid: string): Uint8Array | undefined => list.find((one) => one.oid === oid)?.value;
  const decoded = <T>(oid: string, decode: (value: Uint8Array) => T): T | undefined => {
    const value = find(oid);
    return value && decode(value);
  };
  return {
    isAuthority: false,
    hasNameChange: find(oids.nameChange) !== undefined,
    unknownCritical: list
      .filter(({ oid, isCritical }) => isCritical && !understood.has(oid))
      .map(({ oid }) => oid),
    ...decoded(oids.basicConstraints, decodeBasicConstraints),
    ...decoded(oids.authorityKeyId, decodeAuthorityKeyId),
    ...decoded(oids.subjectKeyId, (value) => ({ subjectKeyId: onlyTlv(value, asn1.octetString).value })),
    ...decoded(oids.keyUsage, decodeKeyUsage),
    ...decoded(oids.purposes, (value) => ({
      purposes: childrenOf(onlyTlv(value), asn1.sequence).map(oidOf),
    })),
    ...decoded(oids.privateKeyUsage, decodePrivateKeyUsage),
  };
}

/**
 * Extensions of a certificate, a revocation list or one of its entries.
 *
 * @throws DriverError `card/data-invalid`, also when one stands twice
 */
export function decodeExtensionList(node: Tlv): Extension[] {
  const list = childrenOf(node, asn1.sequence);
  if (list.length > maxExtensions) fail('too many extensions');
  const extensions = list.map((entry) => {
    const fields = fieldsOf(entry);
    const oid = oidOf(fields.take(asn1.oid));
    const critical = fields.takeIf(asn1.boolean);
    const value = contentOf(fields.take(asn1.octetString), asn1.octetString);
    fields.finish();
    return { oid, isCritical: critical !== undefined && booleanOf(critical), value };
  });
  if (new Set(extensions.map(({ oid }) => oid)).size < extensions.length) fail('an extension twice');
  return extensions;
}

function decodeBasicConstraints(value: Uint8Array): Pick<Extensions, 'isAuthority' | 'pathLength'> {
  const fields = fieldsOf(onlyTlv(value));
  const authority = fields.takeIf(asn1.boolean);
  const pathLength = fields.takeIf(asn1.integer);
  fields.finish();
  const isAuthority = authority !== undefined && booleanOf(authority);
  return { isAuthority, ...(pathLength ? { pathLength: smallOf(pathLength) } : {}) };
}

function decodeAuthorityKeyId(value: Uint8Array): Pick<Extensions, 'authorityKeyId'> {
  const keyId = fieldsOf(onlyTlv(value)).takeIf(primitive(0));
  return keyId ? { authorityKeyId: keyId.value } : {};
}

function decodeKeyUsage(value: Uint8Array): Pick<Extensions, 'keyUsage'> {
  const bits = contentOf(onlyTlv(value, asn1.bitString), asn1.bitString);
  return {
    keyUsage: { digitalSignature: hasBit(bits, 0), keyCertSign: hasBit(bits, 5), crlSign: hasBit(bits, 6) },
  };
}

function decodePrivateKeyUsage(value: Uint8Array): Pick<Extensions, 'privateKeyUsage'> {
  const fields = fieldsOf(onlyTlv(value));
  const [from, to] = [fields.takeIf(primitive(0)), fields.takeIf(primitive(1))];
  fields.finish();
  return {
    privateKeyUsage: {
      ...(from ? { from: generalizedTimeOf(from) } : {}),
      ...(to ? { to: generalizedTimeOf(to) } : {}),
    },
  };
}
