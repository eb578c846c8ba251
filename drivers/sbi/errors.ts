import { DriverError, type DriverErrorCode } from '../errors.ts';

/** What can go wrong with a scanner of any kind behind a service. `nobody`: nothing to capture was there in time. */
export type SbiTrouble = 'unplugged' | 'nobody' | 'incomplete' | 'busy' | 'fault' | 'untrusted';

/** How a kind of scanner names its troubles. */
export type TroubleCodes = Readonly<Record<SbiTrouble, DriverErrorCode>>;

/** A trouble before it is known of which kind the scanner is. `message` is for logs only. */
export class SbiError extends Error {
  readonly trouble: SbiTrouble;

  constructor(trouble: SbiTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SbiError';
    this.trouble = trouble;
  }
}

export function driverErrorOf({ trouble, message, cause }: SbiError, codes: TroubleCodes): DriverError {
  return new DriverError(codes[trouble], message, { cause });
}

/**
 * What a service's error codes mean for the officer (SBI 0.9.5 section "Error codes"; 113 to 122 and from 500 on as MockMDS uses
 * them). What is not here is a fault.
 */
export const sbiErrorCodes: Readonly<Record<string, SbiTrouble>> = {
  // Of the device
  100: 'untrusted', // not registered
  101: 'nobody', // no biometric object detected
  102: 'fault', // technical error during extraction
  103: 'untrusted', // tampered with
  104: 'fault', // its management server cannot be reached
  105: 'nobody', // it lies the wrong way
  106: 'unplugged', // device not found
  107: 'untrusted', // device key expired
  108: 'fault', // domain key missing
  109: 'fault', // so many are not supported
  110: 'fault', // not ready
  111: 'busy',
  // Of the request
  112: 'fault', // transaction id
  113: 'fault',
  114: 'fault', // type
  115: 'fault', // environment
  116: 'fault', // count
  117: 'fault', // exception
  118: 'fault',
  119: 'fault', // bioSubType
  120: 'fault',
  121: 'fault',
  122: 'fault',
  // Of the service
  500: 'fault',
  501: 'fault',
  502: 'fault',
  503: 'fault',
  504: 'fault',
  505: 'fault',
  506: 'fault',
  507: 'fault',
  551: 'fault',
  // Of the live stream
  601: 'fault', // not for authentication
  604: 'fault', // device id missing
  605: 'unplugged', // device id unknown
  606: 'fault', // purpose
  607: 'busy', // status is not ready
  608: 'fault',
  609: 'nobody', // time is up
  610: 'fault',
  // Of a registration capture
  700: 'fault', // the stream stopped
  701: 'nobody', // time is up
  702: 'busy', // captures with another device
  703: 'busy', // a capture is running
  704: 'fault', // device id missing
  705: 'unplugged', // device id unknown
  706: 'fault', // purpose of the device
  707: 'nobody', // no biometric
  708: 'nobody',
  709: 'fault', // purpose of the service
  710: 'fault',
  // Of an authentication capture, which we never ask for
  800: 'fault', // the stream stopped
  801: 'nobody', // time is up
  803: 'busy', // a capture is running
  804: 'fault', // device id missing
  805: 'unplugged', // device id unknown
  806: 'fault', // purpose of the device
  809: 'fault', // purpose of the service
  810: 'fault',
  999: 'fault',
};

/** The words `success` come with. */
const noError = '0';

export function isSbiError(code: string): boolean {
  return code !== noError && code !== '';
}

/** The service's own words are left out: nobody knows what a service writes into them. */
export function sbiErrorOf(code: string): SbiError {
  const known = Object.hasOwn(sbiErrorCodes, code) ? sbiErrorCodes[code] : undefined;
  const shown = /^\d{1,4}$/.test(code) ? code : 'of no number';
  return new SbiError(known ?? 'fault', `the service reports error ${shown}`);
}
