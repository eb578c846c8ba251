import type { ApplicationType } from '../contract/enrollment.ts';
import type { FieldName, FormField, FormSection } from '../contract/form.ts';
import { ageOn } from './age.ts';
import { choicesOf } from './choices.ts';
import { applicationTypes } from './index.ts';
import { receptionDay } from './reception-day.ts';
import { type FieldRule, rulesOn } from './rules.ts';

/** How each field is written and checked. */
export const fieldKinds: { readonly [K in FieldName]: FormField['kind'] } = {
  fullName: 'name',
  personalId: 'personal-id',
  oldId: 'old-id',
  birthDate: 'date',
  sex: 'choice',
  nationality: 'choice',
  ethnicity: 'choice',
  religion: 'choice',
  birthRegPlace: 'address',
  origin: 'address',
  permanentAddress: 'address',
  currentAddress: 'address',
  maritalStatus: 'choice',
  occupation: 'text',
  fatherName: 'name',
  motherName: 'name',
  spouseName: 'name',
  householderName: 'name',
  householderRelation: 'choice',
  identification: 'text',
  phone: 'phone',
};

/** What decides the form: the type, when the application was received, and what is filled in so far. */
export interface FormSituation {
  readonly type: ApplicationType;
  readonly receivedAtMs: number;
  readonly values: Readonly<Partial<Record<FieldName, string>>>;
}

/** The form of an application as the rules of its reception day and the applicant's age ask for it. */
export function formSectionsOf(situation: FormSituation): FormSection[] {
  const { fields } = rulesOn(receptionDay(situation.receivedAtMs)).formFields;
  return applicationTypes[situation.type].layout.map(({ name, fields: names }) => ({
    name,
    fields: names.map((field) => formField(field, fields[field], situation)),
  }));
}

function formField(name: FieldName, rule: FieldRule, situation: FormSituation): FormField {
  const choices = choicesOf(name);
  return {
    name,
    kind: fieldKinds[name],
    required: needOf(rule, situation) === 'required',
    maxLength: rule.maxLength,
    ...(choices ? { choices } : {}),
  };
}

/** How much a field is needed in this application. While the age is not known, as much as for an adult. */
export function needOf(
  { need, fromAge, when }: FieldRule,
  { receivedAtMs, values }: FormSituation,
): FieldRule['need'] {
  if (when && values[when.field] !== when.is) return 'optional';
  if (fromAge === undefined) return need;
  const age = ageOn(values.birthDate ?? '', receptionDay(receivedAtMs));
  return age === undefined || age >= fromAge ? need : 'optional';
}
