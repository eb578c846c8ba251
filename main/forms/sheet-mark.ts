/** What the code at the foot of every page of CC01 says. */
export interface SheetMark {
  readonly receiptNo: string;
  readonly revision: number;
  readonly page: number;
  readonly pageCount: number;
}

/** `CC01 H99-03-261123-0014-7 3 2/2`: of the letters that a QR code packs tightest (ISO/IEC 18004, alphanumeric mode). */
export function sheetMark({ receiptNo, revision, page, pageCount }: SheetMark): string {
  return `CC01 ${receiptNo} ${revision} ${page}/${pageCount}`;
}

/** @returns undefined for the code of something else */
export function parseSheetMark(text: string): SheetMark | undefined {
  const [, receiptNo, ...numbers] = /^CC01 (\S{1,40}) (\d{1,5}) (\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
  if (receiptNo === undefined) return undefined;
  const [revision = 0, page = 0, pageCount = 0] = numbers.map(Number);
  return { receiptNo, revision, page, pageCount };
}
