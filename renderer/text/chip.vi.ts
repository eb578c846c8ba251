import type { CardFactName, ChipVerdict, FactSource, RetypePart } from '../../main/contract/enrollment.ts';
import { fieldLabels } from './fields.vi.ts';

/** What the chip has shown to be, and what the officer does now. */
export const chipVerdicts: Readonly<Record<ChipVerdict, { readonly what: string; readonly todo: string }>> = {
  genuine: {
    what: 'Thẻ thật: dữ liệu nguyên vẹn, chip không phải bản sao',
    todo: 'So ảnh trong chip với công dân rồi dùng dữ liệu này',
  },
  tampered: {
    what: 'Dữ liệu trong chip đã bị thay đổi sau khi cấp. Không dùng để điền hồ sơ; báo chỉ huy',
    todo: 'Mời chỉ huy xem thẻ này; hồ sơ chỉ điền theo giấy tờ khác',
  },
  'clone-suspected': {
    what: 'Dữ liệu đúng nhưng chip có dấu hiệu sao chép. Không dùng để điền hồ sơ; báo chỉ huy',
    todo: 'Mời chỉ huy xem thẻ này; hồ sơ chỉ điền theo giấy tờ khác',
  },
  'untrusted-issuer': {
    what: 'Dữ liệu nguyên vẹn; trạm chưa xác nhận được cơ quan ký. Được tiếp tục, cần đối chiếu người và CSDLQGVDC',
    todo: 'So ảnh trong chip với công dân, tra số định danh trong CSDLQGVDC rồi mới dùng',
  },
  unreadable: {
    what: 'Không đọc được chip. Điền bằng QR hoặc nhập tay',
    todo: 'Lau mặt thẻ rồi đọc lại một lần; vẫn vậy thì điền theo mặt thẻ',
  },
  incomplete: {
    what: 'Mới kiểm tra được một phần: {reason}. Phần còn lại chưa được coi là đúng',
    todo: 'So ảnh trong chip với công dân và đối chiếu từng mục với mặt thẻ',
  },
};

/** What a check is called, what it is about, and so what it means when no closer reason is known. */
interface CheckText {
  readonly name: string;
  readonly about: string;
}

export const checkTexts = {
  access: { name: 'Mở chip', about: 'Chip chỉ cho đọc khi trạm đưa đúng số thẻ, ngày sinh và ngày hết hạn' },
  'com-vs-sod': {
    name: 'Danh mục tệp',
    about: 'Danh mục tệp của chip phải trùng danh mục mà cơ quan cấp đã ký',
  },
  'sod-structure': {
    name: 'Tệp bảo đảm',
    about: 'Tệp bảo đảm chứa dấu vết của từng tệp và chữ ký của cơ quan cấp',
  },
  'sod-signature': { name: 'Chữ ký cơ quan cấp', about: 'Tệp bảo đảm phải mang chữ ký đúng của bên ký thẻ' },
  'ds-certificate': {
    name: 'Chứng thư bên ký',
    about: 'Chứng thư của bên ký thẻ phải hợp lệ vào ngày ký',
  },
  chain: { name: 'Cơ quan ký', about: 'Chứng thư bên ký phải do cơ quan mà trạm tin cậy cấp' },
  revocation: { name: 'Danh sách thu hồi', about: 'Chứng thư bên ký không được nằm trong danh sách thu hồi' },
  'dg-hash': { name: 'Toàn vẹn', about: 'Nội dung tệp phải đúng như lúc cơ quan cấp ký' },
  'dg-structure': { name: 'Cấu trúc', about: 'Tệp phải đúng cấu trúc mà chuẩn quy định' },
  'cardaccess-vs-dg14': {
    name: 'Thông số mở chip',
    about: 'Thông số mở chip phải trùng thông số mà cơ quan cấp đã ký',
  },
  ca: { name: 'Chip gốc (xác thực chip)', about: 'Chip gốc giữ một khóa bí mật mà bản sao không có' },
  aa: {
    name: 'Chip gốc (xác thực chủ động)',
    about: 'Chip gốc ký được một số ngẫu nhiên, bản sao thì không',
  },
  cam: { name: 'Chip gốc (khi mở chip)', about: 'Chip gốc chứng minh khóa bí mật ngay khi mở' },
  'mrz-check-digits': { name: 'Số kiểm tra MRZ', about: 'Các số kiểm tra trong MRZ phải khớp với dữ liệu' },
  'dg1-vs-password': {
    name: 'Đúng thẻ đã nhập',
    about: 'Chip phải là của chính thẻ mà cán bộ đã quét hoặc nhập',
  },
  'dg13-vs-dg1': {
    name: 'Cùng một người',
    about: 'Hai phần dữ liệu của chip phải mang cùng một số định danh',
  },
  expiry: { name: 'Còn hạn', about: 'Ngày hết hạn của thẻ so với hôm nay' },
} as const satisfies Record<string, CheckText>;

