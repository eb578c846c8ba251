import type {
  ApplicationReason,
  ApplicationState,
  ApplicationType,
  StepName,
} from '../../main/contract/enrollment.ts';

/** Every other sentence and word on the screens. `{…}` is filled in by `fill`. */
export const text = {
  station: 'Trạm {no}',
  lock: 'Khóa',
  help: 'Trợ giúp',
  back: 'Về bàn làm việc',
  close: 'Đóng',
  incident: 'Mã sự cố {incident} – đọc mã này khi báo quản trị viên',
  saved: 'Đã lưu {time}',
  nothingSaved: 'Chưa có gì cần lưu',
  line: {
    up: 'Có đường truyền đến trung tâm',
    down: 'Không có đường truyền – vẫn thu nhận bình thường',
    unknown: 'Chưa gửi lần nào',
  },
  free: 'Còn {n} GB',
  age: ' ({n} tuổi)',

  signIn: {
    title: 'Đăng nhập trạm thu nhận',
    officer: 'Cán bộ',
    password: 'Mật khẩu',
    submit: 'Đăng nhập',
    forgotten: 'Quên mật khẩu: báo quản trị viên.',
    capsLock: 'Phím Caps Lock đang bật',
    station: 'Tình trạng trạm',
    safe: '{n} hồ sơ chờ gửi, đều an toàn',
    version: 'Phiên bản {version}',
  },

  desk: {
    search: 'Tìm theo họ tên, số định danh cá nhân, số biên nhận',
    begin: 'Hồ sơ mới',
    today: 'Hôm nay',
    counts: '{all} hồ sơ · {drafts} bản nháp · {sealed} đã niêm phong',
    found: 'Tìm thấy {n} hồ sơ',
    empty: 'Hôm nay chưa có hồ sơ. Nhấn F2 để bắt đầu.',
    notFound: 'Không thấy trên trạm này.',
    received: 'Nhận',
    citizen: 'Công dân',
    procedure: 'Thủ tục',
    state: 'Trạng thái',
    unnamed: 'Chưa có họ tên',
    queue: 'Hàng đợi',
    queueWaiting: 'chờ gửi',
    queueSending: 'đang gửi',
    queuePerson: 'cần người xử lý',
    devices: 'Thiết bị',
    open: 'Xem',
  },

  begin: {
    title: 'Hồ sơ mới',
    procedure: 'Thủ tục',
    reason: 'Lý do',
    willCapture: 'Sẽ thu: nhân dạng, vân tay, ảnh chân dung',
    submit: 'Bắt đầu',
    cancel: 'Hủy',
  },

  devices: {
    title: 'Thiết bị',
    kinds: {
      'card-reader': 'Đầu đọc thẻ',
      fingerprint: 'Máy quét vân tay',
      camera: 'Máy ảnh',
      printer: 'Máy in',
      clock: 'Đồng hồ',
      disk: 'Ổ đĩa',
      store: 'Kho dữ liệu',
    },
    states: { ready: 'Sẵn sàng', missing: 'Chưa cắm', fault: 'Có lỗi' },
    device: 'Thiết bị',
    state: 'Trạng thái',
    detail: 'Chi tiết',
    camera: 'Máy ảnh hiện hình ở bước Ảnh chân dung',
  },

  steps: {
    card: 'Thẻ',
    form: 'Thông tin',
    fingers: 'Vân tay',
    portrait: 'Ảnh chân dung',
    review: 'Kiểm tra và ký',
  },
  stepStates: { todo: 'chưa làm', done: 'xong', attention: 'cần xem' },
  goTo: 'Đến bước: Alt + số',
  next: 'Tiếp tục',

  card: {
    title: 'Đọc thẻ của công dân',
    key: 'Quét mã QR trên thẻ, hoặc nhập ba dòng MRZ ở mặt sau',
    keyHelp: 'Đặt thẻ lên đầu đọc trước hay sau đều được; trạm tự đọc',
    or: 'Hoặc nhập theo mặt thẻ',
    personalId: 'Số định danh cá nhân trên thẻ',
    birthDate: 'Ngày sinh trên thẻ',
    expiryDate: 'Có giá trị đến',
    read: 'Đọc thẻ',
    readAgain: 'Đọc lại thẻ',
    awaited: 'Đã có mã mở chip. Đặt thẻ lên đầu đọc, trạm tự đọc',
    opening: 'Đang mở chip…',
    reading: 'Đang đọc {file}… {number}/{count} tệp',
    progress: 'Các tệp của chip',
    fileDone: 'đã đọc',
    filePart: '{done}/{total} KB',
    filesWaiting: 'Còn {n} tệp chờ đọc',
    removed: 'Đã đọc {n} tệp; đặt lại đúng thẻ đó, trạm đọc tiếp phần còn lại',
    retype: 'Kiểm tra lại {parts} trên thẻ rồi nhập lại',
    rescan: 'Đối chiếu số in trên thẻ rồi quét lại mã QR của đúng thẻ, hoặc nhập ba dòng MRZ',
    triesLeft: 'Còn {n} lần thử',
    use: 'Dùng dữ liệu này',
    decide: 'Chọn giá trị đúng',
    goOn: 'Bỏ qua chip',
    busy: 'Đang đọc thẻ…',
    hasCard: 'Có thẻ trên đầu đọc',
    noCard: 'Chưa có thẻ trên đầu đọc',
    photo: 'Ảnh trong chip',
    photoUnreadable: 'Không hiển thị được ảnh trong chip',
    noPhoto: 'Không có ảnh',
    data: 'Dữ liệu của thẻ',
    checks: 'Các kiểm tra',
    passed: '{n} kiểm tra đạt',
    differs: 'Khác nhau {n}',
    differsNote: 'Mỗi giá trị đều được giữ; chọn giá trị dùng cho hồ sơ',
    mustDecide: 'Thẻ và chip nói về hai người: chọn giá trị đúng, hoặc đọc thẻ khác',
    distrusted: 'không dùng được',
    unlimited: 'Không thời hạn',
    took: 'Đọc trong {seconds} giây, {apdus} lệnh',
  },

  form: {
    title: 'Thông tin công dân',
    before: 'trước: {value}',
    required: 'bắt buộc',
    noChoice: 'Chọn trong danh mục',
    nothing: 'Không có mục nào khớp',
    missing: 'Còn thiếu',
    complete: 'Đủ thông tin',
    worthALook: 'Nên xem lại, không bắt buộc',
  },

  portrait: {
    title: 'Mời công dân nhìn thẳng vào máy ảnh',
    take: 'Chụp',
    again: 'Chụp lại',
    keep: 'Giữ ảnh này',
    live: 'Hình đang thu',
    chipPhoto: 'Ảnh chip',
    thisPhoto: 'Ảnh này',
    person: 'Đúng người: {name}, {year}, {sex}',
    starting: 'Đang mở máy ảnh…',
    hold: 'Nhấn F8 để chụp',
    good: 'Ảnh đạt',
    confirm: 'Cán bộ nhìn kỹ: đầu để trần, rõ hai tai, không kính, nền sáng đều',
  },

  review: {
    title: 'Kiểm tra và ký',
    sheet: 'Phiếu thu nhận thông tin căn cước (CC01) – bản {revision}',
    print: 'In CC01',
    printed: 'Đã in bản {revision}',
    sign: 'Công dân đã ký bản {revision}',
    signed: 'Đã ký bản {revision} lúc {time}',
    voided: 'Chữ ký bản {revision} hết hiệu lực vì đổi {by}',
    picture: 'ảnh đã thu',
    missing: 'Còn thiếu',
    nothingMissing: 'Không thiếu mục nào',
    seal: 'Niêm phong',
    sealAgain: 'Nhấn lần nữa để niêm phong',
    sealNote: 'Sau khi niêm phong không sửa được, chỉ lập bản bổ sung.',
    changed: 'đã sửa',
    pictures: 'Ảnh đã thu',
    exceptions: 'Ngón không thu được hoặc thu khó',
    exception: '{finger}: {reason}',
    exceptionNote: '{finger}: {reason} – {note}',
    bySupervisor: 'chỉ huy đã xác nhận',
    photoMissing: 'chưa có ảnh chụp ngón tay',
  },

  sealed: {
    title: 'Đã niêm phong. Hồ sơ an toàn trên trạm',
    receiptNo: 'Số biên nhận',
    due: 'Ngày hẹn',
    print: 'In giấy hẹn CC02',
    next: 'Công dân tiếp theo',
    stages: ['Đã lưu', 'Chờ gửi', 'Trung tâm đã nhận'],
    notYet: '(chưa)',
    centreReceipt: 'Biên nhận của trung tâm',
  },

  gaps: {
    'card-not-read': 'Chưa đọc thẻ',
    'card-differs': 'Chip và mặt thẻ khác nhau: {field}',
    'fingers-missing': 'Chưa đạt vân tay: {position}',
    'finger-finding': 'Vân tay cần xem lại: {position}',
    'portrait-missing': 'Chưa có ảnh chân dung đạt',
    'not-printed': 'Chưa in CC01 bản hiện tại',
    'not-signed': 'Công dân chưa ký CC01',
  },

  keys: {
    help: 'Trợ giúp và phím của màn hình này',
    begin: 'Hồ sơ mới',
    search: 'Tìm',
    readCard: 'Đọc thẻ',
    region: 'Vùng kế tiếp',
    capture: 'Thu hoặc chụp',
    except: 'Ngón không thu được',
    previous: 'Lượt thu trước',
    following: 'Lượt thu sau',
    primary: 'Việc chính của màn hình',
    print: 'In giấy của màn hình này',
    lock: 'Khóa trạm',
    step: 'Đến bước',
    escape: 'Đóng, dừng; không bao giờ xóa',
  },
} as const;

