import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { preloadEnvironment } from '../../fixtures/fingerprint/hidraw.ts';
import { startProgram } from '../../fixtures/processes.ts';
import { openDevices, startHostWithNode } from '../../main/devices.ts';
import { type ScannerUnderTest, scannerContract, throughDevices } from './fingerprint-scanner.contract.ts';

const isThere = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].some((dir) =>
  existsSync(`${dir}/libumockdev-preload.so.0`),
);
const program = fileURLToPath(new URL('../../fixtures/fingerprint/virtual-scanner.ts', import.meta.url));

/** The virtual scanner behind the real node-hid, in the real device process. */
async function openVirtual(): Promise<ScannerUnderTest> {
  const root = await mkdtemp(join(tmpdir(), 'hid-'));
  const scanner = startProgram(program, ['--root', root]);
  await scanner.fact(({ fact }) => fact === 'plugged');
  const devices = openDevices(
    () => startHostWithNode(preloadEnvironment(root)),
    () => undefined,
  );
  return {
    ...throughDevices(devices, scanner),
    expected: (position) => (position >= 13 ? { width: 1600, height: 1000 } : { width: 500, height: 600 }),
    close: async () => {
      devices.close();
      await scanner.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

if (isThere) scannerContract('the HID scanner over node-hid', openVirtual);
else
  describe.skip('the HID scanner over node-hid', () =>
    it('needs umockdev, which is for Linux', () => undefined));
