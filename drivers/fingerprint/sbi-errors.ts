import { DriverError, type DriverErrorCode } from '../errors.ts';

/**
 * What a service's error codes mean for the officer (SBI 0.9.5 section "Error codes"; 113 to 122 and from 500 on as MockMDS uses
 * them). What is not here is a fault.
 */
export const sbiErrorCodes: Readonly<Record<string, DriverErrorCode>> = {
  // Of the device
  100: 'finger/untrusted', // not registered
  101: 'finger/not-placed', // no biometric object detected
  102: 'finger/fault', // technical error during extraction
  103: 'finger/untrusted', // tampered with
  104: 'finger/fault', // its management server cannot be reached
  105: 'finger/not-placed', // the fingers lie the wrong way
  106: 'finger/unplugged', // device not found
  107: 'finger/untrusted', // device key expired
  108: 'finger/fault', // domain key missing
  109: 'finger/fault', // so many fingers are not supported
  110: 'finger/fault', // not ready
  111: 'finger/busy',
  // Of the request
  112: 'finger/fault', // transaction id
  113: 'finger/fault',
  114: 'finger/fault', // type
  115: 'finger/fault', // environment
  116: 'finger/fault', // count
  117: 'finger/fault', // exception
  118: 'finger/fault',
  119: 'finger/fault', // bioSubType
  120: 'finger/fault',
  121: 'finger/fault',
  122: 'finger/fault',
  // Of the service
  500: 'finger/fault',
  501: 'finger/fault',
  502: 'finger/fault',
  503: 'finger/fault',
  504: 'finger/fault',
  505: 'finger/fault',
  506: 'finger/fault',
  507: 'finger/fault',
  551: 'finger/fault',
  // Of the live stream
  601: 'finger/fault', // not for authentication
  604: 'finger/fault', // device id missing
  605: 'finger/unplugged', // device id unknown
  606: 'finger/fault', // purpose
  607: 'finger/busy', // status is not ready
  608: 'finger/fault',
  609: 'finger/not-placed', // time is up
  610: 'finger/fault',
  // Of a registration capture
  700: 'finger/fault', // the stream stopped
  701: 'finger/not-placed', // time is up
  702: 'finger/busy', // captures with another device
  703: 'finger/busy', // a capture is running
  704: 'finger/fault', // device id missing
  705: 'finger/unplugged', // device id unknown
  706: 'finger/fault', // purpose of the device
  707: 'finger/not-placed', // no biometric
  708: 'finger/not-placed',
  709: 'finger/fault', // purpose of the service
  710: 'finger/fault',
  // Of an authentication capture, which we never ask for
  800: 'finger/fault', // the stream stopped
  801: 'finger/not-placed', // time is up
  803: 'finger/busy', // a capture is running
  804: 'finger/fault', // device id missing
  805: 'finger/unplugged', // device id unknown
  806: 'finger/fault', // purpose of the device
  809: 'finger/fault', // purpose of the service
  810: 'finger/fault',
  999: 'finger/fault',
};

/** The words `success` come with. */
const noError = '0';

export function isSbiError(code: string): boolean {
  return code !== noError && code !== '';
}

/** The service's own words are left out: nobody knows what a service writes into them. */
export function sbiErrorOf(code: string): DriverError {
  const known = Object.hasOwn(sbiErrorCodes, code) ? sbiErrorCodes[code] : undefined;
  const shown = /^\d{1,4}$/.test(code) ? code : 'of no number';
  return new DriverError(known ?? 'finger/fault', `the service reports error ${shown}`);
}
