import { describe, expect, it } from 'vitest';
import { vnCccd } from '../../drivers/card/emrtd/profiles/profile.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { passwordsFrom } from './card-key.ts';
import examples from './examples/card-keys.json' with { type: 'json' };
import qrExamples from './examples/card-qr.json' with { type: 'json' };

describe.each(examples.cards)('the chip of $id', ({ personalId, birthDate, expiryDate, lines }) => {
  const [, second = ''] = lines;
  const password = {
    kind: 'mrz',
    documentNumber: personalId.slice(-9),
    birth: second.slice(0, 6),
    expiry: second.slice(8, 14),
  };
  const accessNumber = { kind: 'can', can: personalId.slice(6) };

  it('opens with its MRZ', () => {
    expect(passwordsFrom({ kind: 'mrz', text: lines.join('\n') })).toEqual([password, accessNumber]);
    expect(passwordsFrom({ kind: 'mrz', text: lines.join('') })).toEqual([password, accessNumber]);
  });

  it('opens with what the officer reads off the card', () => {
    expect(passwordsFrom({ kind: 'fields', personalId, birthDate, expiryDate })).toEqual([
      password,
      accessNumber,
    ]);
  });
});

it('opens with the QR code: the access number, then the lawful expiry, then its neighbour', () => {
  expect(passwordsFrom({ kind: 'qr', text: qrExamples.valid[0]?.payload ?? '' })).toEqual([
    { kind: 'can', can: '000000' },
    ...['300115', '500115'].map((expiry) => ({
      kind: 'mrz',
      documentNumber: '090000000',
      birth: '900115',
      expiry,
    })),
  ]);
});

it.each(qrExamples.valid)('never tries more than three passwords', ({ payload }) => {
  expect(passwordsFrom({ kind: 'qr', text: payload }).length).toBeLessThanOrEqual(3);
});

it('follows the rules of the card’s profile', () => {
  const [{ personalId, birthDate, expiryDate } = { personalId: '', birthDate: '', expiryDate: '' }] =
    examples.cards;
  const kindsWith = (key: CardKey, rules: Partial<typeof vnCccd>): string[] =>
    passwordsFrom(key, { ...vnCccd, ...rules }).map(({ kind }) => kind);
  const qr: CardKey = { kind: 'qr', text: qrExamples.valid[0]?.payload ?? '' };
  const fields: CardKey = { kind: 'fields', personalId, birthDate, expiryDate };
  expect(kindsWith(qr, {})).toEqual(['can', 'mrz', 'mrz']);
  expect(kindsWith(qr, { canRule: 'printed' })).toEqual(['mrz', 'mrz']);
  expect(kindsWith(qr, { expiryRule: 'printed' })).toEqual(['can']);
  expect(kindsWith(qr, { maxTries: 2 })).toEqual(['can', 'mrz']);
  expect(kindsWith(fields, {})).toEqual(['mrz', 'can']);
  expect(kindsWith(fields, { canRule: 'printed' })).toEqual(['mrz']);
});

it('opens with an access number alone', () => {
  expect(passwordsFrom({ kind: 'can', can: '123456' })).toEqual([{ kind: 'can', can: '123456' }]);
});

it('writes the unknown parts of a birth as the MRZ does', () => {
  const [, password] = passwordsFrom({ kind: 'qr', text: qrExamples.valid.at(-1)?.payload ?? '' });
  expect(password).toEqual({ kind: 'mrz', documentNumber: '050000000', birth: '50<<<<', expiry: '991231' });
});

it.each([
  [{ kind: 'qr', text: 'HS4010000000000' }, 'qr/not-card'],
  [{ kind: 'mrz', text: 'NGUYEN<<VAN<MAU' }, 'mrz/invalid'],
  [
    {
      kind: 'mrz',
      text: 'IDVNM0900000007001090000000<<89001158M3001156VNM<<<<<<<<<<<1NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<',
    },
    'mrz/invalid',
  ],
  [
    { kind: 'fields', personalId: '123', birthDate: '15/01/1990', expiryDate: '15/01/2030' },
    'application/field-invalid',
  ],
  [
    { kind: 'fields', personalId: '001090000000', birthDate: '31/02/1990', expiryDate: '15/01/2030' },
    'application/field-invalid',
  ],
  [
    { kind: 'fields', personalId: '001090000000', birthDate: '15/01/1990', expiryDate: '' },
    'application/field-invalid',
  ],
  [{ kind: 'can', can: '12345' }, 'application/field-invalid'],
] as const)('refuses %o', (key, code) => {
  expect(() => passwordsFrom(key)).toThrow(expect.objectContaining({ code }));
});
