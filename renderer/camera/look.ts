import type { Look } from './picture-watch.ts';

const [thumbWidth, thumbHeight] = [32, 18];
/** Of the middle, where somebody sits. */
const [pieceWidth, pieceHeight] = [192, 108];

/** Looks at live pictures; the canvas is made once. */
export function openLook(video: HTMLVideoElement): (atMs: number) => Look {
  const canvas = new OffscreenCanvas(pieceWidth, pieceHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (atMs) => {
    if (!context) return { luma: new Uint8Array(), pixels: new Uint8Array(), atMs };
    // It plays only when told to while no view shows it, and stops when one lets it go.
    if (video.paused) void video.play().catch(() => undefined);
    context.drawImage(video, 0, 0, thumbWidth, thumbHeight);
    const luma = lumaOf(context.getImageData(0, 0, thumbWidth, thumbHeight).data);
    const left = Math.max(0, Math.round((video.videoWidth - pieceWidth) / 2));
    const top = Math.max(0, Math.round((video.videoHeight - pieceHeight) / 2));
    context.drawImage(video, left, top, pieceWidth, pieceHeight, 0, 0, pieceWidth, pieceHeight);
    const pixels = new Uint8Array(context.getImageData(0, 0, pieceWidth, pieceHeight).data.buffer);
    return { luma, pixels, atMs };
  };
}

/** ITU-R BT.601. */
function lumaOf(rgba: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 4 }, (_, index) => {
    const [r = 0, g = 0, b = 0] = rgba.subarray(index * 4, index * 4 + 3);
    return 0.299 * r + 0.587 * g + 0.114 * b;
  });
}
