import type { FingerCapture, FingerPlace, FingerPosition, PackedFinger } from './scanner.ts';

/** How SBI names fingers (`bioSubType`), by position. */
const fingerNames: Readonly<Partial<Record<FingerPosition, string>>> = {
  1: 'Right Thumb',
  2: 'Right IndexFinger',
  3: 'Right MiddleFinger',
  4: 'Right RingFinger',
  5: 'Right LittleFinger',
  6: 'Left Thumb',
  7: 'Left IndexFinger',
  8: 'Left MiddleFinger',
  9: 'Left RingFinger',
  10: 'Left LittleFinger',
};
const positionsByName = new Map(
  Object.entries(fingerNames).map(([position, name]) => [name, Number(position) as FingerPosition]),
);

/** The fingers of a placement, left to right as they lie on the glass. */
const placements: Readonly<Partial<Record<FingerPosition, readonly FingerPosition[]>>> = {
  13: [2, 3, 4, 5],
  14: [10, 9, 8, 7],
  15: [6, 1],
};

/** @returns a single finger's own position for a single finger */
export function fingersOf(position: FingerPosition): readonly FingerPosition[] {
  return placements[position] ?? [position];
}

export function nameOf(position: FingerPosition): string {
  return fingerNames[position] ?? 'UNKNOWN';
}

/** @returns undefined for names of no finger, `UNKNOWN` among them */
export function positionOf(name: string): FingerPosition | undefined {
  return positionsByName.get(name);
}

/** Which part of the device is asked: 1 left hand, 2 right hand, 3 thumbs; 0 where there is but one. */
export function deviceSubIdOf(position: FingerPosition, deviceSubType: string): number {
  if (deviceSubType === 'Single') return 0;
  const fingers = fingersOf(position);
  if (fingers.some((finger) => finger === 1 || finger === 6)) return 3;
  return fingers.some((finger) => finger > 6) ? 1 : 2;
}

/** Between the pictures of two fingers. */
const gapPixels = 40;
const white = 255;

/**
 * Makes one picture of a placement: each finger's own, side by side as on the glass, none scaled or changed. `fingers` says where
 * each one is, so it can be cut out again pixel by pixel. What is not in pixels at one resolution stays packed.
 */
export function placementOf(position: FingerPosition, packed: readonly PackedFinger[]): FingerCapture {
  const [first] = packed;
  const isInPixels = packed.every(
    ({ encoding, resolutionPpi }) => encoding === 'raw' && resolutionPpi === first?.resolutionPpi,
  );
  if (!first || !isInPixels) return { position, packed };
  const height = Math.max(...packed.map((finger) => finger.height));
  const fingers: FingerPlace[] = [];
  let width = 0;
  for (const finger of packed) {
    const left = fingers.length === 0 ? 0 : width + gapPixels;
    const top = Math.floor((height - finger.height) / 2);
    const { position: own, quality } = finger;
    fingers.push({ position: own, left, top, width: finger.width, height: finger.height, quality });
    width = left + finger.width;
  }
  const pixels = new Uint8Array(width * height).fill(white);
  for (const [index, { bytes }] of packed.entries()) paste(bytes, fingers[index], pixels, width);
  return { position, width, height, resolutionPpi: first.resolutionPpi, pixels, fingers };
}

function paste(from: Uint8Array, place: FingerPlace | undefined, to: Uint8Array, pitch: number): void {
  if (!place) return;
  for (let row = 0; row < place.height; row += 1) {
    const line = from.subarray(row * place.width, (row + 1) * place.width);
    to.set(line, (place.top + row) * pitch + place.left);
  }
}
