import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstHash, nextHash } from './capture.ts';

const openssl = (input: Uint8Array): Buffer =>
  execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input });

describe('the chain of hashes', () => {
  it('begins with the hash of nothing', () => {
    expect(firstHash).toBe('E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855');
  });

  it('is what OpenSSL makes of the same bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 500 }),
        (before, record) => {
          const expected = openssl(Buffer.concat([before, openssl(record)]));
          expect(nextHash(Buffer.from(before).toString('hex'), record)).toBe(
            expected.toString('hex').toUpperCase(),
          );
        },
      ),
      { numRuns: 10 },
    );
  });
});
