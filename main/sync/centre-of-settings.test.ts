import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleStationKeys } from '../../fixtures/central/samples.ts';
import type { StationSettings } from '../settings.ts';
import { centreOfSettings } from './centre-of-settings.ts';

let dir: string;
let settings: StationSettings;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'settings-'));
  for (const name of ['ca', 'station', 'key']) writeFileSync(join(dir, `${name}.pem`), name);
  const { publicKey } = await sampleStationKeys();
  settings = {
    office: { code: 'H99', superior: 'A', name: 'B', address: 'C', phone: '' },
    stationNo: '03',
    centre: { url: 'http://127.0.0.1:1', signingKey: publicKey, encryptionKey: publicKey },
    trustAuthorityKey: publicKey,
  };
});
afterAll(() => rmSync(dir, { recursive: true }));

const tls = { authorityFile: 'ca.pem', certificateFile: 'station.pem', keyFile: 'key.pem' };
const withCentre = (changes: Partial<StationSettings['centre']>): StationSettings => ({
  ...settings,
  centre: { ...settings.centre, ...changes },
});

describe('the centre in the settings', () => {
  it('is plain without certificates, proxy and limit', () => {
    const { url, signingKey } = settings.centre;
    expect(centreOfSettings(settings, dir)).toEqual({ url, signingKey, stationNo: '03' });
  });

  it('brings certificates from beside the settings, proxy and bandwidth', () => {
    const asked = withCentre({
      url: 'https://c.example',
      tls,
      proxyUrl: 'http://p:1',
      mostKbitPerSecond: 256,
    });
    expect(centreOfSettings(asked, dir)).toMatchObject({
      identity: { authority: 'ca', certificate: 'station', key: 'key' },
      proxyUrl: 'http://p:1',
      bytesPerSecond: 32_000,
    });
  });

  it('is refused when address and certificates do not go together, or one is missing', () => {
    expect(() => centreOfSettings(withCentre({ url: 'https://c.example' }), dir)).toThrow('centre.tls');
    expect(() => centreOfSettings(withCentre({ tls }), dir)).toThrow('centre.tls');
    const missing = withCentre({ url: 'https://c.example', tls: { ...tls, keyFile: 'none.pem' } });
    expect(() => centreOfSettings(missing, dir)).toThrow('none.pem');
  });
});
