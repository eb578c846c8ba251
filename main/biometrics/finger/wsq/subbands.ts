/** A rectangle of the plane, in samples from the top left. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An area that the filters part in four. */
export interface Split extends Area {
  /** The high band comes first: this area holds an upper half, whose frequencies run backwards. */
  readonly highFirstX: boolean;
  readonly highFirstY: boolean;
}

export interface Subbands {
  /** Parents before children; the last one makes the bands 60 … 63, which no encoder keeps. */
  readonly splits: readonly Split[];
  /** The 64 bands in the order of their coefficients in the file. Those of a small picture may be empty. */
  readonly bands: readonly Area[];
}

type Shape = 'band' | readonly [Shape, Shape, Shape, Shape];

const four: Shape = ['band', 'band', 'band', 'band'];
const sixteen: Shape = [four, four, four, four];
/** Top left, top right, bottom left, bottom right, each again so: the decomposition of IAFIS-IC-0110 (V3) annex A, low frequencies first. */
const tree: Shape = [
  [[[four, 'band', 'band', 'band'], four, four, four], sixteen, sixteen, 'band'],
  four,
  four,
  four,
];

/** Where the 64 bands of a picture lie, and by which splits they come about. */
export function subbandsOf(width: number, height: number): Subbands {
  const splits: Split[] = [];
  const bands: Area[] = [];
  const grow = (shape: Shape, area: Area, isRight: boolean, isBottom: boolean): void => {
    if (shape === 'band') {
      bands.push(area);
      return;
    }
    splits.push({ ...area, highFirstX: isRight, highFirstY: isBottom });
    const left = firstLength(area.width, isRight);
    const top = firstLength(area.height, isBottom);
    const right = { x: area.x + left, width: area.width - left };
    const bottom = { y: area.y + top, height: area.height - top };
    grow(shape[0], { ...area, width: left, height: top }, false, false);
    grow(shape[1], { ...area, ...right, height: top }, true, false);
    grow(shape[2], { ...area, ...bottom, width: left }, false, true);
    grow(shape[3], { ...right, ...bottom }, true, true);
  };
  grow(tree, { x: 0, y: 0, width, height }, false, false);
  return { splits, bands };
}

/** The low band has the middle sample of an odd length. */
function firstLength(length: number, highFirst: boolean): number {
  return highFirst ? Math.floor(length / 2) : Math.ceil(length / 2);
}
