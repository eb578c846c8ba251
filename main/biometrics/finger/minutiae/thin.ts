/** The eight neighbours clockwise from the east; their bits in a neighbourhood code in this order. */
export function neighbourOffsets(width: number): readonly number[] {
  return [1, width + 1, width, width - 1, -1, -width - 1, -width, -width + 1];
}

/** Which neighbours of a pixel are set, one bit each. */
export function neighbourhood(picture: Uint8Array, at: number, offsets: readonly number[]): number {
  let code = 0;
  for (let bit = 0; bit < 8; bit += 1) code |= (picture[at + (offsets[bit] as number)] as number) << bit;
  return code;
}

/**
 * Whether a pixel may go for each neighbourhood: it is no end of a line, and its neighbours stay connected without it (connectivity number
 * one; Yokoi, Toriwaki and Fukumura 1975).
 */
const mayGo = Uint8Array.from({ length: 256 }, (_, code) => {
  const isSet = (bit: number): number => (code >> (bit % 8)) & 1;
  let count = 0;
  let connections = 0;
  for (let bit = 0; bit < 8; bit += 1) count += isSet(bit);
  for (let bit = 0; bit < 8; bit += 2) {
    const isOpen = 1 - isSet(bit);
    connections += isOpen - isOpen * (1 - isSet(bit + 1)) * (1 - isSet(bit + 2));
  }
  return count > 1 && connections === 1 ? 1 : 0;
});

/**
 * Thins ridges to lines one pixel wide, in place: layer by layer from south, north, east and west. Pixels at the picture's edge must be 0.
 */
export function thin(picture: Uint8Array, width: number): void {
  const offsets = neighbourOffsets(width);
  const sides = [width, -width, 1, -1];
  let ridge = pixelsOf(picture);
  let hasChanged = true;
  while (hasChanged) {
    hasChanged = false;
    for (const side of sides) {
      const border = ridge.filter(
        (at) => picture[at + side] === 0 && mayGo[neighbourhood(picture, at, offsets)] === 1,
      );
      for (const at of border) {
        // Its neighbours may have gone meanwhile.
        if (mayGo[neighbourhood(picture, at, offsets)] === 0) continue;
        picture[at] = 0;
        hasChanged = true;
      }
    }
    ridge = ridge.filter((at) => picture[at] === 1);
  }
}

function pixelsOf(picture: Uint8Array): Int32Array {
  const ridge = new Int32Array(picture.length);
  let count = 0;
  for (let at = 0; at < picture.length; at += 1) if (picture[at] === 1) ridge[count++] = at;
  return ridge.subarray(0, count);
}
