/** One look at a live picture. */
export interface Look {
  /** The whole picture, very small: luma, 0–255. */
  readonly luma: Uint8Array;
  /** Some of its pixels as they are, not scaled: no two frames of a sensor are the same in all of them. */
  readonly pixels: Uint8Array;
  readonly atMs: number;
}

/** What has been seen of a live picture so far. */
export interface PictureWatch {
  /** `unproven` until the picture has changed once. */
  readonly state: 'unproven' | 'fine' | 'black' | 'frozen';
  readonly last?: Look;
  readonly blackSinceMs?: number;
  readonly sameSinceMs?: number;
}

/** A camera opens its eye within this time; a hand over the lens is longer there. */
const blackMs = 1500;
const frozenMs = 2000;
/** Nothing in a picture of a lit room, or of an unlit one, is as dark everywhere as a cap. */
const brightestOfBlack = 40;

export const noLook: PictureWatch = { state: 'unproven' };

/** What the next look tells: black where all of it is dark for a while, frozen where nothing changes for a while. */
export function advanceWatch(watch: PictureWatch, look: Look): PictureWatch {
  const isBlack = look.luma.every((value) => value < brightestOfBlack);
  const isSame = watch.last !== undefined && areEqual(watch.last.pixels, look.pixels);
  const blackSinceMs = isBlack ? (watch.blackSinceMs ?? look.atMs) : undefined;
  const sameSinceMs = isSame ? (watch.sameSinceMs ?? watch.last?.atMs) : undefined;
  return {
    state: stateOf(watch, { isBlack, isSame }, since(blackSinceMs, look), since(sameSinceMs, look)),
    last: look,
    ...(blackSinceMs === undefined ? {} : { blackSinceMs }),
    ...(sameSinceMs === undefined ? {} : { sameSinceMs }),
  };
}

function stateOf(
  { state, last }: PictureWatch,
  { isBlack, isSame }: { readonly isBlack: boolean; readonly isSame: boolean },
  blackForMs: number,
  sameForMs: number,
): PictureWatch['state'] {
  if (blackForMs >= blackMs) return 'black';
  if (sameForMs >= frozenMs) return 'frozen';
  const hasChanged = last !== undefined && !isSame && !isBlack;
  return hasChanged ? 'fine' : state;
}

function since(startMs: number | undefined, { atMs }: Look): number {
  return startMs === undefined ? 0 : atMs - startMs;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
