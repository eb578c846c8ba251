import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardFacts } from '../applications/card-facts.ts';
import {
  type CardFactName,
  type ChipVerdict,
  cardFactNames,
  type FactSource,
  factSources,
} from '../contract/enrollment.ts';
import { ApplicationId, OfficerId } from '../contract/ids.ts';
import { disagreementsOf } from './disagreements.ts';
import { gapsOf } from './snapshot.ts';
import { advance, begin, type EnrollmentEvent, type EnrollmentState, type FieldValues } from './state.ts';
import { printedAt, signedAt } from './test-signature-events.ts';

const printed: CardFacts = {
  personalId: '001301000000',
  fullName: 'ĐẶNG NGỌC MẪU',
  birthDate: '2001-05-12',
  sex: 'F',
  permanentAddress: 'Phường Mẫu, Hà Nội',
  issueDate: '2021-05-20',
};

function given(...events: EnrollmentEvent[]): EnrollmentState {
  const draft = begin({
    applicationId: ApplicationId.parse('01900000-0000-7000-8000-000000000000'),
    type: 'exchange',
    reason: 'age',
    receiptNo: 'H99-03-261124-0001-0',
    receivedAtMs: 0,
    officerId: OfficerId.parse('demo'),
    fingerSteps: [],
    asksOldCard: true,
  });
  return events.reduce(advance, draft);
}

function formValues({ issueDate: _issue, expiryDate: _expiry, ...values }: CardFacts): FieldValues {
  return values;
}

function qr(changes: CardFacts = {}): EnrollmentEvent {
  const facts = { ...printed, ...changes };
  return { kind: 'key-given', source: 'qr', facts, values: formValues(facts) };
}

function mrz(facts: CardFacts): EnrollmentEvent {
  return { kind: 'key-given', source: 'mrz', facts, values: {} };
}

function chip(changes: CardFacts = {}, verdict: ChipVerdict = 'genuine'): EnrollmentEvent {
  const facts = { ...printed, expiryDate: '2026-05-12', ...changes };
  return {
    kind: 'card-read',
    card: { state: 'read', verdict, checks: [], ms: 900, apdus: 30 },
    values: verdict === 'tampered' || verdict === 'clone-suspected' ? {} : formValues(facts),
    facts,
  };
}

const choose = (field: CardFactName, source: FactSource): EnrollmentEvent => ({
  kind: 'value-chosen',
  field,
  source,
});
const typed = (value: string): EnrollmentEvent => ({ kind: 'field-typed', field: 'permanentAddress', value });
const blocks = (state: EnrollmentState): boolean =>
  gapsOf(state, {}).some(({ kind }) => kind === 'card-differs');

describe('what the sources tell differently', () => {
  it('is nothing when they agree, the name of the MRZ included', () => {
    const { personalId, birthDate, sex } = printed;
    const spoken = { personalId, birthDate, sex, fullName: 'DANG NGOC MAU', expiryDate: '2026-05-12' };
    expect(disagreementsOf(given(qr(), mrz(spoken as CardFacts), chip()))).toEqual([]);
  });

  it('is shown with both values; the chip wins', () => {
    const state = given(qr({ permanentAddress: 'Phường Thử, Hà Nội' }), chip());
    expect(disagreementsOf(state)).toEqual([
      {
        field: 'permanentAddress',
        values: [
          { source: 'chip', value: 'Phường Mẫu, Hà Nội', canChoose: true },
          { source: 'qr', value: 'Phường Thử, Hà Nội', canChoose: true },
        ],
        chosen: 'chip',
        isBlocking: false,
      },
    ]);
    expect(blocks(state)).toBe(false);
  });

  it.each(['tampered', 'clone-suspected', 'unreadable'] as const)(
    'never takes the word of a chip that is %s',
    (verdict) => {
      const state = given(
        qr({ personalId: '001090000000' }),
        chip({}, verdict),
        choose('personalId', 'chip'),
      );
      expect(disagreementsOf(state)).toMatchObject([
        {
          field: 'personalId',
          values: [{ source: 'chip', canChoose: false }, { source: 'qr' }],
          chosen: 'qr',
        },
      ]);
      expect(state.fields.personalId).toEqual({ value: '001090000000', source: 'qr' });
    },
  );

  it('takes back what a chip filled in before it was found out', () => {
    const state = given(qr(), chip({ permanentAddress: 'Phường Khác' }), chip({}, 'tampered'));
    expect(Object.values(state.fields).filter(({ source }) => source === 'chip')).toEqual([]);
    expect(state.fields.permanentAddress).toEqual({ value: 'Phường Mẫu, Hà Nội', source: 'qr' });
  });

  it('offers no name without its marks', () => {
    const state = given(mrz({ fullName: 'DANG NGOC MAI' }), chip(), choose('fullName', 'mrz'));
    expect(state.fields.fullName).toEqual({ value: 'ĐẶNG NGỌC MẪU', source: 'chip' });
    expect(disagreementsOf(state)).toMatchObject([{ field: 'fullName', chosen: 'chip' }]);
  });

  it('keeps what was typed when a card is believed after all', () => {
    const state = given(chip(), typed('Phường Mới'), choose('permanentAddress', 'chip'));
    expect(state.fields.permanentAddress).toEqual({ value: 'Phường Mẫu, Hà Nội', source: 'chip' });
    expect(advance(state, choose('permanentAddress', 'form')).fields.permanentAddress).toEqual({
      value: 'Phường Mới',
      source: 'typed',
      before: { value: 'Phường Mẫu, Hà Nội', source: 'chip' },
    });
  });

  it('forgets a number that was mistyped', () => {
    const refused: EnrollmentEvent = {
      kind: 'card-failed',
      card: {
        state: 'failed',
        notice: { code: 'card/wrong-key', incident: 'abc' },
        filesRead: [],
        retype: ['document-number'],
      },
    };
    expect(disagreementsOf(given(mrz({ personalId: '001090000000' }), refused, qr(), chip()))).toEqual([]);
  });

  it('voids the signature when another value is taken', () => {
    const state = given(
      qr({ permanentAddress: 'Phường Thử' }),
      chip(),
      printedAt(1),
      signedAt(1),
      choose('permanentAddress', 'qr'),
    );
    expect(state.review.voided).toEqual({ revision: 1, by: 'permanentAddress' });
  });
});

