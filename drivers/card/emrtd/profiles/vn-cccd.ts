/** How a kind of card is read, and what no honest card of that kind exceeds. */
export interface ChipProfile {
  /** Bytes asked for in one READ BINARY, best first; the next is tried when the card refuses the length. */
  readonly readBytes: readonly number[];
  readonly maxFileBytes: number;
  /** EF.DG2, which holds the portrait. */
  readonly maxFaceFileBytes: number;
  readonly maxApdus: number;
  readonly maxReadMs: number;
  /** Chips slow down after wrong passwords, some for good. */
  readonly maxPasswords: number;
  /** Wait before the second password; the third waits twice as long. */
  readonly passwordPauseMs: number;
}

/**
 * The Vietnamese CCCD / căn cước card. 231 bytes is what a short answer holds under 3DES secure messaging: 256 less 87, 99 and 8E
 * objects and padding. Extended length would need the card to announce it, which this one is not known to do (ICAO 9303-10
 * section 3.6.4.2).
 */
export const vnCccd: ChipProfile = {
  readBytes: [231, 160, 128, 96],
  maxFileBytes: 64 * 1024,
  maxFaceFileBytes: 512 * 1024,
  maxApdus: 4096,
  maxReadMs: 60_000,
  maxPasswords: 3,
  passwordPauseMs: 250,
};
