import type {
  Eye,
  EyeExceptionCode,
  IrisCheck,
  IrisFinding,
  IrisHint,
  IrisKeepReason,
} from '../../main/contract/iris.ts';

/** Everything the iris step says. `{…}` is filled in by `fill`. */
export const irisText = {
  title: 'Mời công dân mở to hai mắt, nhìn vào vạch sáng',
  titleOne: 'Mời công dân mở to {eye}, nhìn vào vạch sáng',
  eyes: 'Hai mắt',
  done: 'xong {n}/{m}',
  capture: 'Thu',
  again: 'Thu lại',
  busy: 'Đang thu…',
  stop: 'Dừng',
  ready: 'Nhấn F8 khi công dân đã sẵn sàng',
  awaited: 'Đang chờ mắt – mở to hai mắt, nhìn vào vạch sáng',
  live: 'Hình đang thu',
  alt: 'Ảnh {eye}',
  good: '{eye}: đạt',
  bothGood: 'Hai mắt đạt',
  kept: '{eye}: giữ ảnh này – {reason}',
  skipped: '{eye}: không thu – {reason}',
  tries: 'Đã thu {n} lần',
  mayKeep: 'Đã đủ {n} lần: thu lại, hoặc giữ ảnh tốt nhất và ghi lý do',
  of: '{eye}: {hint}',
  tooYoung: 'Công dân dưới 6 tuổi: không thu mống mắt',
  checks: '{n}/{m} tiêu chí đạt',
  value: '{value}, cần {limit}',
  least: 'từ {least}',
  most: 'đến {most}',
  between: '{least} đến {most}',

  states: {
    todo: 'chưa thu',
    capturing: 'đang thu',
    failed: 'chưa được',
    good: 'đạt {score}',
    weak: 'yếu {score}',
    kept: 'giữ {score}',
    finding: 'cần xem',
    skipped: 'không thu: {reason}',
  },

  except: {
    open: 'Mắt không thu được',
    title: 'Ghi mắt không thu được',
    eye: 'Mắt',
    code: 'Tình trạng',
    note: 'Ghi chú',
    noteHelp: 'Ví dụ: băng sau mổ, tháo sau 1 tuần',
    noteLong: 'Ghi chú dài hơn 200 chữ',
    noteNeeded: 'Ghi rõ tình trạng',
    submit: 'Ghi tình trạng',
    remove: 'Bỏ ghi nhận này',
    close: 'Xong, thu tiếp',
    never: 'Công dân không bao giờ bị từ chối vì không thu được mống mắt: ghi tình trạng rồi làm tiếp',
  },
} as const;

export const eyeNames: Readonly<Record<Eye, string>> = { right: 'mắt phải', left: 'mắt trái' };

export const eyeExceptionNames: Readonly<Record<EyeExceptionCode, string>> = {
  missing: 'mất mắt, mắt giả',
  'cannot-open': 'không mở được',
  bandaged: 'băng bó',
  other: 'lý do khác',
};

export const irisKeepReasons: Readonly<Record<IrisKeepReason, string>> = {
  lids: 'Sụp mi',
  trembling: 'Rung giật mắt',
  disease: 'Bệnh ở mắt',
  'citizen-unable': 'Không nhìn thẳng được',
  other: 'Lý do khác',
};

/** What is wrong with an eye, as it follows its name, and what the citizen does. */
export const irisHints: Readonly<Record<IrisHint, string>> = {
  'open-eye': 'chưa mở – mời công dân mở to mắt, nhìn vào vạch sáng',
  nearer: 'ở xa – mời công dân lại gần máy hơn',
  centre: 'nằm lệch – chỉnh máy cho mắt vào giữa khung',
  'look-straight': 'nhìn lệch – mời công dân nhìn thẳng vào vạch sáng',
  glare: 'bị lóa – bỏ kính, xoay khỏi đèn và cửa sổ',
  lids: 'bị mi che – mời công dân mở to mắt hơn',
  'hold-still': 'bị nhòe – mời công dân giữ yên đầu',
  'more-light': 'bị tối – lại gần hơn, đừng che đèn của máy',
  'wide-pupil': 'có đồng tử quá giãn – bật thêm đèn phòng, chờ một chút',
  'narrow-pupil': 'có đồng tử quá nhỏ – giảm đèn chiếu vào mắt',
  'low-contrast': 'hiện nhạt – tháo kính áp tròng màu rồi thu lại',
};

export const irisFindings: Readonly<Record<IrisFinding['kind'], string>> = {
  'other-side': '{eye}: có vẻ là ảnh {other} – xem máy có đặt ngược không, thu lại',
  'same-eye': '{eye}: trùng với {other} đã thu – thu lại đúng mắt',
};

export const irisChecks: Readonly<Record<IrisCheck['name'], string>> = {
  'eye-open': 'Mắt mở',
  'iris-radius': 'Bán kính mống mắt, điểm ảnh',
  margin: 'Khoảng trống quanh mống mắt, %',
  gaze: 'Lệch hướng nhìn, %',
  glare: 'Phần bị lóa, %',
  'usable-area': 'Phần mống mắt thấy được, %',
  sharpness: 'Độ nét',
  'gray-scale': 'Dải sáng, bit',
  'pupil-ratio': 'Đồng tử so với mống mắt, %',
  'pupil-circularity': 'Độ tròn của đồng tử',
  'iris-pupil-contrast': 'Tương phản với đồng tử',
  'iris-sclera-contrast': 'Tương phản với lòng trắng',
};
