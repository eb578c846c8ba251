import type { Content } from 'pdfmake/interfaces.js';
import { receptionDay, receptionTime } from '../applications/reception-day.ts';
import type { FieldName } from '../contract/form.ts';
import {
  type Cc01Exception,
  type Cc01Eye,
  type Cc01Fingers,
  type Cc01Portrait,
  capturesTable,
} from './cc01-captures.ts';
import { fieldText } from './field-text.ts';
import { labels } from './labels.ts';
import {
  labelled,
  letterhead,
  type Office,
  paperDay,
  receiptBarcode,
  signingDay,
  signingPlaces,
  title,
} from './letterhead.ts';
import { points, renderSheet, type SheetOptions } from './sheet.ts';
import { sheetMark } from './sheet-mark.ts';
import { guides, type Place, signatureField, signaturesHeight, signaturesTop } from './signature-places.ts';

/** What stands on the sheet the citizen reads and signs. */
export interface Cc01Data {
  readonly office: Office;
  readonly stationNo: string;
  readonly receiptNo: string;
  readonly receivedAtMs: number;
  /** The time of printing; also the document's creation date. */
  readonly printedAtMs: number;
  readonly revision: number;
  /** Titles of the application type and of the reason. */
  readonly procedure: string;
  readonly reason: string;
  /** As stored: codes, `YYYY-MM-DD`. */
  readonly values: { readonly [K in FieldName]?: string };
  /** Fields that differ from the old card; they carry a mark. */
  readonly changed: readonly FieldName[];
  readonly fingers: readonly Cc01Fingers[];
  readonly exceptions: readonly Cc01Exception[];
  readonly eyes: readonly Cc01Eye[];
  readonly portrait: Cc01Portrait;
  readonly officerName: string;
  /** PNG of the citizen's signature from the pad, of the shape of its field. */
  readonly signature?: Uint8Array;
}

/** The fields in printing order; short ones share a line. */
const lines: readonly (readonly FieldName[])[] = [
  ['fullName'],
  ['personalId', 'oldId'],
  ['birthDate', 'sex'],
  ['nationality', 'ethnicity'],
  ['religion', 'phone'],
  ['maritalStatus', 'occupation'],
  ['birthRegPlace'],
  ['origin'],
  ['permanentAddress'],
  ['currentAddress'],
  ['fatherName'],
  ['motherName'],
  ['spouseName'],
  ['householderName', 'householderRelation'],
  ['identification'],
];
const printedFields = lines.flat();

/** Portraits are 2:3, as on the card (20 × 30 mm). */
const portraitSize = { width: points(30), height: points(45) };

/**
 * Prints CC01, Phiếu thu nhận thông tin căn cước, for the citizen to check and sign.
 *
 * The name, the symbol and that the system prints it are the ministry's (Circular 17/2024/TT-BCA); its layout is not public. This
 * one is the station's own.
 */
export async function renderCc01(data: Cc01Data, options: SheetOptions = {}): Promise<Uint8Array> {
  return renderSheet(
    {
      title: `CC01 ${data.receiptNo}`,
      footer: `CC01 – Số biên nhận ${data.receiptNo} – Bản ${data.revision}`,
      mark: (page, pageCount) =>
        sheetMark({ receiptNo: data.receiptNo, revision: data.revision, page, pageCount }),
      createdAtMs: data.printedAtMs,
      content: [
        ...letterhead(data.office, 'CC01'),
        title(['PHIẾU THU NHẬN THÔNG TIN CĂN CƯỚC'], [`${data.procedure} – ${data.reason}`]),
        reception(data),
        ...lines.map((names) => line(names, data)),
        ...(data.changed.length > 0
          ? [{ text: '(*) Thông tin khác với thẻ cũ.', italics: true, fontSize: 11 }]
          : []),
        capturesTable(data),
        ...declaration(data),
      ],
    },
    options,
  );
}

function reception(data: Cc01Data): Content {
  const { image, mime } = data.portrait;
  return {
    columns: [
      {
        width: portraitSize.width,
        stack: [
          {
            image: `data:${mime};base64,${Buffer.from(image).toString('base64')}`,
            cover: { ...portraitSize, align: 'center', valign: 'center' },
          },
        ],
      },
      {
        width: '*',
        stack: [
          receiptBarcode(data.receiptNo),
          labelled('Tiếp nhận', `${receptionTime(data.receivedAtMs)} ngày ${paperDay(data.receivedAtMs)}`),
          labelled('Nơi thu nhận', `${data.office.name} (${data.office.code}), trạm ${data.stationNo}`),
          labelled('Địa chỉ', data.office.address),
        ],
      },
    ],
    columnGap: points(8),
    margin: [0, 0, 0, points(1)],
  };
}

function line(names: readonly FieldName[], { values, changed }: Cc01Data): Content {
  return {
    columns: names.map((name) => {
      const label = `${printedFields.indexOf(name) + 1}. ${labels[name]}`;
      const value = fieldText(name, values[name] ?? '');
      return labelled(label, changed.includes(name) ? `${value}\u00A0(*)` : value);
    }),
    columnGap: points(5),
  };
}

/** The place to sign is always at the bottom of the last page, where a photograph of it is read. */
function declaration({ values, officerName, printedAtMs, signature }: Cc01Data): Content[] {
  const places = [
    { role: 'NGƯỜI ĐỀ NGHỊ', name: values.fullName ?? '' },
    { role: 'CÁN BỘ THU NHẬN', name: officerName },
  ];
  return [
    { text: '', fontSize: 1, margin: [0, points(signaturesHeight), 0, 0] },
    {
      absolutePosition: { x: points(25), y: points(signaturesTop) },
      stack: [
        {
          columns: [
            { text: 'Tôi đã đọc, kiểm tra và xác nhận các thông tin trên là đúng.', width: '*' },
            { ...signingDay(receptionDay(printedAtMs)), width: 'auto' },
          ],
        },
        signingPlaces(places),
      ],
    },
    ...guides.map(square),
    ...(signature ? [pictureIn(signatureField, signature)] : []),
  ];
}

function square({ x, y, width }: Place): Content {
  const side = points(width);
  return {
    canvas: [{ type: 'rect', x: 0, y: 0, w: side, h: side, color: 'black' }],
    absolutePosition: { x: points(x), y: points(y) },
  };
}

function pictureIn({ x, y, width, height }: Place, png: Uint8Array): Content {
  return {
    image: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    width: points(width),
    height: points(height),
    absolutePosition: { x: points(x), y: points(y) },
  };
}
