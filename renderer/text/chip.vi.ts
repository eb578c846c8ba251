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
  'not-td1': 'Chip này của loại giấy tờ khác, không phải thẻ căn cước',
  'same-list': 'Danh mục tệp trùng danh mục đã ký',
  'lists-differ': 'Danh mục tệp khác danh mục đã ký',
  'hash-equal': 'Tệp đúng như lúc cơ quan cấp ký',
  'hash-differs': 'Tệp đã bị thay đổi sau khi cơ quan cấp ký',
  'file-missing': 'Cơ quan cấp đã ký tệp này nhưng chip không có',
  'not-read': 'Chip không cho đọc tệp này, hoặc thẻ bị nhấc ra trước',
  'not-on-card': 'Thẻ này không có tệp này',
  'not-in-sod': 'Chip có tệp này nhưng cơ quan cấp không ký',
  'signature-good': 'Chữ ký đúng',
  'signature-good-deprecated': 'Chữ ký đúng, theo thuật toán cũ',
  'signature-wrong': 'Chữ ký sai: dữ liệu không phải do bên này ký',
  'no-signer-certificate': 'Tệp bảo đảm không kèm chứng thư của bên ký',
  'signer-named-otherwise': 'Chữ ký đúng nhưng tên bên ký ghi trong tệp không khớp chứng thư',
  'another-version': 'Chữ ký đúng nhưng tệp theo phiên bản lạ',
  'content-type-differs': 'Chữ ký là của loại dữ liệu khác',
  'digest-differs': 'Dữ liệu đã bị thay đổi sau khi ký',
  'algorithms-differ': 'Tệp ghi hai thuật toán khác nhau cho cùng một chữ ký',
  'unknown-algorithm': 'Trạm không biết thuật toán này nên chưa kiểm tra được',
  'unknown-curve': 'Khóa dùng tham số lạ, trạm không kiểm tra được',
  'bad-key': 'Khóa trong chứng thư không dùng được',
  'not-reached': 'Chưa kiểm tra vì bước trước không đạt',
  'valid-expired': 'Chứng thư hợp lệ vào ngày ký, nay đã hết hạn; thẻ vẫn có giá trị',
  'unknown-critical-extension': 'Chứng thư có điều kiện bắt buộc mà trạm không biết',
  'signer-is-authority': 'Chứng thư này để cấp chứng thư khác, không được dùng để ký thẻ',
  'key-usage': 'Chứng thư không được phép dùng vào việc này',
  'extended-key-usage': 'Chứng thư được cấp cho việc khác, không phải ký thẻ',
  'signed-outside-validity': 'Ký ngoài thời hạn của chứng thư',
  'signed-outside-key-period': 'Ký ngoài thời gian được dùng khóa',
  'not-yet-valid': 'Chứng thư chưa đến ngày có hiệu lực; kiểm tra ngày giờ của trạm',
  trusted: 'Chứng thư bên ký do cơ quan mà trạm tin cậy cấp',
  'trusted-anchor-expired': 'Do cơ quan mà trạm tin cậy cấp; chứng thư của cơ quan nay đã hết hạn',
  'trusted-deprecated': 'Do cơ quan mà trạm tin cậy cấp, theo thuật toán cũ',
  'trusted-anchor-expired-deprecated':
    'Do cơ quan mà trạm tin cậy cấp, theo thuật toán cũ; chứng thư của cơ quan nay đã hết hạn',
  'untrusted-no-anchor': 'Trạm chưa được cài chứng thư của cơ quan ký này',
  'not-an-authority': 'Chứng thư ở giữa không được quyền cấp chứng thư khác',
  'path-too-long': 'Nhiều cấp chứng thư hơn mức cơ quan ký cho phép',
  'country-differs': 'Các chứng thư ghi nước khác nhau',
  'issued-outside-validity': 'Chứng thư được cấp khi chứng thư của cơ quan cấp không có hiệu lực',
  'not-revoked': 'Không có trong danh sách thu hồi',
  'signer-revoked': 'Chứng thư bên ký đã bị thu hồi',
  'authority-revoked': 'Chứng thư của cơ quan ký đã bị thu hồi',
  'no-crl': 'Trạm chưa có danh sách thu hồi',
  'crl-stale': 'Danh sách thu hồi của trạm đã cũ',
  'same-infos': 'Thông số mở chip trùng thông số đã ký',
  'infos-differ': 'Thông số mở chip khác thông số đã ký',
  'key-proven': 'Chip đã chứng minh khóa bí mật',
  'key-not-proven': 'Chip không chứng minh được khóa bí mật',
  'key-file-missing': 'Chip không có tệp khóa để kiểm tra',
  'key-not-covered': 'Cơ quan cấp không ký tệp khóa này nên kết quả không chứng minh gì',
  'not-offered': 'Thẻ này không có cách kiểm tra này',
  'all-right': 'Các số kiểm tra đều khớp',
  same: 'Chip là của thẻ đã quét hoặc nhập',
  'other-document': 'Chip là của một thẻ khác với thẻ đã quét hoặc nhập',
  'opened-by-can': 'Chip mở bằng sáu số cuối nên chưa so được ngày sinh và ngày hết hạn',
  'same-person': 'Hai phần dữ liệu mang cùng một số định danh',
  'other-person': 'Hai phần dữ liệu mang hai số định danh khác nhau',
  'details-differ': 'Hai phần dữ liệu trong chip ghi khác nhau; đối chiếu với mặt thẻ',
  'no-personal-number': 'Phần dữ liệu tiếng Việt không có số định danh',
  valid: 'Thẻ còn hạn',
  expired: 'Thẻ đã hết hạn',
  'no-expiry': 'Thẻ không thời hạn',
  'not-available': 'Không kiểm tra được lần này',
} as const satisfies Record<string, string>;

/** Where a code says another thing of this check than of the others. */
const checkReasonsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ds-certificate': { valid: 'Chứng thư hợp lệ vào ngày ký' },
  chain: { 'signature-wrong': 'Chữ ký trên chứng thư sai: không phải do cơ quan này cấp' },
};

/** Fields of the MRZ that a check digit stands for. */
const mrzFields: Readonly<Record<string, string>> = {
  'document-number': 'số thẻ',
  'personal-id': 'số định danh',
  birth: 'ngày sinh',
  expiry: 'ngày hết hạn',
  composite: 'cả ba dòng',
};

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

/** Why the check came out so; a reason that has no sentence gives what the check is about. */
export function checkReason({ id, reason }: { readonly id: string; readonly reason: string }): string {
  const own = checkReasonsOf[id]?.[reason];
  if (own !== undefined) return own;
  if (Object.hasOwn(checkReasons, reason)) return checkReasons[reason as keyof typeof checkReasons];
  const fields = reason.split(' ').flatMap((field) => mrzFields[field] ?? []);
  if (id === 'mrz-check-digits' && fields.length > 0) return `Không khớp: ${fields.join(', ')}`;
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
