import vnCccdJson from './vn-cccd.json' with { type: 'json' };

/** How a kind of card is read, and what no honest card of that kind exceeds. */
export interface ChipProfile {
  /** How the card access number follows from what is printed; `printed` when it stands on the card itself. */
  readonly canRule: 'last-six-of-personal-number' | 'printed';
  /** Whether a chip that offers PACE and then refuses it may be opened by basic access; a reading says that it was. */
  readonly bacAfterPace: boolean;
  /** Passwords tried while a card lies there: chips slow down after wrong ones, some for good. */
  readonly maxTries: number;
  /** Wait before the second password; the third waits twice as long. */
  readonly triesPauseMs: number;
  /** Bytes asked for in one READ BINARY, best first; the next is tried when the card refuses the length. */
  readonly readBytes: readonly number[];
  readonly maxFileBytes: number;
  /** EF.DG2, which holds the portrait. */
  readonly maxFaceFileBytes: number;
  readonly maxApdus: number;
  readonly maxReadMs: number;
}

/** The Vietnamese CCCD / căn cước card. */
export const vnCccd: ChipProfile = { ...vnCccdJson, canRule: 'last-six-of-personal-number' };
