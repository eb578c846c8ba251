import type { OldCardReason, PageHint, PaperKind } from '../../main/contract/papers.ts';

/** Everything the paper step says. `{…}` is filled in by `fill`. */
export const papersText = {
  title: 'Giấy tờ xuất trình',
  list: 'Các giấy tờ',
  empty: 'Chưa có giấy tờ nào. Công dân mang theo giấy tờ thì nhấn Ins để thêm',
  optional: 'Không bắt buộc: không có giấy tờ thì tiếp tục',
  add: 'Thêm giấy tờ',
  addTitle: 'Công dân xuất trình giấy tờ nào',
  addKind: 'Loại giấy tờ',
  addBack: 'Không thêm',
  full: 'Đã đủ số giấy tờ của một hồ sơ',
  remove: 'Bỏ giấy tờ này',

  lay: 'Đặt giấy tờ lên bàn, dưới máy ảnh',
  noPage: 'Không có ảnh chụp, không cần chụp',
  layHint: 'Nhấn F8 để mở máy ảnh; đã tích hợp vào căn cước điện tử thì nhấn F9, không cần chụp',
  layHintPlain: 'Nhấn F8 để mở máy ảnh',
  open: 'Mở máy ảnh',
  cameraTitle: '{paper}, trang {n}',
  seeking: 'Đưa cả trang giấy vào khung hình',
  seen: 'Đã thấy viền giấy – nhấn F8 để chụp',
  cut: 'Giấy ra ngoài khung hình – đặt lại cho đủ bốn góc',
  outline: 'Viền giấy máy dò được',
  take: 'Chụp',
  taking: 'Đang lưu và nắn thẳng…',
  back: 'Thôi chụp',
  again: 'Chụp lại trang này',
  more: 'Thêm trang',
  turn: 'Xoay',
  page: 'Trang {n}/{m}',
  pageAlt: '{paper}, trang {n}, đã nắn thẳng',
  good: 'Đọc rõ – đối chiếu với bản gốc',
  seeOriginal: 'Đã đối chiếu bản gốc',
  seeOriginalOnly: 'Chỉ đối chiếu, không chụp',
  unseeOriginal: 'Chưa đối chiếu, ghi lại',
  seenAt: 'Bản gốc đã được {officer} đối chiếu lúc {time}',
  integrate: 'Đã tích hợp – không yêu cầu bản giấy',
  unintegrate: 'Chưa tích hợp, cần bản giấy',
  goOn: 'Mục tiếp theo',

  describe: 'Ghi thêm, bỏ giấy tờ',
  describeTitle: 'Ghi thêm về giấy tờ',
  number: 'Số giấy tờ',
  numberUnusual: 'Số {number} không giống số của loại giấy tờ này; đúng theo bản gốc thì giữ nguyên',
  numberIs: 'Số {number}',
  mismatch: 'Điểm không khớp với hồ sơ',
  mismatchHelp: 'Ví dụ: tên đệm trên giấy phép là NGOC',
  mismatchIs: 'Không khớp: {mismatch}',
  tooLong: 'Dài hơn {n} chữ',
  record: 'Ghi',
  recordBack: 'Không ghi',

  states: {
    todo: 'chưa làm',
    photographed: 'chưa đối chiếu bản gốc',
    seen: 'đã đối chiếu bản gốc',
    integrated: 'đã tích hợp',
  },

  oldCard: {
    name: 'Thẻ cũ',
    title: 'Thu thẻ căn cước cũ của công dân',
    help: 'Cấp đổi: công dân nộp lại thẻ đang dùng',
    number: 'Số trên thẻ cũ',
    numberHelp: 'Thẻ căn cước, CCCD 12 chữ số; CMND 9 chữ số',
    collect: 'Đã thu thẻ cũ',
    leave: 'Chưa thu, ghi lý do',
    leaveTitle: 'Vì sao chưa thu thẻ cũ',
    reason: 'Lý do',
    leaveBack: 'Trở lại',
    change: 'Ghi lại',
    open: 'chưa ghi',
    collected: 'đã thu, số {number}',
    kept: 'chưa thu – {reason}',
  },
} as const;

export const paperNames: Readonly<Record<PaperKind, string>> = {
  'driving-licence': 'Giấy phép lái xe',
  'vehicle-registration': 'Đăng ký xe',
  'health-insurance': 'Thẻ bảo hiểm y tế',
  'social-insurance': 'Sổ, thẻ bảo hiểm xã hội',
  'birth-certificate': 'Giấy khai sinh',
  'marriage-certificate': 'Giấy chứng nhận kết hôn',
  representation: 'Giấy tờ chứng minh người đại diện',
  'old-card': 'Thẻ CCCD, CMND cũ',
  other: 'Giấy tờ khác',
};

export const oldCardReasons: Readonly<Record<OldCardReason, string>> = {
  'at-handover': 'Thu khi trả thẻ mới',
  lost: 'Công dân báo mất',
  'handed-in-before': 'Đã nộp trước đó',
  other: 'Lý do khác',
};

/** What is wrong with a photograph, and what to do. */
export const pageHints: Readonly<Record<PageHint, string>> = {
  'no-edges': 'Không thấy viền giấy – đặt trên nền khác màu giấy rồi chụp lại',
  'cut-off': 'Giấy bị cắt ở mép hình – đặt đủ bốn góc rồi chụp lại',
  'too-dark': 'Ảnh tối – bật thêm đèn rồi chụp lại',
  glare: 'Lóa sáng – nghiêng giấy hoặc đổi hướng đèn rồi chụp lại',
  'no-text': 'Không thấy chữ trên trang – kiểm tra lại mặt giấy',
  'too-small': 'Chữ quá nhỏ – đưa giấy lại gần máy ảnh rồi chụp lại',
  blurred: 'Ảnh mờ – giữ yên, chờ máy lấy nét rồi chụp lại',
  faint: 'Chữ mờ nhạt – tăng sáng đều rồi chụp lại',
};
