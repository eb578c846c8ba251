import type { FieldName, FieldSource, formSections, ProblemCode } from '../../main/contract/form.ts';

/** Labels of the form, as on the forms of the law. */
export const fieldLabels: Readonly<Record<FieldName, string>> = {
  fullName: 'Họ, chữ đệm và tên khai sinh',
  personalId: 'Số định danh cá nhân',
  oldId: 'Số CMND 9 số',
  birthDate: 'Ngày, tháng, năm sinh',
  sex: 'Giới tính',
  nationality: 'Quốc tịch',
  ethnicity: 'Dân tộc',
  religion: 'Tôn giáo',
  birthRegPlace: 'Nơi đăng ký khai sinh',
  origin: 'Quê quán',
  permanentAddress: 'Nơi thường trú',
  currentAddress: 'Nơi ở hiện tại',
  maritalStatus: 'Tình trạng hôn nhân',
  occupation: 'Nghề nghiệp',
  fatherName: 'Họ, chữ đệm và tên cha',
  motherName: 'Họ, chữ đệm và tên mẹ',
  spouseName: 'Họ, chữ đệm và tên vợ hoặc chồng',
  householderName: 'Họ, chữ đệm và tên chủ hộ',
  householderRelation: 'Quan hệ với chủ hộ',
  identification: 'Đặc điểm nhân dạng',
  phone: 'Số điện thoại',
};

export const sectionTitles: Readonly<Record<(typeof formSections)[number], string>> = {
  identity: 'Nhân thân',
  papers: 'Giấy tờ và nguồn gốc',
  residence: 'Cư trú',
  family: 'Gia đình',
  features: 'Nhân dạng',
  contact: 'Liên hệ',
};

export const sourceNames: Readonly<Record<FieldSource, string>> = {
  chip: 'chip',
  qr: 'QR',
  mrz: 'MRZ',
  typed: 'nhập',
};

export const problemTexts: Readonly<Record<ProblemCode, string>> = {
  required: 'Chưa có thông tin này',
  'too-long': 'Dài quá chỗ của mục này',
  'name-digits': 'Họ tên không có chữ số',
  'name-foreign-letters': 'Có chữ cái ngoài bảng chữ tiếng Việt; đúng theo giấy tờ thì giữ nguyên',
  'pin-length': 'Số định danh cá nhân gồm 12 chữ số',
  'pin-sex': 'Chữ số thứ 4 không khớp giới tính hoặc thế kỷ sinh',
  'pin-year': 'Chữ số thứ 5 và 6 không khớp năm sinh',
  'pin-prefix': 'Ba số đầu không có trong bảng mã tỉnh',
  'old-id-format': 'Số CMND gồm 9 chữ số',
  'date-format': 'Ghi ngày như 04071985 hoặc 04/07/1985',
  'date-impossible': 'Không có ngày này trong lịch',
  'date-future': 'Ngày này chưa đến',
  'date-before-1900': 'Năm phải từ 1900',
  'phone-format': 'Số di động Việt Nam có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09',
  'choice-unknown': 'Giá trị không có trong danh mục',
};
