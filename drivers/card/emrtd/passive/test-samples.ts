import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCertificate } from './certificate.ts';

// Certificates and files of others, which stay where they are.

const folder = process.env['STATION_SAMPLES'];

/** Says in a test's name what it lacks when it is skipped. */
export const needsSamples = 'set STATION_SAMPLES to the folder with chip/';
export const hasSamples = folder !== undefined && existsSync(join(folder, 'chip'));

/** @param path below `chip/` */
export function sample(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(join(folder ?? '', 'chip', path)));
}

export interface MockSigner {
  readonly name: string;
  readonly certificate: Uint8Array;
  /** PEM */
  readonly key: string;
  /** Absent for the two whose issuer is not among the samples. */
  readonly issuer: Uint8Array | undefined;
}

/** Those whose issuer stands in another folder (SOURCES.txt). */
const issuerFolders: Readonly<Record<string, string>> = {
  sha256_rsa_65537_2048: 'sha256_rsa_65537_4096',
  sha384_rsapss_48_65537_2048: 'sha384_rsapss_48_65537_4096',
};

/** Document signers over every kind of key and signature, with their private keys. */
export function mockSigners(): MockSigner[] {
  const mocks = join(folder ?? '', 'chip', 'pa-mock-certs');
  if (!hasSamples) return [];
  return readdirSync(mocks)
    .filter((name) => existsSync(join(mocks, name, 'mock_dsc.pem')))
    .map((name) => {
      const issuer = join('pa-mock-certs', issuerFolders[name] ?? name, 'mock_csca.pem');
      return {
        name,
        certificate: sample(`pa-mock-certs/${name}/mock_dsc.pem`),
        key: readFileSync(join(mocks, name, 'mock_dsc.key'), 'utf8'),
        issuer: existsSync(join(mocks, '..', issuer)) ? decodeCertificate(sample(issuer)).bytes : undefined,
      };
    });
}
