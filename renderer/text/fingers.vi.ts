import type { FingerExceptionCode, FingerFinding, KeepReason } from '../../main/contract/fingers.ts';
import type { VerdictReason } from '../../main/contract/verdict.ts';
import { capitalized } from '../format.ts';

/** Everything the finger step says, apart from the hints, which portraits share. `{…}` is filled in by `fill`. */
export const fingerText = {
  steps: 'Các lượt thu',
  done: 'xong {n}/{m}',
  capture: 'Thu',
  again: 'Thu lại',
  busy: 'Đang thu…',
  stop: 'Dừng',
  goOn: 'Thu tiếp',

  clean: 'Lau mặt kính, rồi nhấn F8 khi công dân đã sẵn sàng',
  ready: 'Nhấn F8 khi công dân đã sẵn sàng',
  awaited: 'Đang chờ ngón tay trên mặt kính',
  still: 'Giữ yên – máy tự thu',
  count: '{n}/{m} ngón',
  rollRight: 'Lăn sang phải',
  rollLeft: 'Lăn sang trái',
  captured: '{position}: đạt',
  capturedKept: '{position}: giữ ảnh này – {reason}',
  skipped: '{position}: bỏ qua – {reason}',
  tries: 'Đã thu {n} lần',
  mayKeep: 'Đã đủ {n} lần: thu lại, hoặc giữ ảnh tốt nhất và ghi lý do',
  of: '{finger}: {hint}',
  hand: 'Tay {hand}',
  alt: 'Ảnh vân tay {position}',
  liveAlt: 'Hình đang thu, {position}',
  handAlt: 'Đặt {position}',

  states: {
    todo: 'chưa thu',
    capturing: 'đang thu',
    failed: 'chưa được',
    good: 'đạt {score}',
    weak: 'yếu {score}',
    kept: 'giữ {score}',
    finding: 'cần xem',
    skipped: 'bỏ qua: {reason}',
  },

  keep: {
    open: 'Giữ ảnh này, ghi lý do',
    title: 'Giữ ảnh này',
    reason: 'Lý do',
    supervisor: 'Chỉ huy cho phép',
    password: 'Mật khẩu của chỉ huy',
    noSupervisor: 'Trạm chưa có tài khoản chỉ huy; báo quản trị viên',
    note: 'Ảnh dưới ngưỡng chỉ được giữ khi chỉ huy xác nhận tại đây',
    back: 'Không giữ',
    submit: 'Giữ ảnh này',
  },

  except: {
    open: 'Ngón không thu được',
    title: 'Chọn ngón không thu được',
    finger: 'Ngón tay',
    code: 'Tình trạng',
    none: 'thu bình thường',
    note: 'Ghi chú',
    noteHelp: 'Ví dụ: băng từ đốt giữa, tháo sau 2 tuần',
    noteLong: 'Ghi chú dài hơn 200 chữ',
    photo: 'Chụp ảnh ngón này',
    photoAgain: 'Chụp lại ảnh',
    photoAsked: 'Cần một ảnh chụp ngón tay',
    photoTaken: 'Đã có ảnh chụp',
    photoTitle: 'Đưa {finger} vào giữa hình',
    take: 'Chụp',
    takeBack: 'Về danh sách ngón',
    submit: 'Ghi tình trạng',
    remove: 'Bỏ ghi nhận này',
    close: 'Xong, thu tiếp',
    never: 'Công dân không bao giờ bị từ chối vì không thu được vân tay: ghi tình trạng rồi thu tiếp',
  },
} as const;

/** What lies on the glass in a step. */
export const positionNames: Readonly<Record<number, string>> = {
  1: 'ngón cái phải',
  2: 'ngón trỏ phải',
  3: 'ngón giữa phải',
  4: 'ngón áp út phải',
  5: 'ngón út phải',
  6: 'ngón cái trái',
  7: 'ngón trỏ trái',
  8: 'ngón giữa trái',
  9: 'ngón áp út trái',
  10: 'ngón út trái',
  13: 'bốn ngón tay phải',
  14: 'bốn ngón tay trái',
  15: 'hai ngón cái',
};

