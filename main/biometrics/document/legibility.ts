import { type ColourPicture, type GrayPicture, grayOf } from '../picture.ts';
import { findInk, type Ink } from './ink.ts';

/** What can be measured of how well a page can be read. */
export interface Legibility {
  /** Height of most letters, pixels; 0 where nothing is written. */
  readonly textHeightPx: number;
  /** Width of the edges of strokes, as the standard deviation of the blur, by the height of the letters. */
  readonly blur: number;
  /** How much darker strokes are than the paper around, 0 to 1. */
  readonly contrast: number;
  /** Gray level of the paper, 0 to 255. */
  readonly paperLevel: number;
  /** Share of the page that is lost in reflected light. */
  readonly glareShare: number;
  /** Share of the page where strokes are. */
  readonly inkShare: number;
  /** Present when the true size of the page is known. */
  readonly resolutionPpi?: number;
}

/** From where on a page is legible. */
export interface LegibilityLimits {
  readonly minTextHeightPx: number;
  readonly maxBlur: number;
  readonly minContrast: number;
  readonly minPaperLevel: number;
  readonly maxGlareShare: number;
  readonly minResolutionPpi: number;
}

/** What is to be mended about a photograph of a page, the first thing first. */
export type PageHint =
  | 'no-edges'
  | 'cut-off'
  | 'too-dark'
  | 'glare'
  | 'no-text'
  | 'too-small'
  | 'blurred'
  | 'faint';

export type PageVerdict =
  | { readonly kind: 'accept'; readonly score: number }
  | { readonly kind: 'retry'; readonly score: number; readonly reason: PageHint };

const minLetters = 8;

/** Measures a straightened page. */
export function measureLegibility(page: ColourPicture, resolutionPpi?: number): Legibility {
  const gray = grayOf(page);
  const ink = findInk(gray);
  const textHeightPx = textHeight(ink);
  const edgeBlur = blurOfEdges(gray, ink);
  const levels = levelsOf(gray, ink);
  return {
    textHeightPx,
    blur: textHeightPx === 0 ? 1 : Math.min(1, edgeBlur / textHeightPx),
    ...levels,
    // On paper that is white all over, a reflection shows only by the strokes that it takes away.
    glareShare: levels.paperLevel >= white ? 0 : glareShare(page),
    ...(resolutionPpi === undefined ? {} : { resolutionPpi }),
  };
}

/** Judges a page; `isFound` and `isCutOff` are about the sheet in the photograph. */
export function judgePage(
  legibility: Legibility,
  { isFound, isCutOff }: { readonly isFound: boolean; readonly isCutOff: boolean },
  limits: LegibilityLimits,
): PageVerdict {
  const { textHeightPx, blur, contrast, paperLevel, glareShare: glare, resolutionPpi } = legibility;
  const isSmall =
    textHeightPx < limits.minTextHeightPx ||
    (resolutionPpi ?? Number.POSITIVE_INFINITY) < limits.minResolutionPpi;
  const faults: readonly (readonly [PageHint, boolean])[] = [
    ['no-edges', !isFound],
    ['cut-off', isCutOff],
    ['too-dark', paperLevel < limits.minPaperLevel],
    ['glare', glare > limits.maxGlareShare],
    ['no-text', textHeightPx === 0],
    ['too-small', isSmall],
    ['blurred', blur > limits.maxBlur],
    ['faint', contrast < limits.minContrast],
  ];
  const score = scoreOf(legibility, limits);
  const fault = faults.find(([, isSo]) => isSo);
  return fault ? { kind: 'retry', score, reason: fault[0] } : { kind: 'accept', score };
}

/** 0 to 100: how far the worst measure is on the right side of its limit; 50 at the limit. */
function scoreOf(legibility: Legibility, limits: LegibilityLimits): number {
  const shares = [
    legibility.textHeightPx / limits.minTextHeightPx,
    limits.maxBlur / Math.max(0.001, legibility.blur),
    legibility.contrast / limits.minContrast,
    legibility.paperLevel / limits.minPaperLevel,
    limits.maxGlareShare / Math.max(0.0001, legibility.glareShare),
  ];
  return Math.round(50 * Math.min(2, Math.max(0, Math.min(...shares))));
}

