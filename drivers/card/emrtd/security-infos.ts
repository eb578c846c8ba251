import { DriverError } from '../../errors.ts';
import type { Tlv } from '../tlv.ts';
import {
  asn1,
  bigOf,
  bitBytesOf,
  childrenOf,
  fail,
  oidOf,
  onlyTlv,
  smallOf,
  unsignedOf,
} from './asn1/asn1.ts';
import { curveFrom } from './asn1/public-key.ts';
import { curveGroup } from './groups/curve-group.ts';
import type { Group } from './groups/group.ts';
import { standardGroup, standardNumberGroup } from './groups/standard-groups.ts';
import type { CipherName } from './key-derivation.ts';

/** How PACE maps the nonce to a generator: generic, integrated, or generic with chip authentication (ICAO 9303-11 section 4.4.3). */
export type Mapping = 'GM' | 'IM' | 'CAM';

export interface PaceInfo {
  readonly oid: string;
  readonly agreement: Group['kind'];
  readonly mapping: Mapping;
  readonly cipher: CipherName;
  readonly parameterId?: number;
}

export interface ChipAuthenticationInfo {
  readonly oid: string;
  readonly agreement: Group['kind'];
  readonly cipher: CipherName;
  readonly keyId?: bigint;
}

export interface ChipAuthenticationKey {
  readonly agreement: Group['kind'];
  /** The domain parameters; absent when they are none we know. */
  readonly group: Group | undefined;
  /** As it goes over the wire. */
  readonly publicKey: Uint8Array;
  readonly keyId?: bigint;
}

/** What a chip says it can do (ICAO 9303-11 section 9.2): EF.CardAccess, EF.CardSecurity and EF.DG14 hold such a list. */
export interface SecurityInfos {
  readonly pace: readonly PaceInfo[];
  /** Domain parameters written out, by their number. */
  readonly paceParameters: readonly { readonly parameterId?: number; readonly group: Group | undefined }[];
  readonly chipAuthentication: readonly ChipAuthenticationInfo[];
  readonly chipAuthenticationKeys: readonly ChipAuthenticationKey[];
  /** The signature algorithm of active authentication with ECDSA, as an object identifier. */
  readonly activeAuthentication?: string;
  /** Every entry about PACE as it came, hexadecimal and sorted: to compare two lists. */
  readonly paceBytes: readonly string[];
}

/** A list longer than this is no chip's. */
const maxInfos = 64;

const bsi = '0.4.0.127.0.7';
const paceArcs: Readonly<Record<string, Pick<PaceInfo, 'agreement' | 'mapping'>>> = {
  1: { agreement: 'dh', mapping: 'GM' },
  2: { agreement: 'ecdh', mapping: 'GM' },
  3: { agreement: 'dh', mapping: 'IM' },
  4: { agreement: 'ecdh', mapping: 'IM' },
  6: { agreement: 'ecdh', mapping: 'CAM' },
};
const agreementArcs: Readonly<Record<string, Group['kind']>> = { 1: 'dh', 2: 'ecdh' };
const cipherArcs: Readonly<Record<string, CipherName>> = {
  1: '3DES',
  2: 'AES-128',
  3: 'AES-192',
  4: 'AES-256',
};
const activeAuthenticationOid = '2.23.136.1.1.5';
const oids = {
  ecPublicKey: '1.2.840.10045.2.1',
  /** TR-03110's own name for a standardized group by number. */
  standardParameters: `${bsi}.1.2`,
  dhPublicNumber: '1.2.840.10046.2.1',
  dhKeyAgreement: '1.2.840.113549.1.3.1',
};

/**
 * Decodes a SET OF SecurityInfo. Entries of kinds unknown here are passed over, and so is one that is not written as its kind is:
 * what else the chip can do does not suffer from it.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeSecurityInfos(bytes: Uint8Array): SecurityInfos {
  const entries = childrenOf(onlyTlv(bytes, asn1.set), asn1.set);
  if (entries.length > maxInfos) fail(`${entries.length} entries`);
  const infos = entries.map(readableInfoFrom);
  const pick = <K extends Info['kind']>(kind: K): Extract<Info, { kind: K }>[] =>
    infos.filter((info): info is Extract<Info, { kind: K }> => info.kind === kind);
  const active = pick('active-authentication')[0];
  return {
    pace: pick('pace').map(({ info }) => info),
    paceParameters: pick('pace-parameters').map(({ info }) => info),
    chipAuthentication: pick('chip-authentication').map(({ info }) => info),
    chipAuthenticationKeys: pick('chip-authentication-key').map(({ info }) => info),
    ...(active ? { activeAuthentication: active.algorithm } : {}),
    paceBytes: entries
      .filter((_, i) => infos[i]?.kind === 'pace' || infos[i]?.kind === 'pace-parameters')
      .map((entry) => Buffer.from(entry.bytes).toString('hex'))
      .toSorted(),
  };
}

/** The group a PACE entry means: written out under its number, or the standard one of that number. */
export function groupOf(infos: SecurityInfos, { parameterId }: PaceInfo): Group | undefined {
  const written = infos.paceParameters.find((entry) => entry.parameterId === parameterId);
  if (written) return written.group;
  return parameterId === undefined ? undefined : standardGroup(parameterId);
}

