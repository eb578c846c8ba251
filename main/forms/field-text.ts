import { textOfCode } from '../applications/choices.ts';
import { fieldKinds } from '../applications/form-sections.ts';
import { shownDateOf } from '../applications/partial-date.ts';
import type { FieldName } from '../contract/form.ts';

/** A stored value as people read it: `2001-05-12` is 12/05/2001, ethnicity `01` is Kinh, `+84912…` is 0912…. */
export function fieldText(field: FieldName, value: string): string {
  switch (fieldKinds[field]) {
    case 'choice':
      return textOfCode(field, value);
    case 'date':
      return shownDateOf(value);
    case 'phone':
      return value.replace(/^\+84/, '0');
    case 'name':
    case 'personal-id':
    case 'old-id':
    case 'address':
    case 'text':
      return value;
  }
}