/** Why a check came out as it did, by its reason code. */
export const checkReasons = {
  bac: 'Chip mở bằng cách cũ (BAC)',
  'pace-gm': 'Chip mở bằng cách mới (PACE)',
  'pace-im': 'Chip mở bằng cách mới (PACE)',
  'pace-cam': 'Chip mở bằng cách mới, kèm chứng minh chip gốc (PACE)',
  'bac-after-pace-failed': 'Chip không mở được bằng cách mới, trạm đã mở bằng cách cũ',
  'well-formed': 'Tệp đúng cấu trúc',
  malformed: 'Sai cấu trúc, không đọc được',
  'malformed-or-missing': 'Tệp thiếu hoặc sai cấu trúc',
  'same-list': 'Danh mục tệp trùng danh mục đã ký',
  'lists-differ': 'Danh mục tệp khác danh mục đã ký',
  'hash-equal': 'Tệp đúng như lúc cơ quan cấp ký',
  'hash-differs': 'Tệp đã bị thay đổi sau khi cơ quan cấp ký',
  'file-missing': 'Cơ quan cấp đã ký tệp này nhưng chip không có',
  'not-on-card': 'Thẻ này không có tệp này',
  'not-in-sod': 'Chip có tệp này nhưng cơ quan cấp không ký',
  'signature-good': 'Chữ ký đúng',
  'signature-good-deprecated': 'Chữ ký đúng, theo thuật toán cũ',
  'signature-wrong': 'Chữ ký sai: dữ liệu không phải do bên này ký',
  'certificate-good': 'Chứng thư hợp lệ vào ngày ký',
  'certificate-expired-info': 'Chứng thư hợp lệ vào ngày ký, nay đã hết hạn; thẻ vẫn có giá trị',
  'certificate-bad': 'Chứng thư không hợp lệ',
  'issued-by-anchor': 'Bên ký do cơ quan mà trạm tin cậy cấp chứng thư',
  'untrusted-no-anchor': 'Trạm chưa được cài chứng thư của cơ quan ký này',
  'chain-broken': 'Chứng thư không nối được về cơ quan mà trạm tin cậy',
  'not-revoked': 'Không có trong danh sách thu hồi',
  revoked: 'Chứng thư bên ký đã bị thu hồi',
  'no-crl': 'Trạm chưa có danh sách thu hồi',
  'crl-stale': 'Danh sách thu hồi của trạm đã cũ',
  'same-infos': 'Thông số mở chip trùng thông số đã ký',
  'infos-differ': 'Thông số mở chip khác thông số đã ký',
  'key-proven': 'Chip đã chứng minh khóa bí mật',
  'key-not-proven': 'Chip không chứng minh được khóa bí mật',
  'key-file-missing': 'Chip không có tệp khóa để kiểm tra',
  'key-not-covered': 'Cơ quan cấp không ký tệp khóa này nên kết quả không chứng minh gì',
  'not-offered': 'Thẻ này không có cách kiểm tra này',
  'skipped-chip-authentication': 'Chip gốc đã được chứng minh bằng cách khác',
  'all-right': 'Các số kiểm tra đều khớp',
  same: 'Chip là của thẻ đã quét hoặc nhập',
  'other-document': 'Chip là của một thẻ khác với thẻ đã quét hoặc nhập',
  'opened-by-can': 'Chip mở bằng sáu số cuối nên chưa so được ngày sinh và ngày hết hạn',
  'same-person': 'Hai phần dữ liệu mang cùng một số định danh',
  'other-person': 'Hai phần dữ liệu mang hai số định danh khác nhau',
  'no-personal-number': 'Phần dữ liệu tiếng Việt không có số định danh',
  valid: 'Thẻ còn hạn',
  expired: 'Thẻ đã hết hạn',
  'no-expiry': 'Thẻ không thời hạn',
  'not-run-card-removed': 'Thẻ bị nhấc ra trước khi kiểm tra xong',
  'not-available': 'Trạm chưa có cách kiểm tra này',
} as const satisfies Record<string, string>;

