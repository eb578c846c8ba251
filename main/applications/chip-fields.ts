import type { ChipHolder, ChipMrz } from '../../drivers/card/emrtd/chip-reading.ts';
import { type CardFields, type CardTexts, cardFields } from './card-fields.ts';
import { storedDateOf } from './partial-date.ts';
import { personalIdParts } from './personal-id.ts';

/**
 * What the chip says of its holder, ready for the form. DG13 (Vietnamese, with marks) comes first; DG1 fills what DG13 lacks, but
 * never the name, which it holds without marks.
 */
export function fieldsFromChip(holder: ChipHolder | undefined, mrz: ChipMrz | undefined): CardFields {
  return {
    ...(mrz ? cardFields(mrzTexts(mrz)) : {}),
    ...(holder ? cardFields(holderTexts(holder)) : {}),
  };
}

function holderTexts(holder: ChipHolder): CardTexts {
  const { residence, issueDate: _issued, expiryDate: _expires, unknown: _unknown, ...texts } = holder;
  return { ...texts, permanentAddress: residence };
}

function mrzTexts({ personalId, birth, sex, nationality }: ChipMrz): CardTexts {
  return {
    personalId,
    birthDate: mrzBirthDate(birth, personalId),
    sex: sex === 'M' ? 'Nam' : sex === 'F' ? 'Nữ' : undefined,
    nationality,
  };
}

/** The MRZ has two digits of the year; the century stands in the personal number. Unknown parts are `<`. */
function mrzBirthDate(birth: string, personalId: string): string | undefined {
  const [, shortYear, month, day] = /^(\d{2})(\d{2}|<<)(\d{2}|<<)$/.exec(birth) ?? [];
  const year = personalIdParts(personalId)?.birthYear;
  if (shortYear === undefined || year === undefined) return undefined;
  return storedDateOf(`${day}/${month}/${Math.floor(year / 100)}${shortYear}`.replaceAll('<', '0'));
}
