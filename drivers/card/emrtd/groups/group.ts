/** A private and a public key of one group. */
export interface KeyPair {
  readonly privateKey: bigint;
  /** As it goes over the wire: an uncompressed point `04 x y`, or a number as long as the prime. */
  readonly publicKey: Uint8Array;
}

/**
 * A group for key agreement: an elliptic curve or the numbers modulo a prime, with a generator that PACE may replace.
 *
 * Elements of others are checked before use: on the curve, of the right order, not the neutral element; `2 ≤ y ≤ p − 2` and
 * `y^q = 1` for numbers.
 *
 * @throws RangeError for an element that is none
 */
export interface Group {
  readonly kind: 'ecdh' | 'dh';
  /** Number in ICAO 9303-11 table 6; absent when the parameters stand in no table. */
  readonly parameterId: number;
  /** The prime of the field. */
  readonly prime: bigint;
  /** Bytes of a field element. */
  readonly fieldBytes: number;
  /** Order of the generator. */
  readonly order: bigint;
  newKeyPair(): KeyPair;
  /** `privateKey · G` on the generator of this group. */
  publicKeyOf(privateKey: bigint): Uint8Array;
  /** `privateKey · theirs`, as a public key is written. */
  multiply(privateKey: bigint, theirs: Uint8Array): Uint8Array;
  /** What goes into key derivation: the x-coordinate of a point, or the whole number (ICAO 9303-11 section 9.7.1). */
  secretOf(element: Uint8Array): Uint8Array;
  /** Generic mapping: the same group with the generator `s·G + H` (ICAO 9303-11 section 4.4.3.3.1). */
  mapGeneric(s: bigint, h: Uint8Array): Group;
  /**
   * Integrated mapping: the same group with a generator made of a pseudo-random field element (ICAO 9303-11 section 4.4.3.3.2,
   * appendix B).
   */
  mapIntegrated(element: bigint): Group;
}
