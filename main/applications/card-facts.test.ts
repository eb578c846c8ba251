import { describe, expect, it } from 'vitest';
import { factsFromChip, factsFromKey, isSameFact } from './card-facts.ts';
import keyExamples from './examples/card-keys.json' with { type: 'json' };
import holderExamples from './examples/chip-holders.json' with { type: 'json' };

describe('what the sources say of one card', () => {
  it('is the same in DG13, QR code, MRZ and on the card', () => {
    const [adult] = keyExamples.cards;
    const [holder] = holderExamples.holders;
    const chip = factsFromChip(holder && { ...holder.holder, unknown: [] }, undefined);
    expect(chip).toEqual({
      personalId: '001090000000',
      fullName: 'NGUYỄN VĂN MẪU',
      birthDate: '1990-01-15',
      sex: 'M',
      permanentAddress: 'Số 1 Phố Ví Dụ, Phường Thử Nghiệm, Quận Mẫu, Hà Nội',
      issueDate: '2021-04-25',
      expiryDate: '2030-01-15',
    });
    const qr = factsFromKey({
      kind: 'qr',
      text: '001090000000||Nguyễn Văn Mẫu|15011990|Nam|Số 1 Phố Ví Dụ, Phường Thử Nghiệm, Quận Mẫu, Hà Nội|25042021',
    });
    const { expiryDate, ...withoutExpiry } = chip;
    expect(qr).toEqual({ source: 'qr', facts: withoutExpiry });
    expect(factsFromKey({ kind: 'mrz', text: adult?.lines.join('\n') ?? '' })).toEqual({
      source: 'mrz',
      facts: {
        personalId: '001090000000',
        fullName: 'NGUYEN VAN MAU',
        birthDate: '1990-01-15',
        sex: 'M',
        expiryDate,
      },
    });
    const typed = { personalId: '001 090 000 000', birthDate: '15011990', expiryDate: '15/01/2030' };
    expect(factsFromKey({ kind: 'fields', ...typed }).facts).toEqual({
      personalId: '001090000000',
      birthDate: '1990-01-15',
      expiryDate,
    });
  });

  it.each([
    ['Không thời hạn', 'unlimited'],
    ['KHÔNG  THỜI HẠN'.normalize('NFD'), 'unlimited'],
    ['nét mờ', undefined],
  ])('reads an expiry of %s', (expiryDate, stored) => {
    expect(factsFromChip({ expiryDate, unknown: [] }, undefined).expiryDate).toBe(stored);
  });

  it('knows nothing of the holder from an access number', () => {
    expect(factsFromKey({ kind: 'can', can: '000000' }).facts).toEqual({});
  });
});

describe('a name against the MRZ', () => {
  it.each([
    ['ĐẶNG THỊ VÍ DỤ', 'DANG THI VI DU', true],
    ["H'MẪU NIÊ", 'HMAU NIE', true],
    ['NGUYỄN VĂN MẪU', 'NGUYEN VAN MAI', false],
    ['CÔNG TẰNG TÔN NỮ HOÀNG PHƯƠNG THẢO NGUYÊN', 'CONG TANG TON NU HOANG PHUON', true],
    ['NGUYỄN VĂN MẪU', 'NGUYEN VAN', false],
  ])('%s and %s: same is %s', (marked, mrz, isSame) => {
    expect(isSameFact('fullName', [marked, mrz], true)).toBe(isSame);
    expect(isSameFact('fullName', [mrz, marked], true)).toBe(isSame);
  });

  it('does not excuse a missing mark between sources that have marks', () => {
    expect(isSameFact('fullName', ['ĐẶNG NGỌC MẪU', 'ĐẶNG NGỌC MÂU'], false)).toBe(false);
    expect(isSameFact('fullName', ['ĐẶNG NGỌC MẪU', 'ĐẶNG NGỌC MẪU'.normalize('NFD')], false)).toBe(true);
  });
});

it('compares a residence without regard to case and punctuation', () => {
  expect(isSameFact('permanentAddress', ['Số 1, Phố Mẫu, Hà Nội', 'số 1 phố Mẫu,Hà Nội.'], false)).toBe(true);
  expect(isSameFact('permanentAddress', ['Phường Thử, Hà Nội', 'Phường Mẫu, Hà Nội'], false)).toBe(false);
});
