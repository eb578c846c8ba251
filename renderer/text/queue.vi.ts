import type { ApplicationRow } from '../../main/contract/calls.ts';
import type { ApplicationState } from '../../main/contract/enrollment.ts';
import type {
  CentreStatusName,
  ConflictChoice,
  ConflictKind,
  QueueEvent,
  QueueFilter,
  QueueHold,
  QueueOrder,
  QueueRow,
} from '../../main/contract/queue.ts';

/** Words of the queue. `{…}` is filled in by `fill`. */
export const queueText = {
  title: 'Hàng đợi',
  search: 'Tìm theo họ tên, số định danh, số biên nhận',
  filters: 'Lọc theo trạng thái',
  sendAll: 'Gửi tất cả ngay',
  pauseAll: 'Dừng gửi',
  resumeAll: 'Cho gửi lại',
  allPaused: 'Đang dừng gửi tất cả. Hồ sơ vẫn an toàn trên trạm.',
  empty: 'Chưa có hồ sơ nào được niêm phong.',
  emptyFilter: 'Không có hồ sơ nào ở mục này.',
  notFound: 'Không thấy trong hàng đợi.',
  citizen: 'Công dân',
  state: 'Trạng thái',
  cause: 'Nguyên nhân',
  next: 'Lần gửi tới',
  actor: 'Ai xử lý',
  urgent: 'Gửi trước',
  noCause: '–',
  tryAt: 'thử lại {time}',
  now: 'đến lượt',
  notByItself: 'không tự gửi',
  byStation: 'Trạm {station} gửi',
  over: 'đã xong',
  detail: 'Chi tiết',
  choose: 'Chọn một hồ sơ để xem chi tiết.',
  gone: 'Hồ sơ này không có trong hàng đợi.',
  receiptNo: 'Số biên nhận',
  centreReceipt: 'Biên nhận trung tâm',
  centreSays: 'Trung tâm',
  sealedAt: 'Niêm phong',
  size: 'Dung lượng',
  attempts: 'Số lần gửi',
  todo: 'Việc cần làm',
  history: 'Lịch sử',
  noHistory: 'Chưa gửi lần nào.',
  times: '{n} lần, từ {first} đến {last}',
  by: '{what} – {officer}',
  safe: 'An toàn trên trạm',
  waiting: '{n} chờ gửi',
  needsPerson: '{n} cần người xử lý',
  nobodyNeeded: 'Không cần ai xử lý',
  paused: 'Đang dừng gửi',
  otherOffice: 'nơi khác',
  field: 'Mục',
  ours: 'Hồ sơ này',
  theirs: 'Trung tâm',
  reason: 'Lý do quyết định (bắt buộc)',
  reasonMissing: 'Ghi lý do trước khi quyết định',
} as const;

/** What the centre holds, in a sentence. */
export const conflictKinds: Readonly<Record<ConflictKind, string>> = {
  'corrected-centrally': 'Dữ liệu của công dân đã được sửa ở trung tâm lúc {time}.',
  'enrolled-elsewhere': 'Công dân đã được thu nhận ở {office} lúc {time}.',
};

export const choiceNames: Readonly<Record<ConflictChoice, string>> = {
  'keep-ours': 'Giữ dữ liệu hồ sơ này',
  'supplement-theirs': 'Theo trung tâm, gửi hồ sơ này để bổ sung',
  withdraw: 'Rút hồ sơ này',
};

export const filterNames: Readonly<Record<QueueFilter, string>> = {
  all: 'Tất cả',
  person: 'Cần người',
  waiting: 'Chờ gửi',
  sending: 'Đang gửi',
  paused: 'Tạm dừng',
  accepted: 'Đã nhận',
};

export const queueStates: Readonly<Record<QueueRow['state'], string>> = {
  waiting: 'Chờ gửi',
  sending: 'Đang gửi',
  accepted: 'Trung tâm đã nhận',
  refused: 'Trung tâm trả lại',
  paused: 'Tạm dừng',
  isolated: 'Cách ly',
  conflict: 'Cần đối chiếu',
  'handed-over': 'Đã chuyển trạm khác',
};

/** What a held application is called on the desk. */
export const holdNames: Readonly<Record<QueueHold, string>> = {
  paused: 'Tạm dừng gửi',
  isolated: 'Cách ly – chờ quản trị viên',
  conflict: 'Dữ liệu trung tâm khác – cần đối chiếu',
  'handed-over': 'Đã chuyển trạm khác',
};

export const centreStatusNames: Readonly<Record<CentreStatusName, string>> = {
  accepted: 'Trung tâm đã nhận',
  'supplement-wanted': 'Cần bổ sung',
  rejected: 'Trung tâm từ chối',
  'in-production': 'Đang sản xuất thẻ',
  'at-office': 'Thẻ đã về nơi trả',
};

export const queueActors: Readonly<Record<QueueRow['actor'], string>> = {
  nobody: 'tự động',
  officer: 'cán bộ thu nhận',
  administrator: 'quản trị viên',
};

export const orderNames: Readonly<Record<QueueOrder, string>> = {
  'send-now': 'Gửi ngay',
  pause: 'Tạm dừng',
  resume: 'Cho gửi tiếp',
  urgent: 'Gửi trước',
  ordinary: 'Bỏ gửi trước',
  handled: 'Đã xử lý xong',
};

export const queueEvents: Readonly<Record<QueueEvent['kind'], string>> = {
  failed: 'Chưa gửi được',
  accepted: 'Trung tâm đã nhận',
  refused: 'Trung tâm trả lại',
  isolated: 'Cách ly; các hồ sơ khác vẫn gửi',
  conflict: 'Dữ liệu trung tâm khác',
  decided: 'Đã quyết định đối chiếu',
  paused: 'Tạm dừng',
  resumed: 'Cho gửi tiếp',
  hurried: 'Gửi ngay',
  'made-urgent': 'Đưa lên gửi trước',
  'made-ordinary': 'Bỏ gửi trước',
  handled: 'Đã xử lý xong',
  told: 'Trung tâm báo',
};

/** What an entry asks of a person; what it does not ask of one is not in the list. */
export const stateTodos: Readonly<Partial<Record<QueueRow['state'] | CentreStatusName, string>>> = {
  isolated: 'Báo quản trị viên. Các hồ sơ khác vẫn gửi. Khi đã rõ nguyên nhân, chọn Gửi ngay.',
  conflict: 'Đối chiếu hai bên rồi quyết định.',
  refused: 'Xem lý do trung tâm trả lại, liên hệ công dân để lập hồ sơ mới, rồi chọn Đã xử lý xong.',
  paused: 'Chọn Cho gửi tiếp khi cần gửi.',
  'supplement-wanted': 'Mời công dân đến bổ sung theo yêu cầu của trung tâm, rồi chọn Đã xử lý xong.',
  rejected: 'Báo công dân lý do từ chối, rồi chọn Đã xử lý xong.',
};

/** The state of an application by what is most worth knowing: what it is held for, what the centre last said, where it is. */
export function shownState({
  state,
  hold,
  centreStatus,
}: Pick<ApplicationRow, 'state' | 'hold' | 'centreStatus'>): ApplicationState | QueueHold | CentreStatusName {
  if (hold && (state === 'sealed' || state === 'sending')) return hold;
  return state === 'accepted' && centreStatus ? centreStatus : state;
}
