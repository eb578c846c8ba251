import { type CardFacts, isSameFact } from '../applications/card-facts.ts';
import {
  type CardFactName,
  type CardSnapshot,
  type ChipVerdict,
  cardFactNames,
  type Disagreement,
  type FactSource,
  factSources,
} from '../contract/enrollment.ts';
import { type FieldName, fieldNames } from '../contract/form.ts';

/** What each source said last. A source that is chosen against stays here whole. */
export type Sources = { readonly [S in FactSource]?: CardFacts };

/** Whose value the officer decided for. */
export type Choices = { readonly [K in CardFactName]?: FactSource };

/** What a disagreement is judged from. */
export interface Testimony {
  readonly card: CardSnapshot;
  readonly sources: Sources;
  readonly choices: Choices;
  readonly fields: { readonly [K in FieldName]?: { readonly value: string; readonly source: string } };
}

/** Data of a card with these verdicts fills nothing in: it is not what was issued. */
const distrusted: ReadonlySet<ChipVerdict> = new Set(['tampered', 'clone-suspected', 'unreadable']);

/** These say who the person is: nobody is enrolled while chip and card differ in them. */
const identifying: ReadonlySet<CardFactName> = new Set(['personalId', 'birthDate']);

export function isDistrusted(verdict: ChipVerdict): boolean {
  return distrusted.has(verdict);
}

/** Every fact that two sources tell differently, with all that was said of it. */
export function disagreementsOf(testimony: Testimony): Disagreement[] {
  return cardFactNames.flatMap((field) => {
    const told = toldOf(testimony, field);
    if (!differs(field, told)) return [];
    const chosen = chosenOf(testimony, field);
    return [
      {
        field,
        values: told.map(({ source, value }) => ({
          source,
          value,
          canChoose: canChoose(testimony, field, source),
        })),
        ...(chosen ? { chosen } : {}),
        isBlocking: isUndecidedIdentity(testimony, field, told),
      },
    ];
  });
}

/** Whether the officer may decide for this source: never for a chip that is not trusted, nor for a name without its marks. */
export function canChoose({ card, sources }: Testimony, field: CardFactName, source: FactSource): boolean {
  if (sources[source]?.[field] === undefined) return false;
  if (source === 'chip') return card.state === 'read' && !isDistrusted(card.verdict);
  return !(source === 'mrz' && field === 'fullName');
}

/** Facts of the card that are fields of the form too. */
export function isFormField(field: CardFactName): field is CardFactName & FieldName {
  return (fieldNames as readonly string[]).includes(field);
}

interface Told {
  readonly source: FactSource;
  readonly value: string;
}

function toldOf({ sources }: Testimony, field: CardFactName): Told[] {
  return factSources.flatMap((source) => {
    const value = sources[source]?.[field];
    return value === undefined ? [] : [{ source, value }];
  });
}

function differs(field: CardFactName, told: readonly Told[]): boolean {
  return told.some((one, at) =>
    told
      .slice(at + 1)
      .some(
        (other) =>
          !isSameFact(field, [one.value, other.value], one.source === 'mrz' || other.source === 'mrz'),
      ),
  );
}

/** What the officer typed is not the card's: only chip against card blocks. */
function isUndecidedIdentity({ choices }: Testimony, field: CardFactName, told: readonly Told[]): boolean {
  if (!identifying.has(field) || choices[field] !== undefined) return false;
  const ofCard = told.filter(({ source }) => source !== 'form');
  return ofCard.some(({ source }) => source === 'chip') && differs(field, ofCard);
}

function chosenOf(testimony: Testimony, field: CardFactName): FactSource | undefined {
  if (isFormField(field)) {
    const { source } = testimony.fields[field] ?? {};
    const chosen = source === 'typed' ? 'form' : source;
    return factSources.find((candidate) => candidate === chosen);
  }
  return testimony.choices[field] ?? factSources.find((source) => canChoose(testimony, field, source));
}
