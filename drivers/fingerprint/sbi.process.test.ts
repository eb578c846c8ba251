import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram } from '../../fixtures/processes.ts';
import { openDevices, startHostWithNode } from '../../main/devices.ts';
import { type ScannerUnderTest, scannerContract, throughDevices } from './fingerprint-scanner.contract.ts';

const program = fileURLToPath(new URL('../../fixtures/fingerprint/virtual-sbi.ts', import.meta.url));

/** The virtual service behind real HTTP, in the real device process. */
async function openVirtual(): Promise<ScannerUnderTest> {
  const roots = await mkdtemp(join(tmpdir(), 'sbi-'));
  const service = startProgram(program, ['--roots', roots]);
  await service.fact(({ fact }) => fact === 'plugged');
  const devices = openDevices(
    () => startHostWithNode({ STATION_SBI_ROOTS: roots, STATION_SBI_ENVIRONMENT: 'Developer' }),
    () => undefined,
  );
  return {
    ...throughDevices(devices, service),
    // Each finger has 350 × 480; they stand side by side, 40 apart.
    expected: (position) => {
      const fingers = { 13: 4, 14: 4, 15: 2 }[position as number];
      return fingers ? { width: fingers * 390 - 40, height: 480 } : { width: 500, height: 600 };
    },
    close: async () => {
      devices.close();
      await service.stop();
      await rm(roots, { recursive: true, force: true });
    },
  };
}

scannerContract('the SBI scanner over HTTP', openVirtual);
