import { drawingToPng } from '../picture.ts';

/** x and y in millimetres, pressure 0 to 1, time in milliseconds. */
export type PenPoint = readonly [number, number, number, number];

/** From pen down to pen up. */
export type PenStroke = readonly PenPoint[];

/** How much there is of a signature: the whole way of the pen on the pad, and how far apart its farthest edges are. */
export function penExtent(strokes: readonly PenStroke[]): { lengthMm: number; extentMm: number } {
  const box = boxOf(strokes);
  if (!box) return { lengthMm: 0, extentMm: 0 };
  const lengthMm = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  return { lengthMm, extentMm: Math.hypot(box.width, box.height) };
}

function lengthOf(stroke: PenStroke): number {
  return stroke.slice(1).reduce((sum, [x, y], index) => {
    const [fromX, fromY] = stroke[index] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);
}

/** Of the picture, pixels: 300 to the inch in the field of the sheet. */
const pictureWidth = 709;
/** Lines without and with full pressure, in pixels of the picture. */
const thinnest = 3;
const thickest = 10;
/** Kept free at each edge. */
const margin = 12;

/**
 * Draws a signature black on white, as large as a picture of this shape allows; pressure makes the line wider.
 *
 * @param aspect width over height
 * @returns 8-bit gray PNG
 */
export function drawPen(strokes: readonly PenStroke[], aspect: number): Promise<Uint8Array> {
  const width = pictureWidth;
  const height = Math.round(width / aspect);
  const box = boxOf(strokes) ?? { x: 0, y: 0, width: 1, height: 1 };
  const scale = Math.min(
    (width - 2 * margin) / Math.max(box.width, 1),
    (height - 2 * margin) / Math.max(box.height, 1),
  );
  const left = (width - box.width * scale) / 2;
  const top = (height - box.height * scale) / 2;
  const placed = strokes.map((stroke) =>
    stroke.map(([x, y, pressure]) => ({
      x: left + (x - box.x) * scale,
      y: top + (y - box.y) * scale,
      pen: thinnest + (thickest - thinnest) * pressure,
    })),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="#fff"/><g stroke="#000" stroke-linecap="round" fill="none">${placed.map(lines).join('')}</g></svg>`;
  return drawingToPng(svg);
}

interface Dab {
  readonly x: number;
  readonly y: number;
  readonly pen: number;
}

/** A stroke as short straight lines along a curve through the middles of its points, each as wide as the pen was pressed there. */
function lines(stroke: readonly Dab[]): string {
  const [first] = stroke;
  if (!first) return '';
  const last = stroke.at(-1) ?? first;
  const curve = [first, ...stroke.slice(1).flatMap((dab, index) => bend(stroke, index + 1, dab)), last];
  return curve
    .map((to, index) => {
      const from = curve[Math.max(0, index - 1)] ?? to;
      return `<path d="M${at(from)}L${at(to)}" stroke-width="${((from.pen + to.pen) / 2).toFixed(1)}"/>`;
    })
    .join('');
}

/** Quadratic from the middle before a point to the middle after it. */
function bend(stroke: readonly Dab[], index: number, dab: Dab): Dab[] {
  const after = stroke[index + 1];
  const start = middle(stroke[index - 1] ?? dab, dab);
  if (!after) return [start, dab];
  const end = middle(dab, after);
  return [0, 1 / 3, 2 / 3].map((t) => middle(middle(start, dab, t), middle(dab, end, t), t));
}

function middle(from: Dab, to: Dab, t = 0.5): Dab {
  const mix = (a: number, b: number): number => a + (b - a) * t;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), pen: mix(from.pen, to.pen) };
}

function at({ x, y }: Dab): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function boxOf(strokes: readonly PenStroke[]) {
  const points = strokes.flat();
  if (points.length === 0) return undefined;
  const least = (axis: 0 | 1): number => points.reduce((min, point) => Math.min(min, point[axis]), Infinity);
  const most = (axis: 0 | 1): number => points.reduce((max, point) => Math.max(max, point[axis]), -Infinity);
  const [x, y] = [least(0), least(1)];
  return { x, y, width: most(0) - x, height: most(1) - y };
}
