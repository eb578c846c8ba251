import { asn1, childrenOf, fail, fieldsOf, onlyTlv, smallOf } from '../asn1/asn1.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { type Certificate, decodeCertificate } from './certificate.ts';
import { findChain, isSelfSigned } from './chain.ts';
import { attempt, readable } from './finding.ts';
import { isGood } from './signature.ts';
import { decodeSignedData, findSigner, type SignedData, verifyContent } from './signed-data.ts';
import { judgeSigner } from './signer.ts';

/** A country's list of country signers (ICAO 9303-12 section 8), verified. */
export type MasterList =
  | {
      readonly status: 'accepted';
      /** DER, in the order of the list. */
      readonly certificates: readonly Uint8Array[];
      /** How many entries are no certificates we can read; they are left out. */
      readonly unreadable: number;
      /** `own-list`: its signer is vouched for by nothing but the list itself. */
      readonly anchoredIn: 'given-root' | 'own-list';
      readonly signedAt?: Date;
    }
  | {
      readonly status: 'refused';
      /** Kebab-case. */
      readonly reason: string;
    };

const masterListType = '2.23.136.1.1.2';
const masterListSigner = '2.23.136.1.1.3';
/** The longest lists have 1 MB and 700 certificates. */
const maxBytes = 16 * 1024 * 1024;
const maxCertificates = 4096;

/**
 * Verifies a master list and gives its certificates. Never throws: what is wrong with it is the reason.
 *
 * @param root the list issuer's country signer, DER, from elsewhere; without it the list can only vouch for itself
 */
export function importMasterList(file: Uint8Array, crypto: Crypto, now: Date, root?: Uint8Array): MasterList {
  const decoded = attempt(() => decodeMasterList(file));
  const given = root && attempt(() => decodeCertificate(root));
  if (!decoded || (root && !given)) return refused('malformed');
  const { data, entries } = decoded;
  const signer = findSigner(data)?.certificate;
  if (!signer) return refused('no-signer-certificate');
  const verdict = verifyContent(crypto, data, signer);
  if (!isGood(verdict)) return refused(`signature-${verdict}`);

  const signedAt = data.signer.attributes?.signingTime;
  const judged = judgeSigner(signer, { purpose: masterListSigner, signedAt, now });
  if (judged.status !== 'pass') return refused(judged.reason);
  const listed = readable(entries, decodeCertificate);
  const chain = findChain(crypto, signer, given ? [given, ...linksIn(crypto, listed, given)] : listed, now);
  if (chain.status !== 'pass') return refused(chain.reason);
  return {
    status: 'accepted',
    certificates: listed.map(({ bytes }) => Uint8Array.from(bytes)),
    unreadable: entries.length - listed.length,
    anchoredIn: given ? 'given-root' : 'own-list',
    ...(signedAt ? { signedAt } : {}),
  };
}

/** The list's own link certificates may lead from a newer key to the given root; its self-signed ones must not end a chain. */
function linksIn(crypto: Crypto, listed: readonly Certificate[], { subject }: Certificate): Certificate[] {
  return listed.filter((one) => one.subject.country === subject.country && !isSelfSigned(crypto, one));
}

/** CscaMasterList: a version and a SET of certificates. */
function decodeMasterList(file: Uint8Array): {
  readonly data: SignedData;
  readonly entries: readonly Uint8Array[];
} {
  if (file.length > maxBytes) fail('a master list too long');
  const data = decodeSignedData(file);
  if (data.contentType !== masterListType || !data.signer.attributes) fail('not a master list');
  const fields = fieldsOf(onlyTlv(data.content));
  if (smallOf(fields.take(asn1.integer)) !== 0) fail('another version of the master list');
  const entries = childrenOf(fields.take(asn1.set), asn1.set);
  fields.finish();
  if (entries.length > maxCertificates) fail('too many certificates');
  return { data, entries: entries.map(({ bytes }) => bytes) };
}

function refused(reason: string): MasterList {
  return { status: 'refused', reason };
}
