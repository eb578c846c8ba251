import type { ApplicationReason, ApplicationType, StepName } from '../contract/enrollment.ts';
import type { FieldName, FormSection } from '../contract/form.ts';

/** A legal reason to apply, with the words printed on the forms. */
interface ReasonDefinition {
  readonly reason: ApplicationReason;
  readonly title: string;
  /** The article it rests on. */
  readonly basis: string;
}

/** Everything the station must know of one kind of application. */
export interface ApplicationDefinition {
  readonly type: ApplicationType;
  readonly title: string;
  readonly reasons: readonly ReasonDefinition[];
  readonly steps: readonly StepName[];
  /** The fields in the order they are asked and printed. */
  readonly layout: readonly { readonly name: FormSection['name']; readonly fields: readonly FieldName[] }[];
  /** Printed for the citizen, in order. */
  readonly forms: readonly ('CC01' | 'CC02')[];
}