export const checkStates = {
  pass: 'đạt',
  fail: 'không đạt',
  unknown: 'chưa rõ',
  'not-supported': 'thẻ không có',
  'not-run': 'chưa kiểm tra',
} as const;

/** What a partly checked chip still owes, as the verdict names it. */
export function incompleteReason(
  checks: readonly { readonly id: string; readonly status: keyof typeof checkStates }[],
): string {
  const hasPassed = (...ids: readonly string[]): boolean =>
    ids.some((id) => checks.some((check) => check.id === id && check.status === 'pass'));
  const missing = [
    hasPassed('sod-signature') && hasPassed('ds-certificate') ? [] : ['chữ ký cơ quan cấp'],
    hasPassed('chain') ? [] : ['cơ quan ký'],
    hasPassed('ca', 'aa', 'cam') ? [] : ['chip gốc'],
  ].flat();
  return missing.length === 0 ? 'còn tệp chưa kiểm tra được' : `chưa kiểm tra được ${missing.join(', ')}`;
}

/** The name of a check as a row shows it: `dg-hash:13` is "Toàn vẹn: dữ liệu tiếng Việt". */
export function checkName(id: string): string {
  const [base = id, group] = id.split(':');
  const name = checkTextOf(base)?.name ?? base;
  return group === undefined ? name : `${name}: ${fileName(`DG${group}`)}`;
}

/** Why the check came out so; a reason that has no sentence yet gives what the check is about. */
export function checkReason({ id, reason }: { readonly id: string; readonly reason: string }): string {
  if (Object.hasOwn(checkReasons, reason)) return checkReasons[reason as keyof typeof checkReasons];
  return checkTextOf(id.split(':')[0] ?? id)?.about ?? '';
}

function checkTextOf(base: string): CheckText | undefined {
  return Object.hasOwn(checkTexts, base) ? checkTexts[base as keyof typeof checkTexts] : undefined;
}

const fileNames: Readonly<Record<string, string>> = {
  'EF.CardAccess': 'thông số mở chip',
  CardAccess: 'thông số mở chip',
  COM: 'danh mục tệp',
  SOD: 'tệp bảo đảm',
  DG1: 'dữ liệu MRZ',
  DG2: 'ảnh chân dung',
  DG13: 'dữ liệu tiếng Việt',
  DG14: 'khóa xác thực chip',
  DG15: 'khóa xác thực chủ động',
};

/** A file of the chip in words; one that is not known keeps its name. */
export function fileName(name: string): string {
  return fileNames[name] ?? name;
}

/** What to look at again after the chip refused the key. */
export const retypeNames: Readonly<Record<RetypePart, string>> = {
  'document-number': 'số thẻ',
  birth: 'ngày sinh',
  expiry: 'ngày hết hạn',
  can: 'sáu số cuối',
};

export const factLabels: Readonly<Record<CardFactName, string>> = {
  personalId: fieldLabels.personalId,
  fullName: fieldLabels.fullName,
  birthDate: fieldLabels.birthDate,
  sex: fieldLabels.sex,
  permanentAddress: fieldLabels.permanentAddress,
  issueDate: 'Ngày cấp thẻ',
  expiryDate: 'Có giá trị đến',
};

export const factSourceNames: Readonly<Record<FactSource, string>> = {
  chip: 'Chip',
  qr: 'QR',
  mrz: 'Mặt thẻ (MRZ)',
  form: 'Cán bộ nhập',
};
