import { toSVG } from 'bwip-js/node';

/** Code 128 (ISO/IEC 15417) of a text as SVG; the text itself is set below it in the form's own letters. */
export function code128(text: string): string {
  return toSVG({ bcid: 'code128', text, height: 12 });
}

/** QR code (ISO/IEC 18004) of a text as SVG, with medium error correction (bwip-js's default): the slip is folded and carried about. */
export function qrCode(text: string): string {
  return toSVG({ bcid: 'qrcode', text });
}
