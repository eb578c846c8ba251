import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationTypes } from '../applications/index.ts';
import { type FieldName, fieldNames } from '../contract/form.ts';
import { code128, qrCode } from './barcode.ts';
import { type Cc01Data, renderCc01 } from './cc01.ts';
import { type Cc02Data, renderCc02 } from './cc02.ts';
import { fieldText } from './field-text.ts';
import { labels } from './labels.ts';

const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;
const needsPoppler = describe.skipIf(!hasPoppler);

const threeLevelAddress =
  'Số 12, ngách 45/67/8A, ngõ 128, đường Nguyễn Thị Minh Khai nối dài, Khu phố Thống Nhất 2, Thị trấn Phước Bửu Mẫu, Huyện Xuyên Mộc Mẫu, Tỉnh Bà Rịa – Vũng Tàu';
const twoLevelAddress = 'Tổ dân phố Nghĩa Phương Thượng, Phường Trương Quang Trọng Mẫu, Tỉnh Quảng Ngãi';

/** An invented citizen with an ordinary name. */
const ordinary: Record<FieldName, string> = {
  fullName: 'ĐẶNG NGỌC MẪU',
  personalId: '001301000000',
  oldId: '000000000',
  birthDate: '2001-05-12',
  sex: 'F',
  nationality: 'VNM',
  ethnicity: '01',
  religion: '00',
  birthRegPlace: 'Phường Thử Nghiệm, Quận Mẫu, Hà Nội',
  origin: 'Xã Thử Nghiệm, Huyện Mẫu, Thanh Hóa',
  permanentAddress: 'Số 12, ngách 45/67, ngõ 128, đường Mẫu, Phường Thử Nghiệm, Quận Mẫu, Hà Nội',
  currentAddress: 'Ấp Mẫu, Xã Thử Nghiệm, Huyện Ví Dụ, Hồ Chí Minh',
  maritalStatus: '1',
  occupation: 'Giáo viên',
  fatherName: 'ĐẶNG VĂN MẪU',
  motherName: 'LÊ THỊ VÍ DỤ',
  spouseName: 'LÊ Ý',
  householderName: "H'MẪU NIÊ",
  householderRelation: 'child',
  identification: 'Nốt ruồi C:1cm dưới sau đuôi mắt phải',
  phone: '+84912000000',
};

/** The longest values that occur, and the tallest marks. */
const longest: Record<FieldName, string> = {
  ...ordinary,
  fullName: 'CÔNG TẰNG TÔN NỮ HOÀNG PHƯƠNG THẢO NGUYÊN',
  religion: '14',
  birthRegPlace: threeLevelAddress,
  origin: threeLevelAddress,
  permanentAddress: threeLevelAddress,
  currentAddress: twoLevelAddress,
  maritalStatus: '4',
  occupation: 'Công nhân vận hành máy may công nghiệp tại xưởng gia công xuất khẩu',
  fatherName: 'NGUYỄN PHƯỚC BẢO HOÀNG KHƯƠNG NGHIÊM THƯỢNG',
  motherName: 'NGUYỄN THỊ ẪM ẰNG ỖNG',
  spouseName: 'NGUYỄN PHƯỚC BẢO HOÀNG KHƯƠNG NGHIÊM THƯỢNG',
  householderName: 'NGUYỄN PHƯỚC BẢO HOÀNG KHƯƠNG NGHIÊM THƯỢNG',
  identification:
    'Sẹo chấm C:2,5cm trên trước đầu mày trái; nốt ruồi C:1cm dưới sau đuôi mắt phải; vết chàm gò má phải',
};

const receiptNo = 'H99-03-261123-0014-6';
const longestReason =
  applicationTypes.exchange.reasons.find(({ reason }) => reason === 'features-changed')?.title ?? '';
const reception = {
  office: {
    superior: 'CÔNG AN TỈNH MẪU',
    name: 'CÔNG AN ĐẶC KHU MẪU TRƯỜNG SA LỚN',
    code: 'H99',
    address: 'Số 1 Phố Ví Dụ, Phường Thử Nghiệm',
    phone: '024 0000 0000',
  },
  stationNo: '03',
  receiptNo,
  receivedAtMs: Date.parse('2026-11-23T08:31:00+07:00'),
  printedAtMs: Date.parse('2026-11-23T08:45:00+07:00'),
  procedure: applicationTypes.exchange.title,
  reason: longestReason,
  officerName: 'Thượng úy Phạm Cán Bộ Mẫu',
};

