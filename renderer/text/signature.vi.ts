import type { KeepPageReason, PageProblem, Signer } from '../../main/contract/signature.ts';

/** Everything that is said of sheet and signature. `{…}` is filled in by `fill`. */
export const signatureText = {
  method: 'Mời công dân đọc lại và ký',
  paper: 'Ký giấy',
  pad: 'Bảng ký',
  signer: 'Người ký',
  note: {
    representative: 'Họ tên, quan hệ người đại diện',
    fingerprint: 'Lý do, ngón đã điểm chỉ',
  },
  noteMissing: 'Ghi rõ trước khi ký',
  paperOnly: 'Điểm chỉ chỉ làm trên giấy',

  notPrinted: 'Chưa in CC01 bản {revision}',
  printed: 'Đã in bản {revision}',
  printedTimes: 'Đã in bản {revision}, {n} tờ giống nhau',
  print: 'In CC01',
  printAgain: 'In thêm một tờ',
  scan: 'Quét trang ký',
  openPad: 'Mở bảng ký',
  vouch: 'Công dân đã ký giấy bản {revision}',
  signedPad: 'Đã ký bản {revision} trên bảng ký lúc {time}',
  signedPaper: 'Đã ký giấy bản {revision} lúc {time}',
  signedBy: '{signer}: {note}',
  keptPage: 'Cán bộ xác nhận trang ký: {reason}',
  signaturePicture: 'Chữ ký của công dân',
  voided: 'Chữ ký bản {revision} hết hiệu lực vì đổi {by}. Mời ký lại bản {next}',
  picture: 'nội dung sinh trắc đã thu',

  padTitle: 'Mời công dân ký vào khung',
  padStatement: 'Tôi đã đọc, kiểm tra và xác nhận các thông tin trên CC01 bản {revision} là đúng.',
  padName: '{signer}: {name}',
  padLabel: 'Khung ký của công dân',
  padEmpty: 'Ký bằng bút, ngón tay hoặc chuột',
  padStrokes: 'Đã có {n} nét',
  padDone: 'Công dân đã ký xong',
  undo: 'Bỏ nét cuối',
  clear: 'Xóa, ký lại',
  back: 'Về phiếu',

  scanTitle: 'Đưa nửa dưới trang ký vào hình',
  scanHint: 'Thấy rõ mã ở góc trái, ô chữ ký và hai ô vuông đen rồi nhấn F8',
  scanTake: 'Chụp trang ký',
  scanAgain: 'Chụp lại trang ký',
  scanTaken: 'Trang ký vừa chụp',
  keep: 'Giữ ảnh này, ghi lý do',
  keepReason: 'Lý do giữ ảnh trang ký',
} as const;

export const signerNames: Readonly<Record<Signer, string>> = {
  citizen: 'Công dân tự ký',
  representative: 'Người đại diện ký',
  fingerprint: 'Công dân điểm chỉ',
};

/** What is wrong with the photograph, and what to do. */
export const pageProblemTexts: Readonly<Record<PageProblem, string>> = {
  'no-code': 'Không đọc được mã ở chân trang – đặt trang phẳng, đủ sáng, gần hơn rồi chụp lại',
  'no-field': 'Ô chữ ký không nằm trọn trong hình – đưa cả ô vào hình rồi chụp lại',
  'no-ink': 'Chưa thấy chữ ký trong ô – mời công dân ký rồi chụp lại',
};

/** Which reasons fit which problem. */
export const reasonsFor: Readonly<Record<PageProblem, readonly KeepPageReason[]>> = {
  'no-code': ['code-damaged', 'other'],
  'no-field': ['other'],
  'no-ink': ['pale-ink', 'other'],
};

export const keepPageReasons: Readonly<Record<KeepPageReason, string>> = {
  'code-damaged': 'Mã in mờ hoặc bị che',
  'pale-ink': 'Nét ký nhạt',
  other: 'Lý do khác, đã xem bản giấy',
};
