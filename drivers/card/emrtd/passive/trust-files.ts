import { asn1 } from '../asn1/asn1.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { decodeCertificate } from './certificate.ts';
import { decodeCrl } from './crl.ts';
import { attempt } from './finding.ts';
import { importMasterList } from './master-list.ts';

/** A file that says whom to trust, as it came. */
export interface TrustFile {
  /** Only for telling which one is meant. */
  readonly name: string;
  /** `certificates`: one as DER, or any number as PEM. `crl`: likewise. `master-list`: CMS (ICAO 9303-12 section 8). */
  readonly kind: 'certificates' | 'crl' | 'master-list';
  readonly bytes: Uint8Array;
}

/** One thing found in a file, as DER with what people know it by. Plain data. */
export type TrustEntry =
  | {
      readonly kind: 'anchor';
      readonly file: string;
      readonly bytes: Uint8Array;
      /** Of the subject. */
      readonly country?: string;
      readonly from: Date;
      readonly to: Date;
    }
  | {
      readonly kind: 'crl';
      readonly file: string;
      readonly bytes: Uint8Array;
      /** Of the issuer. */
      readonly country?: string;
      readonly from: Date;
      readonly nextUpdate?: Date;
      /** How many certificates are on it. */
      readonly revoked: number;
    }
  | {
      readonly kind: 'unusable';
      readonly file: string;
      /** Kebab-case. */
      readonly reason: string;
    };

/** Much more than every country signer of the world as PEM. Revocation and master lists have limits of their own. */
const maxPemBytes = 16 * 1024 * 1024;

/**
 * What files of certificates, revocation lists and master lists hold. Certificates are taken as they are: whoever gives them vouches
 * for them. A master list must be signed by somebody it holds itself, or by one of the certificates given beside it.
 *
 * Never throws for what a file may hold: that is an `unusable` entry.
 */
export function readTrustFiles(files: readonly TrustFile[], crypto: Crypto, now: Date): TrustEntry[] {
  const ofKind = (kind: TrustFile['kind']): TrustFile[] => files.filter((file) => file.kind === kind);
  const given = ofKind('certificates').flatMap((file) => entriesOf(file, certificateForm));
  const roots = given.flatMap((entry) => (entry.kind === 'anchor' ? [entry.bytes] : []));
  return [
    ...given,
    ...ofKind('master-list').flatMap((file) => listedIn(file, roots, crypto, now)),
    ...ofKind('crl').flatMap((file) => entriesOf(file, crlForm)),
  ];
}

/** How a kind of object stands in files (RFC 7468 sections 5 and 7). */
interface Form {
  readonly pem: RegExp;
  readonly otherwise: string;
  /** @throws DriverError `card/data-invalid` */
  readonly read: (der: Uint8Array, file: string) => TrustEntry;
}

const certificateForm: Form = {
  pem: /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g,
  otherwise: 'not-a-certificate',
  read: anchorFrom,
};

const crlForm: Form = {
  pem: /-----BEGIN X509 CRL-----([^-]*)-----END X509 CRL-----/g,
  otherwise: 'not-a-revocation-list',
  read: (bytes, file) => {
    const { issuer, from, nextUpdate, revoked } = decodeCrl(bytes);
    const country = countryOf(issuer);
    return {
      kind: 'crl',
      file,
      bytes,
      ...country,
      from,
      ...(nextUpdate && { nextUpdate }),
      revoked: revoked.size,
    };
  },
};

function anchorFrom(bytes: Uint8Array, file: string): TrustEntry {
  const { subject, validity } = decodeCertificate(bytes);
  return { kind: 'anchor', file, bytes, ...countryOf(subject), from: validity.from, to: validity.to };
}

function countryOf({ country }: { readonly country: string | undefined }): { readonly country?: string } {
  return country === undefined ? {} : { country };
}

function entriesOf({ name, bytes }: TrustFile, { pem, otherwise, read }: Form): TrustEntry[] {
  const objects = bytes[0] === asn1.sequence ? [bytes] : pemObjects(bytes, pem);
  const found = objects.map((der) => attempt(() => read(der, name)) ?? unusable(name, otherwise));
  return found.length > 0 ? found : [unusable(name, otherwise)];
}

function pemObjects(file: Uint8Array, pem: RegExp): Uint8Array[] {
  if (file.length > maxPemBytes) return [];
  const text = Buffer.from(file.buffer, file.byteOffset, file.length).toString('latin1');
  return [...text.matchAll(pem)].map(([, base64 = '']) => Uint8Array.from(Buffer.from(base64, 'base64')));
}

function listedIn(
  { name, bytes }: TrustFile,
  roots: readonly Uint8Array[],
  crypto: Crypto,
  now: Date,
): TrustEntry[] {
  const alone = importMasterList(bytes, crypto, now);
  if (alone.status === 'accepted') return alone.certificates.map((der) => anchorFrom(der, name));
  for (const root of roots) {
    const rooted = importMasterList(bytes, crypto, now, root);
    if (rooted.status === 'accepted') return rooted.certificates.map((der) => anchorFrom(der, name));
  }
  return [unusable(name, `master-list-${alone.reason}`)];
}

function unusable(file: string, reason: string): TrustEntry {
  return { kind: 'unusable', file, reason };
}
