import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { qrCode } from './barcode.ts';
import { codePlace } from './signature-places.ts';

/** One printed sheet, or as many pages as its content needs. */
interface Sheet {
  /** Document title, not printed. */
  readonly title: string;
  /** Left of the page number at the foot of every page. */
  readonly footer: string;
  /** The text of a code at the foot of a page; none when left out. */
  readonly mark?: (page: number, pageCount: number) => string;
  readonly createdAtMs: number;
  readonly content: Content[];
}

export interface SheetOptions {
  /** Folder with the faces of Tinos as `@expo-google-fonts/tinos` lays them out; that package itself when left out. */
  readonly fontDir?: string;
}

/** Margins of administrative papers in millimetres (Decree 30/2020/NĐ-CP, annex I). */
const margins = { left: 25, top: 15, right: 15, bottom: 18 };
/** A code at the foot takes its place and a quiet zone. */
const markedBottom = 297 - codePlace.y + 1.5;
/** The text beside it stands in its middle. */
const footTop = { plain: 5, marked: 7 };
const codeMargin: [number, number, number, number] = [0, points(1.5 - footTop.marked), 0, 0];

/**
 * Sets a sheet as an A4 PDF with its letters embedded. The same sheet gives the same bytes.
 *
 * Tinos has the widths of Times New Roman, which administrative papers prescribe, and every Vietnamese letter.
 */
export async function renderSheet(sheet: Sheet, { fontDir = tinosDir() }: SheetOptions): Promise<Uint8Array> {
  const faces = {
    normal: face(fontDir, '400Regular'),
    bold: face(fontDir, '700Bold'),
    italics: face(fontDir, '400Regular_Italic'),
    bolditalics: face(fontDir, '700Bold_Italic'),
  };
  const files: readonly string[] = Object.values(faces);
  pdfmake.setFonts({ Tinos: faces });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => files.includes(path));
  return new Uint8Array(await pdfmake.createPdf(documentOf(sheet)).getBuffer());
}

function documentOf({ title, footer, mark, createdAtMs, content }: Sheet): TDocumentDefinitions {
  const { left, top, right } = margins;
  const bottom = mark ? markedBottom : margins.bottom;
  return {
    pageSize: 'A4',
    pageMargins: [points(left), points(top), points(right), points(bottom)],
    info: { title, creationDate: new Date(createdAtMs) },
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize: 12 },
    footer: (page, pageCount) => ({
      columns: [
        ...(mark
          ? [{ svg: qrCode(mark(page, pageCount)), width: points(codePlace.width), margin: codeMargin }]
          : []),
        { text: footer, width: '*' },
        { text: `Trang ${page}/${pageCount}`, width: 'auto' },
      ],
      columnGap: points(4),
      fontSize: 9,
      margin: [points(left), points(mark ? footTop.marked : footTop.plain), points(right), 0],
    }),
    content,
  };
}

function tinosDir(): string {
  return dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));
}

function face(fontDir: string, name: string): string {
  return join(fontDir, name, `Tinos_${name}.ttf`);
}

/** Millimetres in points (1/72 inch). */
export function points(millimetres: number): number {
  return (millimetres * 72) / 25.4;
}
