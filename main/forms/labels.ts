import type { FieldName } from '../contract/form.ts';

/** What the papers call each field (items of the 2019 declaration CC01; Law 26/2023 art. 9). */
export const labels: { readonly [K in FieldName]: string } = {
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
  fatherName: 'Họ và tên cha',
  motherName: 'Họ và tên mẹ',
  spouseName: 'Họ và tên vợ/chồng',
  householderName: 'Họ và tên chủ hộ',
  householderRelation: 'Quan hệ với chủ hộ',
  identification: 'Đặc điểm nhân dạng',
  phone: 'Số điện thoại',
};
