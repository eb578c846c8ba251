import type { DeviceTrust } from './device.ts';
import { openPortWatch, type PortWatch, sbiPorts } from './discovery.ts';
import { readScannerRoots } from './roots.ts';

/** The services of this machine, and whom of them to believe. Scanners of every kind share one. */
export interface SbiStation extends DeviceTrust {
  readonly watch: PortWatch;
}

export interface SbiStationOptions extends DeviceTrust {
  readonly ports?: readonly number[];
}

export function openSbiStation({ ports = sbiPorts, ...trust }: SbiStationOptions): SbiStation {
  return { ...trust, watch: openPortWatch(ports) };
}

/** As the environment of the device process says; see `SBI.md` beside this file. */
export const sbiStation: SbiStation = openSbiStation({
  roots: () => readScannerRoots(process.env['STATION_SBI_ROOTS']),
  environment: process.env['STATION_SBI_ENVIRONMENT'] ?? 'Production',
});
