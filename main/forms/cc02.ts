import type { Content } from 'pdfmake/interfaces.js';
import { shownDateOf } from '../applications/partial-date.ts';
import { receptionDay, receptionTime } from '../applications/reception-day.ts';
import { qrCode } from './barcode.ts';
import { fieldText } from './field-text.ts';
import { labels } from './labels.ts';
import {
  labelled,
  letterhead,
  type Office,
  paperDay,
  receiptBarcode,
  signatures,
  title,
} from './letterhead.ts';
import { points, renderSheet, type SheetOptions } from './sheet.ts';

/** What stands on the slip the citizen takes home. */
export interface Cc02Data {
  readonly office: Office;
  readonly stationNo: string;
  readonly receiptNo: string;
  readonly receivedAtMs: number;
  /** The time of printing; also the document's creation date. */
  readonly printedAtMs: number;
  /** Titles of the application type and of the reason. */
  readonly procedure: string;
  readonly reason: string;
  /** As stored: `YYYY-MM-DD`, `+84…`; empty when not known. */
  readonly fullName: string;
  readonly birthDate: string;
  readonly personalId: string;
  readonly residence: string;
  readonly phone: string;
  /** `YYYY-MM-DD` */
  readonly dueDate: string;
  /** VND */
  readonly fee: number;
  readonly officerName: string;
}

const qrSide = points(22);

const dong = new Intl.NumberFormat('vi-VN');

/**
 * Prints CC02, Giấy hẹn trả kết quả giải quyết thủ tục về căn cước, with the receipt number as Code 128 and QR code.
 *
 * The name and the symbol are the ministry's (Circular 17/2024/TT-BCA); its layout is not public. This one is the station's own.
 */
export async function renderCc02(data: Cc02Data, options: SheetOptions = {}): Promise<Uint8Array> {
  const { office, receiptNo, receivedAtMs } = data;
  return renderSheet(
    {
      title: `CC02 ${receiptNo}`,
      footer: `CC02 – Số biên nhận ${receiptNo} – ${office.name} (${office.code}), trạm ${data.stationNo}`,
      createdAtMs: data.printedAtMs,
      content: [
        ...letterhead(office, 'CC02'),
        title(['GIẤY HẸN TRẢ KẾT QUẢ', 'GIẢI QUYẾT THỦ TỤC VỀ CĂN CƯỚC'], []),
        {
          columns: [
            { width: '*', stack: [receiptBarcode(receiptNo)] },
            { width: qrSide, stack: [{ svg: qrCode(receiptNo), width: qrSide }] },
          ],
          margin: [0, 0, 0, points(4)],
        },
        {
          text: `Đã tiếp nhận hồ sơ của công dân lúc ${receptionTime(receivedAtMs)} ngày ${paperDay(receivedAtMs)}:`,
          margin: [0, 0, 0, points(2)],
        },
        ...particulars(data),
        appointment(data),
        notes(office),
        signatures(
          [
            { role: 'NGƯỜI NHẬN GIẤY HẸN', name: data.fullName },
            { role: 'CÁN BỘ TIẾP NHẬN', name: data.officerName },
          ],
          receptionDay(data.printedAtMs),
        ),
      ],
    },
    options,
  );
}

function particulars(data: Cc02Data): Content[] {
  return [
    labelled(labels.fullName, data.fullName),
    {
      columns: [
        labelled(labels.birthDate, fieldText('birthDate', data.birthDate)),
        labelled(labels.personalId, data.personalId),
      ],
    },
    labelled('Nơi cư trú', data.residence),
    labelled(labels.phone, fieldText('phone', data.phone)),
    labelled('Thủ tục', data.procedure),
    labelled('Lý do', data.reason),
    { columns: [labelled('Lệ phí', `${dong.format(data.fee)} đồng`), labelled('Biên lai số', '')] },
  ];
}

function appointment({ dueDate, office }: Cc02Data): Content {
  return {
    margin: [0, points(3), 0, points(3)],
    table: {
      widths: ['*'],
      body: [
        [
          {
            text: [
              `Mời công dân đến ${office.name}, ${office.address}, nhận kết quả từ ngày `,
              { text: shownDateOf(dueDate), bold: true, fontSize: 14 },
              ', mang theo giấy hẹn và thẻ cũ (nếu chưa nộp).',
            ],
            margin: [points(2), points(2), points(2), points(2)],
          },
        ],
      ],
    },
  };
}

function notes(office: Office): Content {
  return {
    fontSize: 11,
    stack: [
      labelled('Hình thức nhận', 'Trực tiếp tại nơi thu nhận'),
      { text: `Cần hỏi về hồ sơ, xin gọi ${office.phone} và đọc số biên nhận.`, italics: true },
    ],
  };
}