let folder = '';
let portrait: Uint8Array = new Uint8Array();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forms-'));
  const ground = { create: { width: 640, height: 480, channels: 3, background: '#8899aa' } } as const;
  portrait = new Uint8Array(await sharp(ground).jpeg().toBuffer());
});

afterAll(() => rmSync(folder, { recursive: true }));

const bothEyes: Cc01Data['eyes'] = [
  { eye: 'right', score: 71, attempts: 1, isKept: false },
  { eye: 'left', score: 64, attempts: 1, isKept: false },
];

function cc01(
  values: Cc01Data['values'],
  exceptions: Cc01Data['exceptions'] = [],
  eyes = bothEyes,
): Promise<Uint8Array> {
  return renderCc01({
    ...reception,
    revision: 12,
    values,
    changed: ['currentAddress'],
    fingers: [
      { position: 13, score: 82, attempts: 1, isKept: false },
      { position: 14, score: 77, attempts: 2, isKept: false },
      { position: 15, score: 31, attempts: 3, isKept: true },
      { position: 1, score: 64, attempts: 1, isKept: false },
      { position: 2, score: 22, attempts: 3, isKept: true },
    ],
    exceptions,
    eyes,
    portrait: { image: portrait, mime: 'image/jpeg', score: 88, keptBelowThreshold: false },
  });
}

function cc02(changes: Partial<Cc02Data> = {}): Promise<Uint8Array> {
  const { fullName, birthDate, personalId, permanentAddress, phone } = longest;
  return renderCc02({
    ...reception,
    fullName,
    birthDate,
    personalId,
    residence: permanentAddress,
    phone,
    dueDate: '2026-12-03',
    fee: 25_000,
    ...changes,
  });
}

function poppler(tool: string, pdf: Uint8Array, ...options: string[]): string {
  const file = join(folder, 'sheet.pdf');
  writeFileSync(file, pdf);
  return execFileSync(tool, [...options, file, ...(tool === 'pdftotext' ? ['-'] : [])], { encoding: 'utf8' });
}

/** The text in the order it was set, with the line breaks of the layout taken out. */
function textOf(pdf: Uint8Array): string {
  return poppler('pdftotext', pdf, '-raw', '-enc', 'UTF-8').replaceAll(/\s+/g, ' ');
}

function pageCount(pdf: Uint8Array): number {
  return Number(/^Pages:\s+(\d+)$/m.exec(poppler('pdfinfo', pdf))?.[1]);
}

