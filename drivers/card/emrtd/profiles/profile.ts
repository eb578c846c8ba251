import vnCccdJson from './vn-cccd.json' with { type: 'json' };

const canRules = ['last-six-of-personal-number', 'printed'] as const;
const expiryRules = ['by-law', 'printed'] as const;

/** How a kind of card is read, and what no honest card of that kind exceeds. */
export interface ChipProfile {
  /** How the card access number follows from what is printed; `printed` when it stands on the card itself. */
  readonly canRule: (typeof canRules)[number];
  /** Where the expiry of the MRZ comes from when only birth and issue are known: the law, or nowhere but the card itself. */
  readonly expiryRule: (typeof expiryRules)[number];
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
export const vnCccd: ChipProfile = {
  ...vnCccdJson,
  canRule: ruleNamed(canRules, vnCccdJson.canRule),
  expiryRule: ruleNamed(expiryRules, vnCccdJson.expiryRule),
};

/** @throws Error for a rule there is not: a profile that was edited wrongly reads no card */
function ruleNamed<R extends string>(rules: readonly R[], name: string): R {
  const found = rules.find((rule) => rule === name);
  if (found === undefined) throw new Error(`no rule is called ${name}; there are ${rules.join(', ')}`);
  return found;
}
