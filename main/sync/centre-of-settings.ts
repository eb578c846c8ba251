import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StationSettings } from '../settings.ts';
import type { Centre, CentreIdentity } from './centre.ts';

/**
 * The centre as `station.json` names it, with the certificates it points to.
 *
 * @throws Error when a certificate cannot be read, or when the address is `https:` without certificates or plain with them
 */
export function centreOfSettings({ stationNo, centre }: StationSettings, dataDir: string): Centre {
  const { url, signingKey, tls, proxyUrl, mostKbitPerSecond } = centre;
  // Without its own authority the station would believe whomever the system believes.
  if ((new URL(url).protocol === 'https:') !== (tls !== undefined))
    throw new Error('station.json: centre.tls goes with an https: address, and only with one');
  return {
    url,
    signingKey,
    stationNo,
    ...(tls ? { identity: readIdentity(tls, dataDir) } : {}),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
    ...(mostKbitPerSecond === undefined ? {} : { bytesPerSecond: mostKbitPerSecond * 125 }),
  };
}

function readIdentity(files: NonNullable<StationSettings['centre']['tls']>, dataDir: string): CentreIdentity {
  const read = (file: string): string => readFileSync(resolve(dataDir, file), 'utf8');
  return {
    authority: read(files.authorityFile),
    certificate: read(files.certificateFile),
    key: read(files.keyFile),
  };
}
