import { type Devices, openDevices, startHostWithNode } from '../devices.ts';

/** Runs `work` with a device process of its own, which ends with it. */
export async function withDevices<T>(work: (devices: Devices) => Promise<T>): Promise<T> {
  const devices = openDevices(startHostWithNode, () => undefined);
  try {
    return await work(devices);
  } finally {
    devices.close();
  }
}
