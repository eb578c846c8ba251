import type { X509Certificate } from 'node:crypto';
import { DriverError } from '../errors.ts';
import type { SbiAddress } from './sbi-discovery.ts';
import { callSbi } from './sbi-http.ts';
import { readDeviceInfo, readDigitalId, readInfoAnswer, sbiVersion } from './sbi-messages.ts';
import { openSigned } from './sbi-trust.ts';

/** What a device has proved about itself. */
export interface SbiDevice {
  readonly port: number;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly deviceSubType: string;
  readonly serial: string;
  readonly model: string;
  readonly firmware: string;
}

/** What a station expects of every device. */
export interface SbiStation {
  /** Read each time, so that a root installed today counts today. */
  readonly roots: () => Promise<readonly X509Certificate[]>;
  /** `Production` but in tests: what a device that is registered says of itself. */
  readonly environment: string;
}

const infoTimeoutMs = 2000;

/**
 * Asks a device who it is and checks its signatures.
 *
 * @throws DriverError `finger/untrusted`, `finger/fault`
 * @throws LineError
 */
export async function identify(address: SbiAddress, station: SbiStation): Promise<SbiDevice> {
  const { port, deviceId } = address;
  const answer = await callSbi({
    port,
    verb: 'MOSIPDINFO',
    body: { type: 'Finger' },
    timeoutMs: infoTimeoutMs,
  });
  const trust = { roots: await station.roots(), now: new Date() };
  let failure = new DriverError('finger/untrusted', 'the device gives no signed information');
  for (const closed of readInfoAnswer(answer)) {
    try {
      const info = readDeviceInfo(await openSigned(closed, trust));
      if (info.deviceId !== deviceId) continue;
      const digitalId = readDigitalId(await openSigned(info.digitalId, trust));
      requireRegistration(info, station.environment);
      if (digitalId.serialNo !== address.digitalId.serialNo || digitalId.type !== 'Finger')
        throw new DriverError('finger/untrusted', 'the device is another than it said at first');
      return {
        port,
        deviceId,
        deviceCode: info.deviceCode,
        deviceSubType: digitalId.deviceSubType,
        serial: digitalId.serialNo,
        model: `${digitalId.make} ${digitalId.model}`.trim(),
        firmware: info.firmware,
      };
    } catch (error) {
      // Another device of the service may be the one.
      if (!(error instanceof DriverError)) throw error;
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
    throw new DriverError(
      'finger/untrusted',
      `the device is registered for another environment than ${environment}`,
    );
  if (purpose !== 'Registration')
    throw new DriverError('finger/untrusted', 'the device is not meant for registration');
  if (!specVersion.includes(sbiVersion))
    throw new DriverError('finger/fault', `the device does not speak version ${sbiVersion}`);
}
