import type { CardFacts } from '../applications/card-facts.ts';
import { type CardFactName, cardFactNames, type FactSource } from '../contract/enrollment.ts';
import { type FieldName, type FieldSource, fieldNames } from '../contract/form.ts';
import { type Choices, canChoose, disagreementsOf, isDistrusted, isFormField } from './disagreements.ts';
import type { EnrollmentEvent, EnrollmentState, FieldValue, FieldValues } from './state.ts';

/** A later source never overwrites a stronger one: what the officer typed stays, the chip outweighs the unsigned QR code. */
const strength: Record<FieldSource, number> = { mrz: 1, qr: 1, chip: 2, typed: 3 };

/** The officer wrote a value; what a card said of it is kept beside it. */
export function typeField(state: EnrollmentState, field: FieldName, value: string): EnrollmentState {
  const old = state.fields[field];
  if (old?.value === value) return state;
  const fromCard = old && (old.source === 'typed' ? old.before : { value: old.value, source: old.source });
  // Typing back what the card said makes it the card's value again.
  const typed: FieldValue =
    fromCard?.value === value
      ? fromCard
      : { value, source: 'typed', ...(fromCard ? { before: fromCard } : {}) };
  return hearTyped({ ...state, fields: { ...state.fields, [field]: typed } }, field);
}

/** Typing over a value that the sources tell differently is a decision too. */
function hearTyped(state: EnrollmentState, field: FieldName): EnrollmentState {
  const fact = factOf(field);
  if (!fact) return state;
  const { [fact]: _old, ...others } = state.sources.form ?? {};
  const { value, source } = state.fields[field] ?? { value: '', source: 'typed' };
  const form = source === 'typed' && value !== '' ? { ...others, [fact]: value } : others;
  const heard = { ...state, sources: { ...state.sources, form } };
  const chosen = disagreementsOf(heard).find((found) => found.field === fact)?.chosen;
  return chosen ? { ...heard, choices: { ...heard.choices, [fact]: chosen } } : heard;
}

/** The officer took something off the printed card; a QR code fills the form with what nothing stronger has said. */
export function hearKey(
  state: EnrollmentState,
  { source, facts, values }: Extract<EnrollmentEvent, { kind: 'key-given' }>,
): EnrollmentState {
  return withChoices(fillFields(hear(state, source, facts), values, 'qr'));
}

/** A chip was not read. What was typed and the chip refused was mistyped, and speaks for nobody. */
export function hearFailure(
  state: EnrollmentState,
  { card }: Extract<EnrollmentEvent, { kind: 'card-failed' }>,
): EnrollmentState {
  return card.retype.length > 0 ? hear({ ...state, card }, 'mrz', {}) : { ...state, card };
}

/** A decision stands until one of the values it was made between changes. */
function hear(state: EnrollmentState, source: FactSource, facts: CardFacts): EnrollmentState {
  const old = state.sources[source] ?? {};
  const choices = Object.entries(state.choices).filter(([field]) => {
    const name = cardFactNames.find((candidate) => candidate === field);
    return name && old[name] === facts[name];
  });
  return withoutStale(
    {
      ...state,
      sources: { ...state.sources, [source]: facts },
      choices: Object.fromEntries(choices) as Choices,
    },
    source,
  );
}

/** A value of the form that its source does not say any more goes. */
function withoutStale(state: EnrollmentState, source: FactSource): EnrollmentState {
  let fresh = state;
  for (const field of cardFactNames.filter(isFormField)) {
    const old = state.fields[field];
    if (old?.source !== source || old.value === state.sources[source]?.[field]) continue;
    fresh = withField(fresh, field, told(state, field));
  }
  return fresh;
}

