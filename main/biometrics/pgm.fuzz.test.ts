import { expect, it } from 'vitest';
import { randomFrom } from '../../fixtures/random.ts';
import { PgmError, readPgm, writePgm } from './pgm.ts';
import { expectBounded, fuzz } from './test-mutations.ts';

const picture = { width: 12, height: 9, pixels: Uint8Array.from({ length: 108 }, (_, i) => i) };
const withComments = `P5 # a comment\n#another\n 12\t9 # and one more\n255\n${'\u0000'.repeat(108)}`;

it('PGM: 50,000 spoilt files are read or refused', { timeout: 240_000 }, () => {
  const report = fuzz({
    files: [writePgm(picture), Uint8Array.from(Buffer.from(withComments, 'latin1'))],
    rounds: 50_000,
    random: randomFrom(41),
    read: readPgm,
    isWhole: ({ width, height, pixels }) => width * height > 0 && pixels.length === width * height,
    codeOf: (error) => (error instanceof PgmError ? error.code : undefined),
  });
  expectBounded(report);
  const codes = ['pgm/cut-off', 'pgm/malformed', 'pgm/unsupported'];
  expect([...report.outcomes.keys()]).toEqual(expect.arrayContaining(codes));
});
