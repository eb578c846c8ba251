import type { GrayPicture } from '../../picture.ts';
import { dequantize } from './quantization.ts';
import { readWsq, type WsqContent } from './read.ts';
import { synthesize } from './wavelet.ts';

/** A decoded fingerprint and what the file says of it. */
export interface WsqPicture extends GrayPicture {
  /** From the file's NISTCOM; the format itself has no place for it. */
  readonly resolutionPpi?: number;
  /** Texts as they stand in the file; not to be trusted. */
  readonly comments: readonly string[];
}

/** The four bands that no encoder keeps. */
const droppedBands = 60;

/**
 * Decodes a WSQ file (IAFIS-IC-0110 (V3)) of at most 4096 × 4096, with whatever tables, blocks and restart intervals it has. Filters
 * must have odd lengths up to nine taps.
 *
 * @throws WsqError with the place and the reason; sizes are refused before memory is taken for them
 */
export function decodeWsq(bytes: Uint8Array): WsqPicture {
  const content = readWsq(bytes);
  const { frame, comments } = content;
  const { width, height } = frame;
  const plane = new Float32Array(width * height);
  dequantize(content.coefficients, plane, width, content.subbands.bands, content.quantization);
  synthesize(plane, width, splitsOf(content), content.filters);
  const pixels = new Uint8Array(plane.length);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = grayOf((plane[i] ?? 0) * frame.scale + frame.shift);
  const resolutionPpi = resolutionOf(comments);
  return { width, height, pixels, comments, ...(resolutionPpi === undefined ? {} : { resolutionPpi }) };
}

/** The last split joins the dropped bands, which are zeros in every file but odd ones. */
function splitsOf({ subbands, quantization }: WsqContent): WsqContent['subbands']['splits'] {
  const hasDropped = quantization.binWidths.subarray(droppedBands).some((width) => width > 0);
  return hasDropped ? subbands.splits : subbands.splits.slice(0, -1);
}

/** Half goes up. What is no number, which only a spoilt file has, is black. */
function grayOf(level: number): number {
  return level > 0 ? Math.min(255, Math.floor(level + 0.5)) : 0;
}

function resolutionOf(comments: readonly string[]): number | undefined {
  const nistcom = comments.find((comment) => comment.startsWith('NIST_COM'));
  const ppi = Number(/^PPI (\d{1,5})$/m.exec(nistcom ?? '')?.[1] ?? 0);
  return ppi > 0 ? ppi : undefined;
}
