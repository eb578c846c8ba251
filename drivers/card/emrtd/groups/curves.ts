import { type WeierstrassPointCons, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import parameters from './standard-parameters.json' with { type: 'json' };

type NamedParameters = (typeof parameters.curves)[number];

/** One of the eleven curves of ICAO 9303-11 table 6. */
export interface Curve {
  readonly parameterId: number;
  readonly name: string;
  /** Object identifier, dotted. */
  readonly oid: string;
  readonly Point: WeierstrassPointCons<bigint>;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly fieldBytes: number;
}

/** Domain parameters as a certificate or a chip writes them out (X9.62 ECParameters). */
export interface ExplicitParameters {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  /** The generator, compressed or not. */
  readonly generator: Uint8Array;
  readonly n: bigint;
  readonly h?: bigint | undefined;
}

const made = new Map<string, Curve>();

/** @param name as in standard-parameters.json: `P-256`, `brainpoolP256r1` … */
export function curveOf(name: string): Curve {
  const known = made.get(name) ?? makeCurve(parameters.curves.find((curve) => curve.name === name));
  made.set(name, known);
  return known;
}

/** @param oid dotted. @returns nothing for a curve that is not in the table */
export function curveOfOid(oid: string): Curve | undefined {
  const found = parameters.curves.find((curve) => curve.oid === oid);
  return found && curveOf(found.name);
}

/**
 * The known curve that has exactly these parameters. Others are refused: whoever chooses a curve can choose one on which he
 * knows every private key.
 */
export function curveOfParameters(explicit: ExplicitParameters): Curve | undefined {
  const { p, a, b, n, h = 1n, generator } = explicit;
  const found = parameters.curves.find((curve) => hex(curve.p) === p && hex(curve.n) === n);
  if (!found || hex(found.a) !== a || hex(found.b) !== b || h !== 1n) return undefined;
  return isGenerator(found, generator) ? curveOf(found.name) : undefined;
}

function isGenerator({ x, y }: NamedParameters, generator: Uint8Array): boolean {
  const written = Buffer.from(generator).toString('hex');
  const parity = hex(y) % 2n === 0n ? '02' : '03';
  return written === `04${x}${y}` || written === `${parity}${x}`;
}

function makeCurve(named: NamedParameters | undefined): Curve {
  if (!named) throw new RangeError('no such curve');
  const [p, a, b, n] = [hex(named.p), hex(named.a), hex(named.b), hex(named.n)];
  const Point = weierstrass({ p, a, b, n, h: 1n, Gx: hex(named.x), Gy: hex(named.y) });
  const { id: parameterId, name, oid } = named;
  return { parameterId, name, oid, Point, p, a, b, n, fieldBytes: named.p.length / 2 };
}

function hex(digits: string): bigint {
  return BigInt(`0x${digits}`);
}
