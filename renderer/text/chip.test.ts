import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkReason, checkReasons, checkTexts } from './chip.vi.ts';

const chipReader = new URL('../../drivers/card/emrtd/', import.meta.url);
/** Who gives checks their reasons. */
const givers = [
  ...['checks', 'examine', 'chip-proofs', 'read-passport', 'verify-files'],
  ...['chain', 'signer', 'crl', 'passive-authentication', 'signature', 'signed-data'].map(
    (name) => `passive/${name}`,
  ),
  'asn1/public-key',
];

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Where a reason stands: as what a finding is made with, as the reason of a check, or as the name of a defect. */
const places = [
  /\b(?:passed|failed|unknown|uncertain)\((.*?)\)/g,
  /\breason: ('[^']+'(?: \| '[^']+')*)/g,
  /\breturn (?:[^;]*\? undefined : )?('[^']+');/g,
  /\bcase ('[^']+'):/g,
];
/** Words in these places that are no reasons: names of checks, of verdicts on the way, and of tags. */
const otherWords = new Set([
  ...Object.keys(checkTexts),
  ...['leads-on', 'dg-hash:', 'good', 'good-deprecated', 'wrong', 'not-supported', 'card-security'],
]);

/** Every reason that stands in the source of the chip reader. */
function givenReasons(): string[] {
  const found = givers.flatMap((name) => {
    const source = readFileSync(new URL(`${name}.ts`, chipReader), 'utf8');
    return places
      .flatMap((place) => [...source.matchAll(place)].map(([, inside = '']) => inside))
      .flatMap((inside) => [...inside.matchAll(/'([^']+)'/g)].map(([, word = '']) => word));
  });
  return [...new Set(found)].filter((word) => kebab.test(word) && !otherWords.has(word));
}

/** Reasons of what passed are put together where they are given. */
const joined = [
  'not-revoked',
  ...['bac', 'pace-gm', 'pace-im', 'pace-cam', 'bac-after-pace-failed'],
  ...['trusted', 'trusted-anchor-expired', 'trusted-deprecated', 'trusted-anchor-expired-deprecated'],
  ...['valid-expired', 'signature-good', 'signature-good-deprecated'],
];

describe('why a check came out as it did', () => {
  it('is said of everything the chip reader may find, and of nothing else', () => {
    const given = [...new Set([...givenReasons(), ...joined])].toSorted();
    expect(given).toEqual(Object.keys(checkReasons).toSorted());
    expect(given.length).toBeGreaterThan(60);
  });

  it('is not that the card is in date when it is a certificate that is', () => {
    expect(checkReason({ id: 'ds-certificate', reason: 'valid' })).not.toBe(checkReasons.valid);
    expect(checkReason({ id: 'expiry', reason: 'valid' })).toBe(checkReasons.valid);
    expect(checkReason({ id: 'chain', reason: 'signature-wrong' })).not.toBe(checkReasons['signature-wrong']);
  });

  it('names the fields of the MRZ that do not check', () => {
    const reason = checkReason({ id: 'mrz-check-digits', reason: 'document-number composite' });
    expect(reason).toBe('Không khớp: số thẻ, cả ba dòng');
  });

  it('comes from files that are there', () => {
    const files = new Set(readdirSync(chipReader, { recursive: true }).map(String));
    expect(givers.filter((name) => !files.has(`${name}.ts`))).toEqual([]);
  });
});