/** The height that half of the ink is in letters no higher than: marks over vowels have little ink, headings few letters. */
function textHeight({ letters }: Ink): number {
  if (letters.length < minLetters) return 0;
  const byHeight = [...letters].sort((a, b) => a.height - b.height);
  const half = letters.reduce((sum, { area }) => sum + area, 0) / 2;
  let ink = 0;
  for (const { height, area } of byHeight) {
    ink += area;
    if (ink >= half) return height;
  }
  return 0;
}

/**
 * The blur of the strongest half of the edges of strokes, pixels: a step blurred with standard deviation s has its height through
 * s·√(2π) for its steepest slope.
 */
function blurOfEdges(page: GrayPicture, { isInk }: Ink): number {
  const { width, height } = page;
  const edges: StrokeEdge[] = [];
  for (let y = reach; y < height - reach; y += 1) {
    for (let i = y * width + reach; i < (y + 1) * width - reach; i += 1) {
      if (isInk[i] !== isInk[i + 1]) edges.push(edgeAt(page, i, 1));
      if (isInk[i] !== isInk[i + width]) edges.push(edgeAt(page, i, width));
    }
  }
  edges.sort((a, b) => b.slope - a.slope);
  const strongest = edges.slice(0, Math.ceil(edges.length / 2)).map(({ blur }) => blur);
  return strongest.sort((a, b) => a - b)[strongest.length >> 1] ?? Number.POSITIVE_INFINITY;
}

/** Pixels to both sides in which a stroke ends. */
const reach = 4;

interface StrokeEdge {
  /** Gray levels a pixel. */
  readonly slope: number;
  readonly blur: number;
}

/** The edge between a pixel and the one a step further. */
function edgeAt({ pixels }: GrayPicture, i: number, step: number): StrokeEdge {
  let [low, high, slope] = [255, 0, 1];
  for (let k = -reach; k <= reach; k += 1) {
    const here = pixels[i + k * step] ?? 0;
    low = Math.min(low, here);
    high = Math.max(high, here);
    if (k >= -1 && k <= 1) slope = Math.max(slope, Math.abs((pixels[i + (k + 1) * step] ?? 0) - here));
  }
  return { slope, blur: (high - low) / (slope * Math.sqrt(2 * Math.PI)) };
}

function levelsOf(
  { pixels }: GrayPicture,
  { isInk }: Ink,
): Pick<Legibility, 'contrast' | 'paperLevel' | 'inkShare'> {
  const paper = new Uint32Array(256);
  const ink = new Uint32Array(256);
  for (const [i, level] of pixels.entries()) {
    const levels = isInk[i] ? ink : paper;
    levels[level] = (levels[level] ?? 0) + 1;
  }
  const paperLevel = quantile(paper, 0.5);
  const inkCount = ink.reduce((sum, count) => sum + count, 0);
  const contrast = inkCount === 0 ? 0 : Math.max(0, 1 - quantile(ink, 0.5) / Math.max(1, paperLevel));
  return { contrast, paperLevel, inkShare: inkCount / pixels.length };
}

function quantile(counts: Uint32Array, share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (const [level, count] of counts.entries()) {
    sum += count;
    if (sum >= wanted && count > 0) return level;
  }
  return 0;
}

const tile = 8;
const burnt = 250;
/** Paper at this level is as white as a camera tells. */
const white = 242;

/** Tiles in which every colour has reached its end: what stood there is lost. */
function glareShare({ width, height, pixels }: ColourPicture): number {
  let [lost, all] = [0, 0];
  for (let y = 0; y + tile <= height; y += tile) {
    for (let x = 0; x + tile <= width; x += tile) {
      all += 1;
      if (isBurnt(pixels, width, x, y)) lost += 1;
    }
  }
  return all === 0 ? 0 : lost / all;
}

function isBurnt(pixels: Uint8Array, width: number, left: number, top: number): boolean {
  for (let y = top; y < top + tile; y += 1) {
    const row = (y * width + left) * 3;
    for (let i = row; i < row + tile * 3; i += 1) if ((pixels[i] ?? 0) < burnt) return false;
  }
  return true;
}