describe('a chip of another person', () => {
  it.each([
    ['personalId', '001090000000'],
    ['birthDate', '2001-12-05'],
  ] as const)('blocks by its %s until the officer decides', (field, value) => {
    const state = given(qr({ [field]: value }), chip());
    expect(blocks(state)).toBe(true);
    expect(blocks(advance(state, choose(field, 'chip')))).toBe(false);
    expect(blocks(advance(state, choose(field, 'qr')))).toBe(false);
    expect(blocks(advance(state, qr()))).toBe(false);
    expect(blocks(advance(state, chip({ [field]: value })))).toBe(false);
  });

  it('blocks again when what was decided on changes', () => {
    const state = given(qr({ birthDate: '2001-12-05' }), chip(), choose('birthDate', 'qr'));
    expect(blocks(advance(state, chip()))).toBe(false);
    expect(state.fields.birthDate?.value).toBe('2001-12-05');
    expect(blocks(advance(state, qr({ birthDate: '2001-05-21' })))).toBe(true);
  });

  it('leaves nothing in the form of the card before', () => {
    const first: EnrollmentEvent = { ...chip(), values: { fatherName: 'ĐẶNG VĂN MẪU' } } as EnrollmentEvent;
    const state = given(first, chip({ personalId: '001090000000' }));
    expect(state.fields.fatherName).toBeUndefined();
  });
});

describe('any order of cards, typing and choices', () => {
  const facts = fc.record<CardFacts>(
    {
      personalId: fc.constantFrom('001301000000', '001090000000'),
      birthDate: fc.constantFrom('2001-05-12', '2001-12-05'),
      fullName: fc.constantFrom('ĐẶNG NGỌC MẪU', 'ĐẶNG NGỌC MÂU'),
      permanentAddress: fc.constantFrom('Phường Mẫu', 'Phường Thử'),
      expiryDate: fc.constantFrom('2026-05-12', 'unlimited'),
    },
    { requiredKeys: [] },
  );
  const choice = fc
    .record({ field: fc.constantFrom(...cardFactNames), source: fc.constantFrom(...factSources) })
    .map(({ field, source }) => choose(field, source));
  const event = fc.oneof(
    facts.map((changes) => qr(changes)),
    facts.map((changes) => mrz(changes)),
    fc
      .tuple(facts, fc.constantFrom<ChipVerdict>('genuine', 'untrusted-issuer', 'incomplete', 'tampered'))
      .map(([changes, verdict]) => chip(changes, verdict)),
    fc.constantFrom(typed('Phường Mới'), typed('Phường Mẫu'), typed('')),
    choice,
  );

  it('never loses what another source said by choosing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), choice, (events, chosen) => {
        const before = given(...events);
        const after = advance(before, chosen);
        expect(after.sources).toEqual(before.sources);
        const told = ({ field, values }: ReturnType<typeof disagreementsOf>[number]) => ({ field, values });
        expect(disagreementsOf(after).map(told)).toEqual(disagreementsOf(before).map(told));
      }),
      { numRuns: 2000 },
    );
  });

  it('never has a value in the form from a chip that is not believed', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const { card, fields } = given(...events);
        if (card.state !== 'read' || card.verdict !== 'tampered') return;
        expect(Object.values(fields).filter(({ source }) => source === 'chip')).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('has in the form what the chosen source says', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const state = given(...events);
        for (const { field, values, chosen } of disagreementsOf(state)) {
          if (field === 'expiryDate' || field === 'issueDate' || chosen === undefined) continue;
          const value = values.find(({ source }) => source === chosen)?.value ?? '';
          expect(state.fields[field]?.value).toBe(value);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
