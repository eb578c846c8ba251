import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const certificateFile = /\.(cer|crt|pem)$/i;
const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const mostFiles = 100;
const mostFileBytes = 65_536;

/**
 * Reads whom to believe about scanners: every certificate in the folder's `*.cer`, `*.crt` and `*.pem` files, DER or PEM. What is
 * no certificate is nobody.
 *
 * @returns nobody for a folder that is not there
 */
export async function readScannerRoots(folder: string | undefined): Promise<readonly X509Certificate[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => certificateFile.test(name)).slice(0, mostFiles);
  return (await Promise.all(files.map((name) => certificatesIn(join(folder, name))))).flat();
}

async function certificatesIn(file: string): Promise<X509Certificate[]> {
  try {
    if ((await stat(file)).size > mostFileBytes) return [];
    const bytes = await readFile(file);
    const blocks = bytes.toString('latin1').match(pemBlock) ?? [bytes];
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}
