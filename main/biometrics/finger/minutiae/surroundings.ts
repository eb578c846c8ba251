import { type Minutia, turnBetween } from './template.ts';

/**
 * What lies around each minutia, seen along its own direction, as bits that can be compared with few operations: the binary cylinders of
 * Cappelli, Ferrara and Maltoni (2010). A cylinder is a disc of cells, each with sections for the direction of the minutiae near it.
 */
export interface Surroundings {
  /** A fixed number of words per minutia: where others lie and how they point. */
  readonly bits: Uint32Array;
  /** As many: cells that the finger covers, so that an edge is no difference. */
  readonly known: Uint32Array;
}

const radius = 75;
const across = 12;
const sections = 5;
const cylinderWords = Math.ceil((across * across * sections) / 32);

/** How far a minutia's place and direction reach, pixels and radians: skin gives way. */
const placeSpread = 9.5;
const turnSpread = 0.75;
/** A bit is set where the others' sum reaches this; a minutia right on a cell gives 1. */
const leastPresence = 0.33;
/** A cell is known with a minutia of the finger this near, pixels. */
const knownReach = 55;

const cellSize = (2 * radius) / across;
/** The cells of the disc, and their middles in the direction of the minutia. */
const disc = Array.from({ length: across * across }, (_, cell) => ({
  cell,
  u: ((cell % across) + 0.5) * cellSize - radius,
  v: (Math.floor(cell / across) + 0.5) * cellSize - radius,
})).filter(({ u, v }) => u * u + v * v <= radius * radius);

export function surroundingsOf(minutiae: readonly Minutia[]): Surroundings {
  const bits = new Uint32Array(minutiae.length * cylinderWords);
  const known = new Uint32Array(minutiae.length * cylinderWords);
  const presence = new Float32Array(across * across * sections);
  for (const [index, centre] of minutiae.entries()) {
    presence.fill(0);
    const others = neighboursOf(centre, minutiae);
    for (const other of others) addPresence(presence, other);
    const words = [index * cylinderWords, (index + 1) * cylinderWords] as const;
    writeBits(bits.subarray(...words), known.subarray(...words), presence, others);
  }
  return { bits, known };
}

/** Another minutia as seen from one: place along and across its direction, and turn against it. */
interface Neighbour {
  readonly u: number;
  readonly v: number;
  readonly turn: number;
}

function neighboursOf(centre: Minutia, minutiae: readonly Minutia[]): Neighbour[] {
  const [cos, sin] = [Math.cos(centre.angle), Math.sin(centre.angle)];
  return minutiae.flatMap((other) => {
    const [dx, dy] = [other.x - centre.x, centre.y - other.y];
    const isFar = dx * dx + dy * dy > (radius + knownReach) ** 2;
    if (other === centre || isFar) return [];
    return { u: dx * cos + dy * sin, v: dy * cos - dx * sin, turn: turnBetween(centre.angle, other.angle) };
  });
}

function addPresence(presence: Float32Array, { u, v, turn }: Neighbour): void {
  const reach = 2.5 * placeSpread;
  for (const { cell, u: cellU, v: cellV } of disc) {
    const [du, dv] = [cellU - u, cellV - v];
    if (Math.abs(du) > reach || Math.abs(dv) > reach) continue;
    const nearness = Math.exp(-(du * du + dv * dv) / (2 * placeSpread * placeSpread));
    for (let section = 0; section < sections; section += 1) {
      const off = turnBetween((section / sections) * 2 * Math.PI, turn);
      const at = cell * sections + section;
      presence[at] =
        (presence[at] as number) + nearness * Math.exp(-(off * off) / (2 * turnSpread * turnSpread));
    }
  }
}

function writeBits(
  bits: Uint32Array,
  known: Uint32Array,
  presence: Float32Array,
  others: readonly Neighbour[],
): void {
  for (const { cell, u, v } of disc) {
    // The minutia itself is in the middle.
    const isKnown =
      u * u + v * v <= knownReach * knownReach ||
      others.some((other) => (other.u - u) ** 2 + (other.v - v) ** 2 <= knownReach * knownReach);
    if (!isKnown) continue;
    for (let section = 0; section < sections; section += 1) {
      const at = cell * sections + section;
      const [word, bit] = [at >>> 5, 1 << (at & 31)];
      known[word] = (known[word] as number) | bit;
      if ((presence[at] as number) >= leastPresence) bits[word] = (bits[word] as number) | bit;
    }
  }
}

/** Fewer set bits than this tell nothing. */
const leastBits = 8;

/** How alike the surroundings of two minutiae are, 0 to 1, over the cells that both know. */
export function likeness(a: Surroundings, indexA: number, b: Surroundings, indexB: number): number {
  const [startA, startB] = [indexA * cylinderWords, indexB * cylinderWords];
  let [different, onlyA, onlyB] = [0, 0, 0];
  for (let word = 0; word < cylinderWords; word += 1) {
    const both = (a.known[startA + word] as number) & (b.known[startB + word] as number);
    const [bitsA, bitsB] = [
      (a.bits[startA + word] as number) & both,
      (b.bits[startB + word] as number) & both,
    ];
    different += ones(bitsA ^ bitsB);
    onlyA += ones(bitsA);
    onlyB += ones(bitsB);
  }
  if (onlyA < leastBits || onlyB < leastBits) return 0;
  return 1 - Math.sqrt(different) / (Math.sqrt(onlyA) + Math.sqrt(onlyB));
}

/** Set bits of a word. */
function ones(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