needsPoppler('CC01 (needs poppler-utils)', () => {
  it.each([
    ['ordinary', ordinary],
    ['longest', longest],
  ])('carries every value of the %s form whole, in NFC', async (_, values) => {
    const text = textOf(await cc01(values));
    expect(text).toBe(text.normalize('NFC'));
    for (const field of fieldNames)
      expect(text).toContain(`${labels[field]}: ${fieldText(field, values[field])}`);
  });

  it('numbers all fields and marks those that differ from the old card', async () => {
    const text = textOf(await cc01(ordinary));
    for (let number = 1; number <= fieldNames.length; number += 1) expect(text).toContain(` ${number}. `);
    expect(text).toContain(`${ordinary.currentAddress} (*)`);
    expect(text).toContain('(*) Thông tin khác với thẻ cũ.');
  });

  it('says who receives, what was captured, at which revision, and where to sign', async () => {
    const text = textOf(await cc01(ordinary));
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc',
      'CÔNG AN TỈNH MẪU CÔNG AN ĐẶC KHU MẪU TRƯỜNG SA LỚN',
      'PHIẾU THU NHẬN THÔNG TIN CĂN CƯỚC',
      `Cấp đổi thẻ căn cước – ${longestReason}`,
      receiptNo,
      'Tiếp nhận: 08:31 ngày 23/11/2026',
      'Vân tay: Bốn ngón tay phải 1 82/100 Đạt',
      'Vân tay: Hai ngón cái 3 31/100 Dưới ngưỡng, cán bộ giữ lại',
      'Vân tay lăn: 2 ngón 4 22/100 Dưới ngưỡng, cán bộ giữ lại: trỏ phải',
      'Mống mắt: mắt phải, mắt trái 1 64/100 Đạt',
      'Ảnh khuôn mặt – 88/100 Đạt',
      'Ngày 23 tháng 11 năm 2026',
      'NGƯỜI ĐỀ NGHỊ (Ký, ghi rõ họ tên) ĐẶNG NGỌC MẪU',
      'CÁN BỘ THU NHẬN (Ký, ghi rõ họ tên) Thượng úy Phạm Cán Bộ Mẫu',
      'Bản 12',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('leaves a line to write on where nothing is known', async () => {
    expect(textOf(await cc01({ ...ordinary, spouseName: '' }))).toContain('Họ và tên vợ/chồng: …');
  });

  it('names the fingers that cannot be printed', async () => {
    const text = textOf(
      await cc01(ordinary, [
        { position: 9, code: 'amputated', note: 'tai nạn lao động' },
        { position: 10, code: 'worn', note: '' },
      ]),
    );
    expect(text).toContain(
      'Ngón tay không lấy được hoặc lấy không rõ: áp út trái (cụt): tai nạn lao động; út trái (mòn vân).',
    );
  });

  it('says why an eye is not captured', async () => {
    const text = textOf(
      await cc01(
        ordinary,
        [],
        [
          { eye: 'right', score: 31, attempts: 3, isKept: true },
          { eye: 'left', exception: { code: 'bandaged', note: 'sau mổ' } },
        ],
      ),
    );
    expect(text).toContain('Mống mắt: mắt phải 3 31/100 Dưới ngưỡng, cán bộ giữ lại: mắt phải');
    expect(text).toContain('Không thu được mống mắt của mắt trái: băng bó, sau mổ.');
  });

  it('is one page for an ordinary citizen and two for the longest values, with the signatures in one piece', async () => {
    const [short, long] = [await cc01(ordinary), await cc01(longest)];
    expect([pageCount(short), pageCount(long)]).toEqual([1, 2]);
    const lastPage = poppler('pdftotext', long, '-f', '2', '-raw');
    expect(lastPage).toContain('NGƯỜI ĐỀ NGHỊ');
    expect(lastPage).toContain('CÁN BỘ THU NHẬN');
    expect(lastPage).toContain('Trang 2/2');
  });
});

needsPoppler('CC02 (needs poppler-utils)', () => {
  it('tells the citizen what was received, what it costs, and when and where to come', async () => {
    const text = textOf(await cc02());
    for (const words of [
      'GIẤY HẸN TRẢ KẾT QUẢ GIẢI QUYẾT THỦ TỤC VỀ CĂN CƯỚC',
      receiptNo,
      'Đã tiếp nhận hồ sơ của công dân lúc 08:31 ngày 23/11/2026',
      longest.fullName,
      '12/05/2001',
      longest.personalId,
      threeLevelAddress,
      'Số điện thoại: 0912000000',
      `Lý do: ${longestReason}`,
      'Lệ phí: 25.000 đồng',
      'nhận kết quả từ ngày 03/12/2026, mang theo giấy hẹn và thẻ cũ (nếu chưa nộp).',
      '(H99), trạm 03',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('shows what is not known of a birth, and fits one page', async () => {
    const pdf = await cc02({ birthDate: '1950', phone: '' });
    expect(textOf(pdf)).toContain('--/--/1950');
    expect(pageCount(pdf)).toBe(1);
  });
});

needsPoppler('every sheet (needs poppler-utils)', () => {
  it.each([
    ['CC01', () => cc01(longest)],
    ['CC02', () => cc02()],
  ])('%s is A4 with its letters embedded', async (_, render) => {
    const pdf = await render();
    expect(poppler('pdfinfo', pdf)).toMatch(/^Page size:\s+595\.28 x 841\.89 pts \(A4\)$/m);
    const fonts = poppler('pdffonts', pdf).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/Tinos.*\s+yes yes yes\s/);
  });
});

it('gives the same bytes for the same application, and other bytes for another', async () => {
  expect(await cc01(ordinary)).toEqual(await cc01(ordinary));
  expect(await cc02()).toEqual(await cc02());
  expect(await cc02({ fee: 50_000 })).not.toEqual(await cc02());
});

it.each([code128, qrCode])('draws a code that depends on the number alone', (draw) => {
  expect(draw(receiptNo)).toMatch(/^<svg/);
  expect(draw(receiptNo)).toBe(draw(receiptNo));
  expect(draw(receiptNo)).not.toBe(draw('H99-03-261123-0015-5'));
});
