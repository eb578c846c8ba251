import { z } from 'zod';

/**
 * The fields of an application that an officer can see and correct. Lengths, rules and which are required belong to the
 * application type (`main/applications`); labels to `renderer/text`.
 */
export const fieldNames = [
  'fullName',
  'personalId',
  'oldId',
  'birthDate',
  'sex',
  'nationality',
  'ethnicity',
  'religion',
  'birthRegPlace',
  'origin',
  'permanentAddress',
  'currentAddress',
  'maritalStatus',
  'occupation',
  'fatherName',
  'motherName',
  'spouseName',
  'householderName',
  'householderRelation',
  'identification',
  'phone',
] as const;
export const FieldName = z.enum(fieldNames);
export type FieldName = z.infer<typeof FieldName>;

/** Where a value came from; `mrz` only by the officer's choice. A value is never overwritten by a weaker source. */
export const FieldSource = z.enum(['chip', 'qr', 'mrz', 'typed']);
export type FieldSource = z.infer<typeof FieldSource>;

/** What is wrong with a value. An `error` blocks sealing; a `warning` is shown and recorded. */
const problemCodes = [
  'required',
  'too-long',
  'name-digits',
  'name-foreign-letters',
  'pin-length',
  'pin-sex',
  'pin-year',
  'pin-prefix',
  'old-id-format',
  'date-format',
  'date-impossible',
  'date-future',
  'date-before-1900',
  'phone-format',
  'choice-unknown',
] as const;
export const ProblemCode = z.enum(problemCodes);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const FieldProblem = z.strictObject({ code: ProblemCode, level: z.enum(['error', 'warning']) });
export type FieldProblem = z.infer<typeof FieldProblem>;

export const FieldState = z.strictObject({
  /** NFC text as stored. Dates are `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; choices are codes. */
  value: z.string(),
  source: FieldSource,
  /** What the chip or the QR said, when the officer changed it. */
  before: z.strictObject({ value: z.string(), source: FieldSource }).optional(),
  problems: z.array(FieldProblem),
});
export type FieldState = z.infer<typeof FieldState>;

export const Choice = z.strictObject({ code: z.string(), text: z.string() });

export const FormField = z.strictObject({
  name: FieldName,
  kind: z.enum(['name', 'personal-id', 'old-id', 'date', 'choice', 'address', 'text', 'phone']),
  required: z.boolean(),
  maxLength: z.number().int(),
  choices: z.array(Choice).optional(),
});
export type FormField = z.infer<typeof FormField>;

export const formSections = ['identity', 'papers', 'residence', 'family', 'features', 'contact'] as const;
export const FormSection = z.strictObject({ name: z.enum(formSections), fields: z.array(FormField) });
export type FormSection = z.infer<typeof FormSection>;
