import type {
  HeadCovering,
  Likeness,
  PortraitHint,
  PortraitKeepReason,
  PortraitTicks,
} from '../../main/contract/portrait.ts';

/** Everything the portrait step says. `{…}` is filled in by `fill`. */
export const portraitText = {
  compare: 'Đối chiếu hai ảnh',
  checkOnly: 'Xem lại ảnh vừa chụp',
  hold: 'Giữ yên – máy tự chụp',
  criteria: 'Tiêu chí',
  met: 'Đạt cả {n} tiêu chí',
  metBut: 'Đạt {n}/{m} tiêu chí',
  unknown: 'chưa xét',
  isMet: 'đạt',
  isNotMet: 'chưa đạt',

  scan: 'Thu bằng máy quét khuôn mặt',
  take: 'Chụp',
  taking: 'Đang lưu ảnh…',
  again: 'Chụp lại',
  backToTaken: 'Giữ ảnh đã chụp',
  opening: 'Đang mở ảnh…',
  working: 'Đang so hai ảnh…',
  confirm: 'Xác nhận, tiếp tục',
  good: 'Ảnh đạt',
  kept: 'Giữ ảnh này – {reason}',
  mayKeep: 'Đã chụp {n} lần: chụp lại, hoặc giữ ảnh này và ghi lý do',
  orKeep: 'Không thể thì giữ ảnh này và ghi lý do',
  keep: 'Giữ ảnh này, ghi lý do',
  keepReason: 'Ảnh chân dung: lý do giữ',
  noChipPhoto: 'Không có ảnh chip để so; đối chiếu người với giấy tờ',

  ticks: 'Cán bộ xác nhận',
  change: 'Sửa',
  noGlasses: 'Không kính',
  bothEars: 'Rõ hai tai',
  bareHead: 'Đầu để trần',
  decentDress: 'Mặc lịch sự',
  covering: 'Khăn, mũ được phép vì',
  rightPerson: 'Đúng người',
  rightPersonNamed: 'Đúng người: {person}',
  advice: 'Cán bộ quyết định',
  likeness: '{band} ({score})',
} as const;

/** What the citizen is asked to do, or what helps; left and right are the citizen's own. */
export const portraitHintTexts: Readonly<Record<PortraitHint, string>> = {
  'no-face': 'Chưa thấy khuôn mặt – mời công dân ngồi vào giữa khung',
  'several-faces': 'Có hơn một khuôn mặt trong hình – mời người khác lui ra',
  'too-near': 'Mời công dân lui ra một chút',
  'too-far': 'Mời công dân lại gần hơn',
  'too-small': 'Khuôn mặt quá nhỏ – lại gần hơn hoặc chọn độ phân giải lớn hơn',
  'move-left': 'Mời công dân dịch sang trái',
  'move-right': 'Mời công dân dịch sang phải',
  'move-up': 'Mời công dân ngồi cao lên',
  'move-down': 'Mời công dân ngồi thấp xuống',
  'turn-left': 'Mời công dân quay mặt sang trái một chút',
  'turn-right': 'Mời công dân quay mặt sang phải một chút',
  'chin-up': 'Mời công dân ngẩng đầu một chút',
  'chin-down': 'Mời công dân cúi đầu một chút',
  'tilt-left': 'Giữ đầu thẳng – mời công dân nghiêng sang trái một chút',
  'tilt-right': 'Giữ đầu thẳng – mời công dân nghiêng sang phải một chút',
  'eyes-closed': 'Mời công dân mở mắt',
  'mouth-open': 'Mời công dân khép miệng',
  'not-neutral': 'Mời công dân giữ nét mặt tự nhiên',
  blurred: 'Hình mờ – mời công dân giữ yên, lau ống kính',
  'too-dark': 'Thiếu sáng – bật thêm đèn phía trước công dân',
  'too-bright': 'Chói sáng – giảm đèn phía trước công dân',
  'dark-left': 'Thiếu sáng bên trái công dân',
  'dark-right': 'Thiếu sáng bên phải công dân',
  tinted: 'Màu da bị ám – dùng đèn ánh sáng trắng',
  'background-dark': 'Nền chưa trắng{place} – đặt phông trắng, chiếu sáng nền',
  'background-uneven': 'Nền chưa trắng đều{place} – dọn vật phía sau công dân',
  cropped: 'Đầu, vai chưa nằm trọn trong khung – mời công dân lui ra, ngồi giữa',
};

/** Where the ground is bad, as the officer sees the picture; it follows "nền chưa trắng". */
export const backgroundPlaceNames = {
  'top-left': ' ở góc trên bên trái hình',
  top: ' ở phía trên',
  'top-right': ' ở góc trên bên phải hình',
  left: ' ở bên trái hình',
  right: ' ở bên phải hình',
} as const;

/** The checks as the officer reads them: several measures may be one thing to look at. */
export const criterionTexts = {
  face: { met: 'Một khuôn mặt', notMet: 'Chưa thấy đúng một khuôn mặt' },
  distance: { met: 'Khoảng cách vừa', notMet: 'Khoảng cách chưa vừa' },
  place: { met: 'Ở giữa khung', notMet: 'Chưa ở giữa khung' },
  pose: { met: 'Nhìn thẳng', notMet: 'Chưa nhìn thẳng' },
  eyes: { met: 'Mắt mở', notMet: 'Mắt chưa mở' },
  expression: { met: 'Nét mặt tự nhiên', notMet: 'Nét mặt chưa tự nhiên' },
  sharpness: { met: 'Ảnh nét', notMet: 'Ảnh chưa nét' },
  light: { met: 'Ánh sáng đủ, đều', notMet: 'Ánh sáng chưa đạt' },
  ground: { met: 'Nền trắng đều', notMet: 'Nền chưa trắng đều' },
} as const;

export const likenessTexts: Readonly<Record<Likeness['band'], { name: string; what: string }>> = {
  alike: { name: 'Giống nhiều', what: 'Ảnh chip và người trước máy giống nhiều' },
  'look-closely': { name: 'Cần nhìn kỹ', what: 'Ảnh chip và người trước máy: cần nhìn kỹ' },
  different: { name: 'Khác', what: 'Ảnh chip và người trước máy khác nhau' },
};

/** What is to be done when something that was asked for does not hold. */
export const notHeldTexts: Readonly<Record<keyof PortraitTicks | 'rightPerson', string>> = {
  rightPerson: 'Nhìn kỹ người và hai ảnh. Đúng người thì chọn ô Đúng người; không thì báo chỉ huy',
  noGlasses: 'Mời công dân bỏ kính rồi chụp lại',
  bothEars: 'Mời công dân vén tóc, khăn để thấy rõ hai tai rồi chụp lại',
  bareHead: 'Mời công dân bỏ mũ, khăn rồi chụp lại; được phép đội thì chọn lý do',
  decentDress: 'Mời công dân chỉnh trang phục lịch sự rồi chụp lại',
};

export const headCoveringNames: Readonly<Record<HeadCovering, string>> = {
  religious: 'Tôn giáo',
  ethnic: 'Dân tộc',
  medical: 'Y tế',
};

export const portraitKeepNames: Readonly<Record<PortraitKeepReason, string>> = {
  disability: 'Khuyết tật',
  medical: 'Lý do y tế',
  trembling: 'Run, không giữ yên được',
  child: 'Trẻ nhỏ',
  equipment: 'Thiết bị',
  other: 'Lý do khác',
};
