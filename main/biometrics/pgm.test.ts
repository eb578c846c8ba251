import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PgmErrorCode, readPgm, writePgm } from './pgm.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const anyPicture = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc.uint8Array({ minLength: width * height, maxLength: width * height }).map((pixels) => ({
      width,
      height,
      pixels,
    })),
  );

it('reads what it wrote, whatever the pixels look like', () => {
  fc.assert(
    fc.property(anyPicture, (picture) => {
      expect(readPgm(writePgm(picture))).toEqual(picture);
    }),
  );
});

it('writes the plainest header', () => {
  const file = writePgm({ width: 2, height: 1, pixels: latin1('ab') });
  expect(Buffer.from(file).toString('latin1')).toBe('P5\n2 1\n255\nab');
});

it.each(['P5 2 1 255\nab', 'P5\n2\n1\n255\nab', 'P5\t02 # two\n# one\n 1\n255 ab', 'P5#\n2 1 255\rab'])(
  'reads the header %j',
  (text) => {
    expect(readPgm(latin1(text))).toEqual({ width: 2, height: 1, pixels: latin1('ab') });
  },
);

it.each<[string, PgmErrorCode]>([
  ['', 'pgm/malformed'],
  ['P5', 'pgm/malformed'],
  ['P5 2 1 255', 'pgm/malformed'],
  ['P5 2 -1 255\nab', 'pgm/malformed'],
  ['P5 2 1 25.5\nab', 'pgm/malformed'],
  [`P5 ${'#\n'.repeat(3000)}2 1 255\nab`, 'pgm/malformed'],
  ['P5 0 1 255\n', 'pgm/malformed'],
  ['P5 2 1 255\na', 'pgm/cut-off'],
  ['P5 2 1 255\nabc', 'pgm/malformed'],
  ['P5 2 1 15\nab', 'pgm/unsupported'],
  ['P5 1 1 65535\nab', 'pgm/unsupported'],
  ['P2 1 1 255\n7', 'pgm/unsupported'],
  ['P6 1 1 255\nabc', 'pgm/unsupported'],
  ['P5 40000 1001 255\n', 'pgm/too-large'],
  ['P5 999999999 999999999 255\n', 'pgm/too-large'],
])('refuses %j with %s', (text, code) => {
  expect(() => readPgm(latin1(text))).toThrow(expect.objectContaining({ code }));
});
