import type { StationErrorCode } from '../contract/errors.ts';

/** Whose failure it is that nothing was delivered: the line's, the station's standing with the centre, this packet's, the centre's. */
export type ErrorClass = 'line' | 'sign-in' | 'data' | 'centre';

const classes: Partial<Record<StationErrorCode, ErrorClass>> = {
  'line/down': 'line',
  'line/untrusted': 'line',
  'line/proxy': 'line',
  'line/damaged': 'data',
  'centre/not-registered': 'sign-in',
  'centre/stale-key': 'data',
  'centre/rejected': 'data',
  'centre/bad-receipt': 'data',
  'centre/unexpected-answer': 'data',
  'centre/unavailable': 'centre',
};

/**
 * The class decides who waits: what is the line's, the sign-in's or the centre's would fail for every packet, so all wait a
 * moment; what may be one packet's holds no other up.
 */
export function errorClass(code: StationErrorCode): ErrorClass {
  return classes[code] ?? 'data';
}