export const typeNames: Readonly<Record<ApplicationType, string>> = { exchange: 'Cấp đổi thẻ căn cước' };

export const reasonNames: Readonly<Record<ApplicationReason, string>> = {
  age: 'Đến tuổi cấp đổi: 14, 25, 40, 60',
  'old-card-to-new': 'Đổi thẻ CCCD, CMND sang thẻ căn cước',
  'name-or-birth-changed': 'Thay đổi, cải chính họ tên, ngày sinh',
  'features-changed': 'Thay đổi nhân dạng; bổ sung ảnh, vân tay; xác định lại giới tính',
  'holder-request': 'Theo yêu cầu của người được cấp thẻ',
};

export const stateNames: Readonly<Record<ApplicationState, string>> = {
  draft: 'Nháp',
  sealed: 'Chờ gửi',
  sending: 'Đang gửi',
  accepted: 'Trung tâm đã nhận',
  rejected: 'Trung tâm trả lại',
  cancelled: 'Đã hủy',
};

/** A draft in the list, by the first step that lacks something. */
export const draftNames: Readonly<Record<StepName, string>> = {
  card: 'Nháp – chưa đọc thẻ',
  form: 'Nháp – chưa đủ thông tin',
  fingers: 'Nháp – chưa thu vân tay',
  portrait: 'Nháp – chưa có ảnh chân dung',
  review: 'Nháp – chưa ký',
};

export const sexNames: Readonly<Record<string, string>> = { M: 'Nam', F: 'Nữ' };

/** Fills `{name}` places of a sentence. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
