import type { Content } from 'pdfmake/interfaces.js';
import { receptionDay } from '../applications/reception-day.ts';
import { code128 } from './barcode.ts';
import { points } from './sheet.ts';

/** The office as its papers name it. */
export interface Office {
  /** The body above, first line of the letterhead. */
  readonly superior: string;
  readonly name: string;
  readonly code: string;
  readonly address: string;
  readonly phone: string;
}

/** The head of an administrative paper: the office on the left, the name of the state and its motto on the right. */
export function letterhead(office: Office, symbol: string): Content[] {
  return [
    { text: `Mẫu ${symbol}`, alignment: 'right', fontSize: 10, italics: true },
    {
      columns: [
        {
          width: '*',
          stack: [{ text: office.superior }, { text: office.name, bold: true }, rule(points(20))],
        },
        {
          width: points(93),
          stack: [
            { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true },
            { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, fontSize: 13 },
            rule(points(52)),
          ],
        },
      ],
      columnGap: points(3),
      alignment: 'center',
    },
  ];
}

/** The title of the paper, centred, with lines of smaller print below. */
export function title(lines: readonly string[], below: readonly string[]): Content {
  return {
    stack: [
      ...lines.map((text) => ({ text, bold: true, fontSize: 14 })),
      ...below.map((text) => ({ text, italics: true })),
    ],
    alignment: 'center',
    margin: [0, points(4), 0, points(3)],
  };
}

/** The receipt number as Code 128 with the number in letters below it. */
export function receiptBarcode(receiptNo: string): Content {
  return {
    stack: [
      { svg: code128(receiptNo), width: points(75) },
      { text: receiptNo, bold: true, characterSpacing: 1 },
    ],
  };
}

/** `Label: value`, the value in bold; a dotted line to write on when there is none. */
export function labelled(label: string, value: string): Content {
  return {
    text: [`${label}: `, value === '' ? '……………………' : { text: value, bold: true }],
    margin: [0, 0, 0, points(1)],
  };
}

/** A place to sign. */
interface SigningPlace {
  readonly role: string;
  readonly name: string;
}

/** Places to sign, side by side, never torn from each other by a page break. */
export function signatures(places: readonly SigningPlace[], day: string): Content {
  return {
    unbreakable: true,
    margin: [0, points(2), 0, 0],
    stack: [{ ...signingDay(day), alignment: 'right' }, signingPlaces(places)],
  };
}

/** The day as a paper has it over its signatures. */
export function signingDay(day: string) {
  const [year, month, date] = day.split('-');
  return { text: `Ngày ${date} tháng ${month} năm ${year}`, italics: true };
}

/** The places alone. */
export function signingPlaces(places: readonly SigningPlace[]): Content {
  return {
    columns: places.map(({ role, name }) => ({
      stack: [
        { text: role, bold: true },
        { text: '(Ký, ghi rõ họ tên)', italics: true, fontSize: 11 },
        { text: name, bold: true, margin: [0, points(17), 0, 0] },
      ],
    })),
    columnGap: points(5),
    alignment: 'center',
    margin: [0, points(1), 0, 0],
  };
}

/** Day of an instant at the counter as papers write it: 24/11/2026. */
export function paperDay(ms: number): string {
  return receptionDay(ms).split('-').reverse().join('/');
}

function rule(width: number): Content {
  return {
    canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.7 }],
    margin: [0, 2, 0, 0],
  };
}
