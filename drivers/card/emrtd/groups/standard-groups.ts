import { curveGroup } from './curve-group.ts';
import { curveOf } from './curves.ts';
import type { Group } from './group.ts';
import { numberGroup } from './number-group.ts';
import parameters from './standard-parameters.json' with { type: 'json' };

/**
 * The group a chip names by its number (ICAO 9303-11 table 6): 0–2 for numbers modulo a prime, 8–18 for curves.
 *
 * @returns nothing for a number that stands for none
 */
export function standardGroup(parameterId: number): Group | undefined {
  const dh = parameters.dh.find(({ id }) => id === parameterId);
  if (dh) return numberGroup({ id: dh.id, p: hex(dh.p), g: hex(dh.g), q: hex(dh.q) });
  const curve = parameters.curves.find(({ id }) => id === parameterId);
  return curve && curveGroup(curveOf(curve.name));
}

/** The standard number group with this prime and generator; nothing when there is none. */
export function standardNumberGroup(p: bigint, g: bigint): Group | undefined {
  const found = parameters.dh.find((dh) => hex(dh.p) === p && hex(dh.g) === g);
  return found && standardGroup(found.id);
}

function hex(digits: string): bigint {
  return BigInt(`0x${digits}`);
}