/** A chip was read: it fills the form when it is believed, and does not overrule what the officer decided. */
export function hearChip(
  state: EnrollmentState,
  { card, values, facts }: Extract<EnrollmentEvent, { kind: 'card-read' }>,
): EnrollmentState {
  const before = state.sources.chip?.personalId;
  const isOther = before !== undefined && before !== facts.personalId;
  const heard = hear({ ...state, card }, 'chip', facts);
  if (isDistrusted(card.verdict)) return withChoices(withoutChip(heard));
  return withChoices(fillFields(isOther ? withoutChip(heard) : heard, values, 'chip'));
}

/** Takes back what a chip filled in that is another's, or is not believed any more; what the QR code says comes in its place. */
function withoutChip(state: EnrollmentState): EnrollmentState {
  let cleared = state;
  for (const field of fieldNames) {
    const old = state.fields[field];
    if (old?.source === 'chip') cleared = withField(cleared, field, told(state, field));
    else if (old?.before?.source === 'chip')
      cleared = withField(cleared, field, { value: old.value, source: old.source });
  }
  return cleared;
}

/** What the sources that are believed without asking say of a field: the chip, else the QR code. */
function told({ card, sources }: EnrollmentState, field: FieldName): FieldValue | undefined {
  const fact = factOf(field);
  if (!fact) return undefined;
  const fromChip = card.state === 'read' && !isDistrusted(card.verdict) ? sources.chip?.[fact] : undefined;
  if (fromChip !== undefined) return { value: fromChip, source: 'chip' };
  const fromQr = sources.qr?.[fact];
  return fromQr === undefined ? undefined : { value: fromQr, source: 'qr' };
}

function withField(state: EnrollmentState, field: FieldName, value: FieldValue | undefined): EnrollmentState {
  const { [field]: _old, ...others } = state.fields;
  return { ...state, fields: value ? { ...others, [field]: value } : others };
}

/** The fact of the card that this field of the form is, if it is one. */
function factOf(field: FieldName): CardFactName | undefined {
  return cardFactNames.find((name) => name === field);
}

/** The officer believes one of the sources; what the others say stays with them. */
export function chooseValue(
  state: EnrollmentState,
  field: CardFactName,
  source: FactSource,
): EnrollmentState {
  const value = state.sources[source]?.[field];
  if (value === undefined || !canChoose(state, field, source)) return state;
  const chosen = { ...state, choices: { ...state.choices, [field]: source } };
  if (!isFormField(field)) return chosen;
  const old = state.fields[field];
  const fieldSource = source === 'form' ? 'typed' : source;
  if (old?.value === value && old.source === fieldSource) return chosen;
  const before =
    source === 'form' && old && old.source !== 'typed' ? { value: old.value, source: old.source } : undefined;
  const taken = { value, source: fieldSource, ...(before ? { before } : {}) } as const;
  return { ...chosen, fields: { ...chosen.fields, [field]: taken } };
}

/** A card read again does not overrule the officer. */
function withChoices(state: EnrollmentState): EnrollmentState {
  return cardFactNames.reduce((chosen, field) => {
    const source = chosen.choices[field];
    return source ? chooseValue(chosen, field, source) : chosen;
  }, state);
}

function fillFields(state: EnrollmentState, values: FieldValues, source: 'chip' | 'qr'): EnrollmentState {
  return fieldNames.reduce((filled, field) => {
    const value = values[field];
    return value === undefined ? filled : fillField(filled, field, value, source);
  }, state);
}

function fillField(
  state: EnrollmentState,
  field: FieldName,
  value: string,
  source: 'chip' | 'qr',
): EnrollmentState {
  const old = state.fields[field];
  if (old && strength[old.source] > strength[source]) {
    if (old.source !== 'typed' || old.value === value) return state;
    const kept =
      old.before && strength[old.before.source] > strength[source] ? old.before : { value, source };
    return { ...state, fields: { ...state.fields, [field]: { ...old, before: kept } } };
  }
  if (old?.value === value && old.source === source) return state;
  return { ...state, fields: { ...state.fields, [field]: { value, source } } };
}