type Info =
  | { readonly kind: 'pace'; readonly info: PaceInfo }
  | { readonly kind: 'pace-parameters'; readonly info: SecurityInfos['paceParameters'][number] }
  | { readonly kind: 'chip-authentication'; readonly info: ChipAuthenticationInfo }
  | { readonly kind: 'chip-authentication-key'; readonly info: ChipAuthenticationKey }
  | { readonly kind: 'active-authentication'; readonly algorithm: string }
  | { readonly kind: 'other' };

function readableInfoFrom(entry: Tlv): Info {
  try {
    return infoFrom(entry);
  } catch (error) {
    if (error instanceof DriverError) return { kind: 'other' };
    throw error;
  }
}

function infoFrom(entry: Tlv): Info {
  const [protocol, required, optional] = childrenOf(entry, asn1.sequence);
  const oid = oidOf(protocol);
  const arcs = oid.startsWith(`${bsi}.`) ? oid.slice(bsi.length + 1) : '';
  const [, , protocolArc, variant = '', cipherArc = ''] = arcs.split('.');
  const cipher = cipherArcs[cipherArc];
  if (arcs.startsWith('2.2.4.')) return paceFrom(oid, variant, cipher, required, optional);
  if (arcs.startsWith('2.2.3.')) {
    const agreement = agreementArcs[variant];
    if (!agreement || !cipher) return { kind: 'other' };
    return { kind: 'chip-authentication', info: { oid, agreement, cipher, ...keyIdOf(optional) } };
  }
  if (protocolArc === '1' && arcs.startsWith('2.2.1.'))
    return keyFrom(agreementArcs[variant], required, optional);
  if (oid === activeAuthenticationOid) return { kind: 'active-authentication', algorithm: oidOf(optional) };
  return { kind: 'other' };
}

function paceFrom(
  oid: string,
  variant: string,
  cipher: CipherName | undefined,
  required: Tlv | undefined,
  optional: Tlv | undefined,
): Info {
  const arc = paceArcs[variant];
  if (!arc) return { kind: 'other' };
  if (required?.tag === asn1.sequence)
    return { kind: 'pace-parameters', info: { group: groupFrom(required), ...parameterIdOf(optional) } };
  if (!cipher || smallOf(required) !== 2) return { kind: 'other' };
  return { kind: 'pace', info: { oid, ...arc, cipher, ...parameterIdOf(optional) } };
}

function keyFrom(
  agreement: Group['kind'] | undefined,
  required: Tlv | undefined,
  optional: Tlv | undefined,
): Info {
  if (!agreement) return { kind: 'other' };
  const [algorithm, bits] = childrenOf(required, asn1.sequence);
  const key = bitBytesOf(bits);
  const group = groupFrom(algorithm);
  const publicKey = agreement === 'dh' ? unsignedOf(onlyTlv(key, asn1.integer)) : key;
  const info = { agreement, group, publicKey: Uint8Array.from(publicKey), ...keyIdOf(optional) };
  return { kind: 'chip-authentication-key', info };
}

/** Domain parameters of an AlgorithmIdentifier: a number, a curve's name, or written out and equal to a curve we know. */
function groupFrom(algorithm: Tlv | undefined): Group | undefined {
  const [name, parameters] = childrenOf(algorithm, asn1.sequence);
  switch (oidOf(name)) {
    case oids.standardParameters:
      return standardGroup(smallOf(parameters));
    case oids.ecPublicKey: {
      const curve = curveFrom(parameters);
      return curve && curveGroup(curve);
    }
    case oids.dhPublicNumber:
    case oids.dhKeyAgreement: {
      const [p, g] = childrenOf(parameters, asn1.sequence);
      return standardNumberGroup(bigOf(p), bigOf(g));
    }
    default:
      return undefined;
  }
}

function keyIdOf(optional: Tlv | undefined): { keyId?: bigint } {
  return optional ? { keyId: bigOf(optional) } : {};
}

function parameterIdOf(optional: Tlv | undefined): { parameterId?: number } {
  return optional ? { parameterId: smallOf(optional) } : {};
}
