import type { X509Certificate } from 'node:crypto';
import type { SbiAddress } from './discovery.ts';
import { SbiError } from './errors.ts';
import { callSbi } from './http.ts';
import { readDeviceInfo, readDigitalId, readInfoAnswer, type SbiType, sbiVersion } from './messages.ts';
import { openSigned } from './trust.ts';

/** What a device has proved about itself. */
export interface SbiDevice {
  readonly port: number;
  readonly type: SbiType;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly deviceSubType: string;
  readonly serial: string;
  readonly model: string;
  readonly firmware: string;
}

/** What a station expects of every device. */
export interface DeviceTrust {
  /** Read each time, so that a root installed today counts today. */
  readonly roots: () => Promise<readonly X509Certificate[]>;
  /** `Production` but in tests: what a device that is registered says of itself. */
  readonly environment: string;
}

const infoTimeoutMs = 2000;

/**
 * Asks a device who it is and checks its signatures.
 *
 * @throws SbiError `untrusted`, `fault`
 * @throws LineError
 */
export async function identify(address: SbiAddress, type: SbiType, station: DeviceTrust): Promise<SbiDevice> {
  const { port, deviceId } = address;
  const answer = await callSbi({
    port,
    verb: 'MOSIPDINFO',
    body: { type },
    timeoutMs: infoTimeoutMs,
  });
  const trust = { roots: await station.roots(), now: new Date() };
  let failure = new SbiError('untrusted', 'the device gives no signed information');
  for (const closed of readInfoAnswer(answer)) {
    try {
      const info = readDeviceInfo(await openSigned(closed, trust));
      if (info.deviceId !== deviceId) continue;
      const digitalId = readDigitalId(await openSigned(info.digitalId, trust));
      requireRegistration(info, station.environment);
      if (digitalId.serialNo !== address.digitalId.serialNo || digitalId.type !== type)
        throw new SbiError('untrusted', 'the device is another than it said at first');
      return {
        port,
        type,
        deviceId,
        deviceCode: info.deviceCode,
        deviceSubType: digitalId.deviceSubType,
        serial: digitalId.serialNo,
        model: `${digitalId.make} ${digitalId.model}`.trim(),
        firmware: info.firmware,
      };
    } catch (error) {
      // Another device of the service may be the one.
      if (!(error instanceof SbiError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

function requireRegistration(
  { env, purpose, specVersion }: { env: string; purpose: string; specVersion: readonly string[] },
  environment: string,
): void {
  if (env !== environment)
    throw new SbiError('untrusted', `the device is registered for another environment than ${environment}`);
  if (purpose !== 'Registration') throw new SbiError('untrusted', 'the device is not meant for registration');
  if (!specVersion.includes(sbiVersion))
    throw new SbiError('fault', `the device does not speak version ${sbiVersion}`);
}
