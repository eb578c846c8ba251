import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCertificate } from './certificate.ts';

// Certificates and revocation lists made by OpenSSL, the other program of these tests.

/** Keys and certificates of one test run. */
export interface Issued {
  /** DER */
  readonly certificate: Uint8Array;
  /** PEM */
  readonly key: string;
}

export interface CertificateOptions {
  readonly subject: string;
  /** Lines of an OpenSSL extension section. */
  readonly extensions: readonly string[];
  /** YYYYMMDDHHMMSSZ */
  readonly from?: string;
  readonly to?: string;
  readonly key?: string;
}

export interface CrlOptions {
  readonly revoked?: readonly Issued[];
  readonly from?: string;
  readonly to?: string;
  /** Says that it lists document signers only. */
  readonly isPartial?: boolean;
}

export interface Authority extends Issued {
  issue(options: CertificateOptions): Issued;
  /** A list signed by this authority, current on 2026-11-25 unless given. @returns DER */
  crl(options?: CrlOptions): Uint8Array;
}

export const authorityExtensions = [
  'basicConstraints=critical,CA:TRUE,pathlen:0',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
  'authorityKeyIdentifier=keyid',
];
export const signerExtensions = [
  'keyUsage=critical,digitalSignature',
  'subjectKeyIdentifier=hash',
  'authorityKeyIdentifier=keyid',
];

let count = 0;
const work = mkdtempSync(join(tmpdir(), 'passive-'));

export function newKey(curve = 'prime256v1'): string {
  return openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`]);
}

/** A self-signed country signer. */
export function openAuthority(options: Partial<CertificateOptions> = {}): Authority {
  const key = options.key ?? newKey();
  const folder = newFolder();
  writeFileSync(join(folder, 'authority.key'), key);
  const self = { subject: '/C=VN/O=TEST/CN=TEST CSCA', extensions: authorityExtensions, ...options, key };
  const certificate = issue(folder, self, ['-selfsign']);
  return authorityOf(folder, certificate, key);
}

/** Issues as `issued`, whose certificate may be a link certificate or a subordinate one. */
export function authorityFrom({ certificate, key }: Issued): Authority {
  const folder = newFolder();
  writeFileSync(join(folder, 'authority.key'), key);
  writeFileSync(join(folder, 'authority.pem'), pem(certificate));
  return authorityOf(folder, certificate, key);
}

function authorityOf(folder: string, certificate: Uint8Array, key: string): Authority {
  writeFileSync(join(folder, 'authority.pem'), pem(certificate));
  return {
    certificate,
    key,
    issue: (options) => {
      const subjectKey = options.key ?? newKey();
      return {
        certificate: issue(folder, { ...options, key: subjectKey }, ['-cert', 'authority.pem']),
        key: subjectKey,
      };
    },
    crl: ({ revoked = [], from = '20261101000000Z', to = '20270101000000Z', isPartial } = {}) => {
      writeFileSync(join(folder, 'index.txt'), revoked.map(indexLine).join(''));
      const dates = [
        '-crl_lastupdate',
        from,
        '-crl_nextupdate',
        to,
        ...(isPartial ? ['-crlexts', 'partial'] : []),
      ];
      openssl(['ca', '-gencrl', ...common, '-cert', 'authority.pem', ...dates, '-out', 'list.pem'], folder);
      openssl(['crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der'], folder);
      return Uint8Array.from(readFileSync(join(folder, 'list.der')));
    },
  };
}

const common = ['-config', 'authority.cnf', '-keyfile', 'authority.key', '-batch'];

function issue(
  folder: string,
  { key, subject, extensions, from, to }: CertificateOptions,
  how: readonly string[],
): Uint8Array {
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'subject.key'), key ?? '');
  writeFileSync(join(folder, 'extensions.cnf'), `[x]\n${extensions.join('\n')}\n`);
  openssl(
    [
      'req',
      '-new',
      '-key',
      'subject.key',
      '-subj',
      subject,
      '-out',
      'request.csr',
      '-config',
      'authority.cnf',
    ],
    folder,
  );
  const dates = ['-startdate', from ?? '20210101000000Z', '-enddate', to ?? '20410101000000Z'];
  const asked = [
    '-in',
    'request.csr',
    '-extfile',
    'extensions.cnf',
    '-extensions',
    'x',
    '-notext',
    '-out',
    'made.pem',
  ];
  openssl(['ca', ...common, ...how, ...dates, ...asked], folder);
  return Uint8Array.from(decodeCertificate(readFileSync(join(folder, 'made.pem'))).bytes);
}

function indexLine({ certificate }: Issued): string {
  const serial = Buffer.from(decodeCertificate(certificate).serial).toString('hex').toUpperCase();
  return `R\t410101000000Z\t260601000000Z\t${serial}\tunknown\t/CN=any\n`;
}

function newFolder(): string {
  const folder = join(work, String(++count));
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'authority.cnf'),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ncrlnumber=crlnumber\ndefault_md=sha256
policy=p\npreserve=yes\nunique_subject=no\ncrl_extensions=c\n[p]\ncountryName=optional\norganizationName=optional\ncommonName=supplied\n[c]\nauthorityKeyIdentifier=keyid\n[partial]\n2.5.29.28=critical,DER:30038101ff
[req]\ndistinguished_name=n\n[n]\n`,
  );
  writeFileSync(join(folder, 'crlnumber'), '01');
  return folder;
}

function pem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function openssl(args: readonly string[], cwd = work): string {
  return execFileSync('openssl', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
