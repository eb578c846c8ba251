import { jpegWithin } from '../jpeg-budget.ts';
import { type ColourPicture, decodeColour, shrinkColour } from '../picture.ts';
import { findSheet } from './find-sheet.ts';
import {
  judgePage,
  type Legibility,
  type LegibilityLimits,
  measureLegibility,
  type PageVerdict,
} from './legibility.ts';
import { type Quadrilateral, scaled } from './quadrilateral.ts';
import { refineCorners } from './refine.ts';
import { type SheetFormat, type SheetShape, shapeOf, sheetFormats } from './sheet-format.ts';
import { straighten, turned } from './straighten.ts';

/** A photograph is not worked on at more pixels; the master keeps them all. */
const mostLongSide = 4000;
/** Edges are looked for in a copy of this size: what is a straight side shows there, what is written does not. */
const searchLongSide = 440;

/** Of its JPEG: below the lowest, small letters break up; above the highest, only the file grows. */
const qualities = { lowest: 35, highest: 92 };

/** How a photographed page is straightened and judged. */
export interface PageDemands {
  /** Formats that such a sheet comes in; any shape when empty. */
  readonly formats: readonly SheetFormat[];
  /** Quarters clockwise that the page is turned once it is straight: the officer sees which way up it is. */
  readonly quarterTurns: number;
  readonly limits: LegibilityLimits;
  /** Of the straightened page as JPEG. */
  readonly budgetBytes: number;
}

/** A page made of a photograph, and what it is worth. */
export interface StraightPage {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly legibility: Legibility;
  readonly verdict: PageVerdict;
  /** Present when it is known, by its shape, which of the formats it is. */
  readonly format?: SheetFormat;
  /** Of the sheet, pixels of the photograph, clockwise from its top left; absent when no sheet was found and the page is the whole photograph. */
  readonly corners?: Quadrilateral;
  readonly photograph: { readonly width: number; readonly height: number };
}

/**
 * Finds the sheet in a photograph, straightens it, judges how well it can be read, and makes a file of it that keeps to its budget.
 *
 * @throws Error when the bytes are no picture
 */
export async function straightenPage(bytes: Uint8Array, demands: PageDemands): Promise<StraightPage> {
  const photograph = await shrinkColour(await decodeColour(bytes), mostLongSide);
  const found = await findInPhotograph(photograph);
  const shape = found && shapeOf(found.corners, photograph, found.isCutOff ? [] : demands.formats);
  const straight = found && shape ? straighten(photograph, found.corners, shape.ratio) : photograph;
  const page = turned(straight, demands.quarterTurns);
  const legibility = measureLegibility(page, shape && resolutionOf(straight, shape));
  const about = { isFound: found !== undefined, isCutOff: found?.isCutOff ?? false };
  return {
    jpeg: await jpegWithin(page, demands.budgetBytes, qualities),
    width: page.width,
    height: page.height,
    legibility,
    verdict: judgePage(legibility, about, demands.limits),
    ...(shape?.format ? { format: shape.format } : {}),
    ...(found ? { corners: found.corners } : {}),
    photograph: { width: photograph.width, height: photograph.height },
  };
}

interface FoundInPhotograph {
  readonly corners: Quadrilateral;
  readonly isCutOff: boolean;
}

/** The sheet in a photograph of any size, its corners to a part of a pixel. */
export async function findInPhotograph(photograph: ColourPicture): Promise<FoundInPhotograph | undefined> {
  const small = await shrinkColour(photograph, searchLongSide);
  const found = findSheet(small);
  if (!found) return undefined;
  const scale = photograph.width / small.width;
  const corners = refineCorners(photograph, scaled(found.corners, scale), Math.max(2, 2 * scale));
  return { corners, isCutOff: found.isCutOff };
}

function resolutionOf({ width, height }: ColourPicture, { format }: SheetShape): number | undefined {
  if (!format) return undefined;
  return (Math.max(width, height) * 25.4) / sheetFormats[format].longMm;
}

/** What a live frame shows: the sheet in it, by shares of its width and height. */
export interface LivePage {
  readonly corners: Quadrilateral | null;
  readonly isCutOff: boolean;
}

/** Looks for the sheet in a live frame. */
export async function findInFrame(bytes: Uint8Array): Promise<LivePage> {
  const frame = await shrinkColour(await decodeColour(bytes), searchLongSide);
  const found = findSheet(frame);
  if (!found) return { corners: null, isCutOff: false };
  const corners = found.corners.map(({ x, y }) => ({
    x: (x + 0.5) / frame.width,
    y: (y + 0.5) / frame.height,
  })) as unknown as Quadrilateral;
  return { corners, isCutOff: found.isCutOff };
}
