import type { HuffmanTable } from './huffman.ts';
import { marker } from './markers.ts';
import type { QuantizationTable } from './quantization.ts';
import type { AnalysisFilters } from './wavelet.ts';

/** A decimal number as the tables hold it: `digits` / 10^`exponent`. */
export interface Scaled {
  readonly exponent: number;
  readonly digits: number;
}

/** The scaled number of 16 bits that is nearest. What a decoder does with it is reckoned from `scaledValue` of it, not from the value. */
export function scaled16(value: number): Scaled {
  return scaled(value, 0xffff);
}

export function scaledValue({ exponent, digits }: Scaled): number {
  return digits / 10 ** exponent;
}

function scaled(value: number, most: number): Scaled {
  if (value === 0) return { exponent: 0, digits: 0 };
  const exponent = Math.floor(Math.log10(most / value));
  return { exponent, digits: Math.round(value * 10 ** exponent) };
}

/** A marker and its segment, with the length that counts itself. */
function segment(code: number, body: readonly number[]): number[] {
  return [...bytes16(code), ...bytes16(body.length + 2), ...body];
}

function bytes16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function bytesOf16({ exponent, digits }: Scaled): number[] {
  return [exponent, ...bytes16(digits)];
}

/** DTT: the analysis filters, each from its middle tap on. */
export function transformSegment({ low, high }: AnalysisFilters): number[] {
  const halves = [low, high].map((filter) => filter.slice(0, filter.findLastIndex((tap) => tap !== 0) + 1));
  return segment(marker.transformTable, [
    ...halves.map((half) => 2 * half.length - 1),
    ...halves.flat().flatMap((tap) => {
      const { exponent, digits } = scaled(Math.abs(tap), 0xffff_ffff);
      return [tap < 0 ? 1 : 0, exponent, ...bytes16(digits >>> 16), ...bytes16(digits & 0xffff)];
    }),
  ]);
}

/** DQT: the bin centre and the widths of the 64 bands. */
export function quantizationSegment({ binCentre, binWidths, zeroBinWidths }: QuantizationTable): number[] {
  const widths = [...binWidths].flatMap((width, band) => [width, zeroBinWidths[band] ?? 0]);
  return segment(marker.quantizationTable, [
    ...bytesOf16({ exponent: 2, digits: Math.round(100 * binCentre) }),
    ...widths.flatMap((width) => bytesOf16(scaled16(width))),
  ]);
}

/** DHT: one table, in the place that blocks name. */
export function huffmanSegment(place: number, { lengths, symbols }: HuffmanTable): number[] {
  return segment(marker.huffmanTables, [place, ...lengths, ...symbols]);
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** A sample of the plane is (pixel − shift) / scale. */
  readonly shift: number;
  readonly scale: number;
}

/**
 * SOF. The numbers of encoder and software are given out with a certificate, which we have not: both are 0.
 */
export function frameSegment({ width, height, shift, scale }: Frame): number[] {
  const [black, white, encoder, software] = [0, 255, 0, 0];
  return segment(marker.startOfFrame, [
    black,
    white,
    ...bytes16(height),
    ...bytes16(width),
    ...bytesOf16(scaled16(shift)),
    ...bytesOf16(scaled16(scale)),
    encoder,
    ...bytes16(software),
  ]);
}

/** SOB: what follows is coded with the Huffman table of this place. */
export function blockSegment(place: number): number[] {
  return segment(marker.startOfBlock, [place]);
}

/** COM in the form of NISTCOM: a name and a value a line, the first line counts them. */
export function nistcomSegment(values: Readonly<Record<string, string | number>>): number[] {
  const lines = Object.entries(values).map(([name, value]) => `${name} ${value}`);
  const text = [`NIST_COM ${lines.length + 1}`, ...lines].join('\n');
  return segment(marker.comment, [...Buffer.from(text, 'latin1')]);
}

export const startOfImage: readonly number[] = bytes16(marker.startOfImage);
export const endOfImage: readonly number[] = bytes16(marker.endOfImage);