/** Where the hand is told by the place. */
export const shortNames: Readonly<Record<number, string>> = {
  ...Object.fromEntries(
    ['Cái', 'Trỏ', 'Giữa', 'Áp út', 'Út'].flatMap((name, i) => [
      [i + 1, name],
      [i + 6, name],
    ]),
  ),
  13: 'Bốn ngón phải',
  14: 'Bốn ngón trái',
  15: 'Hai ngón cái',
};

export const handNames = { right: 'phải', left: 'trái' } as const;

/** What the citizen is asked to do; the count is of the fingers that are there. */
export const instructions = {
  slap: 'Mời công dân đặt {n} ngón chụm tay {hand} lên mặt kính',
  thumbs: 'Mời công dân đặt 2 ngón cái chụm lên mặt kính',
  one: 'Mời công dân đặt {finger} lên mặt kính',
  roll: 'Lăn {finger} từ mép này sang mép kia của móng',
} as const;

export const exceptionNames: Readonly<Record<FingerExceptionCode, string>> = {
  amputated: 'mất ngón',
  bandaged: 'băng bó',
  worn: 'mòn',
  deformed: 'dị dạng',
};

/** What a code means, and what is still captured. */
export const exceptionHelp: Readonly<Record<FingerExceptionCode, string>> = {
  amputated: 'Mất cả ngón hoặc đốt đầu; không thu ngón này',
  bandaged: 'Đang băng, bó bột, có vết thương; không thu ngón này',
  worn: 'Vân mòn; vẫn thu, ảnh yếu được giữ',
  deformed: 'Co quắp, dính ngón, thừa ngón; thu được tới đâu giữ tới đó',
};

export const keepReasons: Readonly<Record<KeepReason, string>> = {
  worn: 'Mờ, mòn',
  wet: 'Tay ướt',
  dry: 'Da khô, nứt',
  trembling: 'Tay run',
  'citizen-unable': 'Không đặt được',
  other: 'Lý do khác',
};

/** What two pictures, or a picture and a placement, do not agree on, and what to do. Each names the fingers. */
export const findingTexts: Readonly<Record<FingerFinding['kind'], string>> = {
  'same-finger': '{finger} trùng với {other} đã thu – mời công dân đặt đúng {finger} rồi thu lại',
  'other-finger':
    'Vân tay lăn và phẳng của {finger} không cùng một ngón, giống {other} hơn – thu lại đúng ngón',
  'officer-finger': '{finger} giống vân tay cán bộ của trạm – mời công dân tự đặt tay, thu lại',
  'wrong-hand': 'Có vẻ là tay {seen}; lượt này cần tay {wanted} – mời công dân đổi tay rồi thu lại',
  'wrong-count': 'Chỉ thấy {n} trong {m} ngón – đặt đủ rồi thu lại, hoặc nhấn F9 ghi ngón không thu được',
};

/** Findings that read otherwise for what lies there. */
export const findingVariants = {
  nobodys: 'Vân tay lăn và vân tay phẳng của {finger} không cùng một ngón – đặt đúng ngón rồi thu lại',
  thumbsSwapped: 'Hai ngón cái có vẻ bị đổi chỗ – mời công dân đặt cái trái bên trái rồi thu lại',
  tooMany: 'Thấy {n} ngón, lượt này chỉ cần {m} – mời công dân nhấc ngón thừa rồi thu lại',
} as const;

/** While the hand is on the glass: nearer than what is said of a picture that is taken. */
export const liveHints = {
  count: 'Mới thấy {n} trong {m} ngón – đặt đủ các ngón',
  tooMany: 'Thấy {n} ngón, lượt này chỉ cần {m}',
  hand: 'Có vẻ là tay {seen}; lượt này cần tay {wanted}',
  thumbs: 'Hai ngón cái có vẻ bị đổi chỗ',
  moveLeft: 'Dịch tay sang trái',
  moveRight: 'Dịch tay sang phải',
  moveUp: 'Dịch tay lên',
  moveDown: 'Dịch tay xuống',
  nearer: { 'small-area': 'Ấn mạnh hơn một chút', moving: 'Giữ yên' } as Readonly<
    Partial<Record<VerdictReason, string>>
  >,
} as const;

/** A position as it begins a sentence. */
export function sentenceName(position: number): string {
  return capitalized(positionNames[position] ?? '');
}
