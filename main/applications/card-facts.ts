import type { ChipHolder, ChipMrz } from '../../drivers/card/emrtd/chip-reading.ts';
import { parseMrz } from '../../drivers/card/emrtd/mrz.ts';
import type { CardFactName, CardKey } from '../contract/enrollment.ts';
import { noExpiryMrz } from './card-expiry.ts';
import { cardFields } from './card-fields.ts';
import { parseCardQr, qrFields } from './card-qr.ts';
import { fieldsFromChip } from './chip-fields.ts';
import { storedDateOf } from './partial-date.ts';

/** What one source says of the card and its holder, as stored: dates `YYYY-MM-DD`, an expiry may be `unlimited`. */
export type CardFacts = { readonly [K in CardFactName]?: string };

/** What the chip says: DG13 first, DG1 for what it lacks. */
export function factsFromChip(holder: ChipHolder | undefined, mrz: ChipMrz | undefined): CardFacts {
  const { personalId, fullName, birthDate, sex, permanentAddress } = fieldsFromChip(holder, mrz);
  return present({
    personalId,
    fullName,
    birthDate,
    sex,
    permanentAddress,
    issueDate: holder?.issueDate && storedDateOf(holder.issueDate),
    expiryDate: holder?.expiryDate ? writtenExpiry(holder.expiryDate) : mrz && mrzExpiry(mrz.expiry),
  });
}

/**
 * What the key says that the officer took off the printed card.
 *
 * @throws StationError `qr/not-card`, `qr/garbled`
 * @throws MrzError
 */
export function factsFromKey(key: CardKey): { readonly source: 'qr' | 'mrz'; readonly facts: CardFacts } {
  switch (key.kind) {
    case 'qr': {
      const qr = parseCardQr(key.text);
      const { personalId, fullName, birthDate, sex, permanentAddress } = qrFields(qr);
      const { issueDate } = qr;
      const facts = { personalId, fullName, birthDate, sex, permanentAddress, issueDate };
      return { source: 'qr', facts: present(facts) };
    }
    case 'mrz':
      return { source: 'mrz', facts: factsFromMrz(parseMrz(key.text)) };
    case 'fields': {
      const { personalId, birthDate } = cardFields({
        personalId: key.personalId,
        birthDate: key.birthDate,
      });
      return {
        source: 'mrz',
        facts: present({ personalId, birthDate, expiryDate: writtenExpiry(key.expiryDate) }),
      };
    }
    case 'can':
      return { source: 'mrz', facts: {} };
  }
}

function factsFromMrz(mrz: ChipMrz): CardFacts {
  const { personalId, birthDate, sex } = fieldsFromChip(undefined, mrz);
  return present({
    personalId,
    fullName: `${mrz.surname} ${mrz.givenNames}`.trim(),
    birthDate,
    sex,
    expiryDate: mrzExpiry(mrz.expiry),
  });
}

/**
 * Whether two sources tell the same. The MRZ has no marks and cuts long names, so a name is compared with it letter by letter without
 * marks; everything else is compared as written, and a residence without regard to case and punctuation.
 */
export function isSameFact(
  field: CardFactName,
  [one, other]: readonly [string, string],
  isWithMrz: boolean,
): boolean {
  if (field === 'permanentAddress') return loose(one) === loose(other);
  if (field !== 'fullName' || !isWithMrz) return one.normalize('NFC') === other.normalize('NFC');
  const [short = '', long = ''] = [unmarked(one), unmarked(other)].sort((a, b) => a.length - b.length);
  return short === long || (short.length >= cutNameLetters && long.startsWith(short));
}

/** A name of the MRZ this long, without its fillers, may have been cut: line 3 has 30 places, two of them between the parts. */
const cutNameLetters = 22;

function loose(text: string): string {
  return text
    .normalize('NFC')
    .toLocaleLowerCase('vi')
    .replaceAll(/[\s.,;–-]+/gu, ' ')
    .trim();
}

/** A to Z only. Đ has no decomposition and is named. */
function unmarked(name: string): string {
  return name
    .normalize('NFD')
    .toUpperCase()
    .replaceAll('Đ', 'D')
    .replaceAll(/[^A-Z]/g, '');
}

/** As printed: a date, or words for a card without expiry. */
function writtenExpiry(text: string): string | undefined {
  if (/không\s+thời\s+hạn/iu.test(text.normalize('NFC'))) return 'unlimited';
  return storedDateOf(text.trim());
}

/** No card of this kind was issued before 2000 or outlives 2099. */
function mrzExpiry(expiry: string): string | undefined {
  if (expiry === noExpiryMrz) return 'unlimited';
  const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})$/.exec(expiry) ?? [];
  return year === undefined ? undefined : `20${year}-${month}-${day}`;
}

function present(facts: { readonly [K in CardFactName]?: string | undefined }): CardFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value)) as CardFacts;
}
