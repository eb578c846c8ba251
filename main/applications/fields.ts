import { type FieldName, type FieldProblem, fieldNames, type ProblemCode } from '../contract/form.ts';
import { choicesOf } from './choices.ts';
import { type FormSituation, fieldKinds, needOf } from './form-sections.ts';
import { applicationTypes } from './index.ts';
import { checkNameLetters } from './name-letters.ts';
import { datePartsOf, isRealDate, storedDateOf } from './partial-date.ts';
import { isProvincePrefix, personalIdParts } from './personal-id.ts';
import { receptionDay } from './reception-day.ts';
import { rulesOn } from './rules.ts';

/**
 * Brings what was typed or read into the form it is stored and compared in: NFC, single spaces, names in upper case, dates as
 * `YYYY-MM-DD`, phones as `+84…`. What cannot be read as such stays as typed, for `checkField` to say so.
 *
 * The place of a tone mark is never changed: HOÀ and HÒA are both lawful and differ between birth papers.
 */
export function normalizeField(field: FieldName, raw: string): string {
  const text = raw.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  switch (fieldKinds[field]) {
    case 'name':
      // Word processors turn the apostrophe of H'Mông names into a typographic one.
      return text
        .toLocaleUpperCase('vi')
        .normalize('NFC')
        .replaceAll(/[\u2018\u2019\u02BC]/g, "'");
    case 'personal-id':
    case 'old-id':
      return text.replaceAll(/[ .]/g, '');
    case 'date':
      return storedDateOf(text.replaceAll(' ', '')) ?? text;
    case 'phone':
      return text.replaceAll(/[ .()-]/g, '').replace(/^(?:0|84)(?=\d{9}$)/, '+84');
    case 'choice':
    case 'address':
    case 'text':
      return text;
  }
}

/**
 * What is wrong with one value. Numbers are compared with the sex and birth date in `situation`, choices with the lists, lengths
 * and needs with the rules of the reception day.
 *
 * @param value as `normalizeField` gave it; empty when nothing is filled in
 */
export function checkField(field: FieldName, value: string, situation: FormSituation): FieldProblem[] {
  const rule = rulesOn(receptionDay(situation.receivedAtMs)).formFields.fields[field];
  if (value === '') {
    const need = needOf(rule, situation);
    if (need === 'optional') return [];
    return [{ code: 'required', level: need === 'required' ? 'error' : 'warning' }];
  }
  const problems = checkKind(field, value, situation);
  return value.length > rule.maxLength && !problems.some(({ level }) => level === 'error')
    ? [...problems, error('too-long')]
    : problems;
}

/** What is wrong with each field of an application; fields without problems are absent. */
export function checkForm(situation: FormSituation): { [K in FieldName]?: FieldProblem[] } {
  const asked = applicationTypes[situation.type].layout.flatMap(({ fields }) => fields);
  const problems: { [K in FieldName]?: FieldProblem[] } = {};
  for (const field of fieldNames.filter((name) => asked.includes(name))) {
    const found = checkField(field, situation.values[field] ?? '', situation);
    if (found.length > 0) problems[field] = found;
  }
  return problems;
}

function checkKind(field: FieldName, value: string, situation: FormSituation): FieldProblem[] {
  switch (fieldKinds[field]) {
    case 'name':
      return checkNameLetters(value);
    case 'personal-id':
      return checkPersonalId(value, situation);
    case 'old-id':
      return /^\d{9}$/.test(value) ? [] : [error('old-id-format')];
    case 'date':
      return checkBirthDate(value, receptionDay(situation.receivedAtMs));
    case 'phone':
      return /^\+84[35789]\d{8}$/.test(value) ? [] : [error('phone-format')];
    case 'choice':
      return choicesOf(field)?.some(({ code }) => code === value) ? [] : [error('choice-unknown')];
    case 'address':
    case 'text':
      return [];
  }
}

/** A number that does not fit only warns: correcting sex or birth date is a reason to be here (V-PIN). */
function checkPersonalId(value: string, { receivedAtMs, values }: FormSituation): FieldProblem[] {
  const parts = personalIdParts(value);
  if (!parts) return [error('pin-length')];
  const receptionYear = Number(receptionDay(receivedAtMs).slice(0, 4));
  const birthYear = datePartsOf(values.birthDate ?? '')?.year;
  const isOtherSex = Boolean(values.sex) && values.sex !== parts.sex;
  const isOtherCentury = birthYear !== undefined && century(birthYear) !== century(parts.birthYear);
  const isOtherYear = birthYear !== undefined && birthYear % 100 !== parts.birthYear % 100;
  const problems: FieldProblem[] = [];
  if (isOtherSex || isOtherCentury) problems.push(warning('pin-sex'));
  if (isOtherYear || parts.birthYear > receptionYear) problems.push(warning('pin-year'));
  if (!isProvincePrefix(parts.prefix)) problems.push(warning('pin-prefix'));
  return problems;
}

function century(year: number): number {
  return Math.floor(year / 100);
}

function checkBirthDate(value: string, day: string): FieldProblem[] {
  const parts = datePartsOf(value);
  if (!parts) return [error('date-format')];
  if (!isRealDate(parts)) return [error('date-impossible')];
  if (parts.year < 1900) return [error('date-before-1900')];
  return value > day ? [error('date-future')] : [];
}

function error(code: ProblemCode): FieldProblem {
  return { code, level: 'error' };
}

function warning(code: ProblemCode): FieldProblem {
  return { code, level: 'warning' };
}
