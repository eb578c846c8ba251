import type { TrustMaterial } from '../../drivers/card/emrtd/passive/trust.ts';
import type { TrustFile } from '../../drivers/card/emrtd/passive/trust-files.ts';
import type { Devices } from '../devices.ts';
import { currentTrust, trustMaterialOf } from '../trust/trust.ts';
import { readFolder } from './folder.ts';
import { UnusableInput } from './outcome.ts';
import { hasStore, withStore } from './station-store.ts';

type Kind = TrustFile['kind'];

const kinds: Readonly<Record<string, Kind>> = {
  cer: 'certificates',
  crt: 'certificates',
  pem: 'certificates',
  ml: 'master-list',
  crl: 'crl',
};

/** Whole countries' lists are longer than any file of a chip. */
const maxBytes: Readonly<Record<Kind, number>> = {
  certificates: 1024 * 1024,
  crl: 8 * 1024 * 1024,
  'master-list': 16 * 1024 * 1024,
};

/**
 * Whom a command believes: the folder `--trust`; else what is installed on the station `--data` or `STATION_DATA`; else nobody.
 *
 * @throws UnusableInput naming the folder, or the file in it that does not hold what its name says
 */
export function chosenTrust(
  devices: Devices,
  { trust: dir, data }: Readonly<Record<string, string | undefined>>,
): Promise<TrustMaterial> {
  return dir === undefined ? installedTrust(data) : readTrustFolder(devices, dir);
}

async function installedTrust(data: string | undefined): Promise<TrustMaterial> {
  const dataDir = data ?? process.env['STATION_DATA'];
  const hasStation = dataDir !== undefined && dataDir !== '' && (data !== undefined || hasStore(dataDir));
  return trustMaterialOf(hasStation ? await withStore(dataDir, currentTrust) : undefined);
}

async function readTrustFolder(devices: Devices, dir: string): Promise<TrustMaterial> {
  const found = await readFolder(dir, (name) => {
    const kind = kindOf(name);
    return kind && maxBytes[kind];
  });
  const files = found.flatMap(({ name, bytes }): TrustFile[] => {
    const kind = kindOf(name);
    return kind ? [{ name, kind, bytes }] : [];
  });
  const entries = await devices.call('read-trust-files', { files });
  for (const entry of entries) {
    if (entry.kind === 'unusable') throw new UnusableInput(`${dir}: ${entry.file}: ${entry.reason}`);
  }
  const bytesOf = (kind: 'anchor' | 'crl'): Uint8Array[] =>
    entries.flatMap((entry) => (entry.kind === kind ? [entry.bytes] : []));
  return { anchors: bytesOf('anchor'), crls: bytesOf('crl') };
}

function kindOf(name: string): Kind | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(kinds, ending) ? kinds[ending] : undefined;
}
