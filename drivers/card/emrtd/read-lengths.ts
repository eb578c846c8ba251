import type { ExtendedLength } from './extended-length.ts';
import type { CipherName } from './key-derivation.ts';

/** What lengths kinds of cards have taken, by answer to reset. Lives as long as the device process. */
export interface ReadLengths {
  /** The ladder for this kind of card: what worked last time first. */
  ladderFor(atr: Uint8Array, ladder: readonly number[]): readonly number[];
  /** This length worked. */
  prove(atr: Uint8Array, bytes: number): void;
  /** This length did not: whoever reads such a card next starts below it. */
  refuse(atr: Uint8Array, bytes: number): void;
}

/** A station sees few kinds of cards; a hostile one must not fill the memory. */
const maxKinds = 64;

export function openReadLengths(): ReadLengths {
  const most = new Map<string, number>();
  const remember = (atr: Uint8Array, bytes: number): void => {
    const kind = Buffer.from(atr).toString('hex');
    if (most.size >= maxKinds && !most.has(kind)) most.clear();
    most.set(kind, bytes);
  };
  return {
    ladderFor: (atr, ladder) => {
      const limit = most.get(Buffer.from(atr).toString('hex')) ?? Number.POSITIVE_INFINITY;
      const left = ladder.filter((bytes) => bytes <= limit);
      return left.length > 0 ? left : ladder.slice(-1);
    },
    prove: remember,
    refuse: (atr, bytes) => remember(atr, bytes - 1),
  };
}

/** What protection adds to a short answer leaves so much for data: 87, 99 and 8E objects and padding within 256 bytes. */
const shortBytes: Readonly<Record<'3DES' | 'AES', number>> = { '3DES': 231, AES: 223 };
/** Tag, length and indicator of a long 87 object, the 99 and the 8E, and the status outside. */
const longOverheadBytes = 5 + 4 + 10 + 2;

/**
 * Lengths to ask for, best first: those that fit a short answer, and longer ones only when the card announced them and the path
 * to it carries them.
 *
 * @param wanted the profile's lengths, best first
 * @param pathBytes longest response APDU the reader gives
 */
export function readLadder(
  wanted: readonly number[],
  cipher: CipherName,
  extended: ExtendedLength | undefined,
  pathBytes: number,
): readonly number[] {
  const block = cipher === '3DES' ? 8 : 16;
  const short = shortBytes[cipher === '3DES' ? '3DES' : 'AES'];
  const answerBytes = extended ? Math.min(extended.maxResponseBytes, pathBytes) : 0;
  const long = Math.floor((answerBytes - longOverheadBytes) / block) * block - 1;
  const most = Math.max(short, long);
  const fitting = wanted.filter((bytes) => bytes <= most);
  return most > short && !fitting.includes(most) && (wanted[0] ?? 0) > most ? [most, ...fitting] : fitting;
}
