import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StationError } from '../contract/errors.ts';
import { parseCardQr, qrFields } from './card-qr.ts';
import examples from './examples/card-qr.json' with { type: 'json' };

const [example] = examples.valid;
const payload = example?.payload ?? '';

function codeOf(text: string): string {
  try {
    parseCardQr(text);
    return 'accepted';
  } catch (error) {
    return error instanceof StationError ? error.code : String(error);
  }
}

describe('the QR code of a card', () => {
  it.each(examples.valid)('is read: $id', ({ payload: text, expect: expected }) => {
    expect(parseCardQr(text)).toEqual(expected);
  });

  it.each(examples.invalid)('is refused: $id', ({ payload: text, expect: code }) => {
    expect(codeOf(text)).toBe(code);
  });

  it('is read with the line end of the scanner', () => {
    expect(codeOf(`${payload}\r\n`)).toBe('accepted');
  });

  it.each(['|0|', '||', '\u0000', 'https://example.vn/?id=001090000000'])('is not taken for %s', (text) =>
    expect(codeOf(text)).toBe('qr/not-card'),
  );

  it('fills the form in its own words', () => {
    expect(qrFields(parseCardQr(payload))).toEqual({
      personalId: '001090000000',
      oldId: '000000000',
      fullName: 'NGUYỄN VĂN MẪU',
      birthDate: '1990-01-15',
      sex: 'M',
      permanentAddress: 'Số 1 Phố Ví Dụ, Phường Thử Nghiệm, Quận Mẫu, Hà Nội',
    });
  });
});

describe('a scanner with the wrong character set', () => {
  it.each(['latin1', 'windows-1252'])('is found out by every card: %s', (encoding) => {
    for (const { payload: text } of examples.valid) {
      const bytes = Buffer.from(text.normalize('NFC'), 'utf8');
      const garbled =
        encoding === 'latin1' ? bytes.toString('latin1') : new TextDecoder(encoding).decode(bytes);
      expect(codeOf(garbled)).toBe('qr/garbled');
    }
  });

  it('is found out when it loses letters', () => {
    expect(codeOf(payload.replaceAll(/[^\p{ASCII}]/gu, '?'))).toBe('qr/garbled');
  });
});

it('never fails but by its own codes, whatever is scanned', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }), (parts) => {
      expect(['qr/not-card', 'qr/garbled', 'accepted']).toContain(codeOf(parts.join('|')));
      expect(['qr/not-card', 'qr/garbled', 'accepted']).toContain(codeOf(`001090000000||${parts.join('|')}`));
    }),
  );
});
