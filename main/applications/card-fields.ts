import type { FieldName } from '../contract/form.ts';
import { codeOfText } from './choices.ts';
import { normalizeField } from './fields.ts';
import { fieldKinds } from './form-sections.ts';

/** What a card says, in its own words. */
export type CardTexts = { readonly [K in FieldName]?: string | undefined };

/** Form values as stored; a field the card says nothing of, or says in words no list knows, is absent. */
export type CardFields = Partial<Record<FieldName, string>>;

/** Brings texts as cards write them into stored values: normalised, and words of a list as their codes. */
export function cardFields(texts: CardTexts): CardFields {
  const fields: CardFields = {};
  for (const [name, text] of Object.entries(texts) as [FieldName, string | undefined][]) {
    if (!text) continue;
    const value = fieldKinds[name] === 'choice' ? codeOfText(name, text) : normalizeField(name, text);
    if (value) fields[name] = value;
  }
  return fields;
}
