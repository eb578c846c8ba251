import { expect, it } from 'vitest';
import type { ChipMrz } from '../../drivers/card/emrtd/chip-reading.ts';
import { fieldsFromChip } from './chip-fields.ts';
import examples from './examples/chip-holders.json' with { type: 'json' };

const mrz: ChipMrz = {
  lines: [
    'IDVNM0900000007001090000000<<8',
    '9001158M3001156VNM<<<<<<<<<<<0',
    'NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<',
  ],
  documentNumber: '090000000',
  personalId: '001090000000',
  birth: '900115',
  sex: 'M',
  expiry: '300115',
  nationality: 'VNM',
  surname: 'NGUYEN',
  givenNames: 'VAN MAU',
};

it('fills the form from DG13', () => {
  const [unmarried, married] = examples.holders.map(({ holder }) =>
    fieldsFromChip({ ...holder, unknown: [] }, undefined),
  );
  expect(unmarried).toEqual({
    personalId: '001090000000',
    fullName: 'NGUYỄN VĂN MẪU',
    birthDate: '1990-01-15',
    sex: 'M',
    nationality: 'VNM',
    ethnicity: '01',
    religion: '00',
    origin: 'Xã Thử Nghiệm, Huyện Ví Dụ, Hà Nội',
    permanentAddress: 'Số 1 Phố Ví Dụ, Phường Thử Nghiệm, Quận Mẫu, Hà Nội',
    identification: 'Nốt ruồi C:1cm dưới sau đuôi mắt phải',
    oldId: '000000000',
    fatherName: 'NGUYỄN CHA MẪU',
    motherName: 'TRẦN MẸ MẪU',
  });
  expect(married).toMatchObject({ birthDate: '1958-03-02', spouseName: 'LÊ VỢ MẪU' });
});

it('leaves a choice open that no list knows', () => {
  expect(fieldsFromChip({ ethnicity: 'Người lạ', religion: 'Phật giáo', unknown: [] }, undefined)).toEqual({
    religion: '01',
  });
});

it('takes from the MRZ what DG13 lacks, the century from the personal number, and never the name', () => {
  expect(fieldsFromChip(undefined, mrz)).toEqual({
    personalId: '001090000000',
    birthDate: '1990-01-15',
    sex: 'M',
    nationality: 'VNM',
  });
  expect(fieldsFromChip({ birthDate: '16/01/1990', unknown: [] }, mrz)).toMatchObject({
    birthDate: '1990-01-16',
  });
});

it.each([
  ['50<<<<', '038050000000', '1950'],
  ['5005<<', '038050000000', '1950-05'],
  ['010512', '001301000000', '2001-05-12'],
  ['<<<<<<', '001301000000', undefined],
])('reads a birth of %s', (birth, personalId, birthDate) => {
  expect(fieldsFromChip(undefined, { ...mrz, birth, personalId }).birthDate).toBe(birthDate);
});

it('has nothing to say of a chip that said nothing', () => {
  expect(fieldsFromChip(undefined, undefined)).toEqual({});
});
