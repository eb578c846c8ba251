import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram } from '../../fixtures/processes.ts';
import { openDevices, startHostWithNode } from '../../main/devices.ts';
import {
  type IrisScannerUnderTest,
  irisScannerContract,
  irisThroughDevices,
} from './iris-scanner.contract.ts';

const program = fileURLToPath(new URL('../../fixtures/iris/virtual-sbi.ts', import.meta.url));

/** The virtual service behind real HTTP, in the real device process. */
async function openVirtual(): Promise<IrisScannerUnderTest> {
  const roots = await mkdtemp(join(tmpdir(), 'sbi-'));
  const service = startProgram(program, ['--roots', roots]);
  await service.fact(({ fact }) => fact === 'plugged');
  const devices = openDevices(
    () => startHostWithNode({ STATION_SBI_ROOTS: roots, STATION_SBI_ENVIRONMENT: 'Developer' }),
    () => undefined,
  );
  return {
    ...irisThroughDevices(devices, service),
    close: async () => {
      devices.close();
      await service.stop();
      await rm(roots, { recursive: true, force: true });
    },
  };
}

irisScannerContract('the SBI iris scanner over HTTP', openVirtual);
