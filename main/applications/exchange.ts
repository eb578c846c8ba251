import type { ApplicationDefinition } from './definition.ts';

/** Cấp đổi: the holder gives back a card and gets a new one (Law 26/2023 art. 24.1, Decree 70/2024 art. 21.3). */
export const exchange: ApplicationDefinition = {
  type: 'exchange',
  title: 'Cấp đổi thẻ căn cước',
  reasons: [
    { reason: 'age', title: 'Đến tuổi cấp đổi: 14, 25, 40, 60', basis: 'Luật 26/2023/QH15 Đ.24.1.a, Đ.21' },
    {
      reason: 'old-card-to-new',
      title: 'Đổi thẻ CCCD (hoặc CMND) sang thẻ căn cước',
      basis: 'Nghị định 70/2024/NĐ-CP Đ.21.3',
    },
    {
      reason: 'name-or-birth-changed',
      title: 'Thay đổi, cải chính họ, chữ đệm, tên khai sinh; ngày, tháng, năm sinh',
      basis: 'Luật 26/2023/QH15 Đ.24.1.b',
    },
    {
      reason: 'features-changed',
      title: 'Thay đổi nhân dạng; bổ sung ảnh khuôn mặt, vân tay; xác định lại hoặc chuyển đổi giới tính',
      basis: 'Luật 26/2023/QH15 Đ.24.1.c',
    },
    {
      reason: 'holder-request',
      title: 'Theo yêu cầu của người được cấp thẻ',
      basis: 'Luật 26/2023/QH15 Đ.24.1.g',
    },
  ],
  steps: ['card', 'form', 'fingers', 'portrait', 'iris', 'review'],
  layout: [
    {
      name: 'identity',
      fields: [
        'fullName',
        'personalId',
        'birthDate',
        'sex',
        'nationality',
        'ethnicity',
        'religion',
        'maritalStatus',
        'occupation',
      ],
    },
    { name: 'papers', fields: ['oldId', 'birthRegPlace', 'origin'] },
    { name: 'residence', fields: ['permanentAddress', 'currentAddress'] },
    {
      name: 'family',
      fields: ['fatherName', 'motherName', 'spouseName', 'householderName', 'householderRelation'],
    },
    { name: 'features', fields: ['identification'] },
    { name: 'contact', fields: ['phone'] },
  ],
  forms: ['CC01', 'CC02'],
};
