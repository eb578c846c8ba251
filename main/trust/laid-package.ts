import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StationError } from '../contract/errors.ts';
import { importTrust } from './trust.ts';
import { maxTrustPackageBytes } from './trust-package.ts';

/** Where an administrator lays a package for a station that is installed: its store opens only in the station itself. */
const fileName = 'trust-package.jws';

/**
 * Installs the package that lies in the station's folder, if there is one. It stays there: the very same one again changes nothing.
 *
 * @throws StationError as `importTrust`, also for a file that is too long to be one
 */
export async function installLaidPackage(
  dataDir: string,
  station: Parameters<typeof importTrust>[0],
): Promise<'none' | 'installed' | 'unchanged'> {
  const file = join(dataDir, fileName);
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return 'none';
  if (size > maxTrustPackageBytes)
    throw new StationError('trust/unreadable', `${fileName} has ${size} bytes`);
  const { outcome } = await importTrust(station, (await readFile(file, 'utf8')).trim());
  return outcome;
}
