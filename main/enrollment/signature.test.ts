import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApplicationId, OfficerId } from '../contract/ids.ts';
import { sheetContentOf } from './sheet-content.ts';
import { touch } from './signature.ts';
import { gapsOf } from './snapshot.ts';
import { advance, begin, type EnrollmentEvent, type EnrollmentState } from './state.ts';
import { captureNo, fingersEvent } from './test-finger-events.ts';
import { printedAt, signatureEvent, signedAt } from './test-signature-events.ts';

function draft(): EnrollmentState {
  return begin({
    applicationId: ApplicationId.parse('01900000-0000-7000-8000-000000000000'),
    type: 'exchange',
    reason: 'age',
    receiptNo: 'H99-03-261124-0001-0',
    receivedAtMs: 0,
    officerId: OfficerId.parse('demo'),
    fingerSteps: [13, 14, 3],
    asksOldCard: false,
  });
}

const given = (...events: EnrollmentEvent[]): EnrollmentState => events.reduce(advance, draft());
const typed = (value: string): EnrollmentEvent => ({ kind: 'field-typed', field: 'occupation', value });
const portrait = (number: number, score: number): EnrollmentEvent => ({
  kind: 'portrait-taken',
  captureId: captureNo(number),
  score,
  checks: [{ name: 'sharpness', value: score, limit: { min: 40 }, isMet: score > 40, isAdvice: false }],
});
const weak = 20;
const kept: EnrollmentEvent = { kind: 'portrait-kept', reason: 'other' };

describe('a signature', () => {
  it('stands under the sheet that was printed, and under no other', () => {
    expect(given(printedAt(1), signedAt(1)).review.signed?.revision).toBe(1);
    expect(given(printedAt(1), signedAt(1, {}, 2)).review.signed).toBeUndefined();
    expect(given(printedAt(1), signedAt(2)).review.signed).toBeUndefined();
  });

  it('on paper needs a paper; on the pad the sheet on the screen is enough', () => {
    expect(given(printedAt(1, 'screen'), signedAt(1)).review.signed).toBeUndefined();
    expect(given(printedAt(1, 'screen'), signedAt(1, { method: 'pad' })).review.signed?.method).toBe('pad');
  });

  it('stays when the same sheet is printed once more, and keeps its sheet when another comes late', () => {
    const { review } = given(printedAt(1), signedAt(1), printedAt(1), printedAt(1, 'paper', 4));
    expect([review.signed?.revision, review.sheet?.copies]).toEqual([1, 2]);
  });

  it.each<[string, EnrollmentEvent, string]>([
    ['a field', typed('Thợ may'), 'occupation'],
    ['a portrait taken again', portrait(2, 80), 'picture'],
    ['the word that a weak portrait is kept', kept, 'picture'],
    [
      'a finger that cannot be printed',
      { kind: 'finger-excepted', position: 9, exception: { code: 'amputated', note: '' } },
      'picture',
    ],
  ])('is voided by %s', (_what, event, by) => {
    const { review } = given(portrait(1, weak), printedAt(1), signedAt(1), event);
    expect(review).toEqual({ revision: 2, printedRevision: 1, voided: { revision: 1, by } });
  });

  it('is voided once, however many say that the sheet has changed', () => {
    const changed = given(printedAt(1), signedAt(1), typed('Thợ may'));
    expect(touch(changed, 'picture')).toBe(changed);
  });

  it('is voided by a mark that the sheet has at a changed value, though the value stays', () => {
    const qr: EnrollmentEvent = {
      kind: 'key-given',
      source: 'qr',
      facts: {},
      values: { occupation: 'Thợ mộc' },
    };
    expect(given(typed('Thợ may'), printedAt(1), signedAt(1), qr).review.voided).toEqual({
      revision: 1,
      by: 'occupation',
    });
  });

  it('is no longer asked for a page that did not speak for itself once there is a signature', () => {
    const page: EnrollmentEvent = {
      kind: 'page-photographed',
      revision: 1,
      captureId: captureNo(3),
      problem: 'no-ink',
    };
    expect(given(printedAt(1), page).review.page?.problem).toBe('no-ink');
    expect(given(printedAt(1), page, signedAt(1)).review.page).toBeUndefined();
    expect(given(printedAt(1), page, typed('Thợ may')).review.page).toBeUndefined();
  });
});

describe('whatever happens, in any order', () => {
  const event: fc.Arbitrary<EnrollmentEvent> = fc.oneof(
    { weight: 4, arbitrary: signatureEvent },
    fc.constantFrom('Thợ may', 'Thợ mộc', '').map(typed),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(weak, 80)).map((taken) => portrait(...taken)),
    fc.constant(kept),
    fc.constant<EnrollmentEvent>({
      kind: 'key-given',
      source: 'qr',
      facts: {},
      values: { occupation: 'Thợ mộc' },
    }),
    fingersEvent,
  );

  /** Also what an officer would do: print, and have signed, what there is now. */
  const step: fc.Arbitrary<(state: EnrollmentState) => EnrollmentEvent> = fc.oneof(
    { weight: 4, arbitrary: event.map((one) => () => one) },
    fc.constant(({ review }: EnrollmentState) => printedAt(review.revision)),
    fc.constant(({ review }: EnrollmentState) => signedAt(review.revision)),
  );

  it('what could be sealed is what stood on the sheet when it was made, and is signed under that sheet', () => {
    let signedRuns = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = draft();
        // What each sheet said when it was made.
        const sheets = new Map<string, unknown>();
        for (const next of steps) {
          const before = state;
          state = advance(state, next(state));
          const { sheet } = state.review;
          if (sheet && sheet.sha256 !== before.review.sheet?.sha256)
            sheets.set(`${state.review.revision} ${sheet.sha256}`, sheetContentOf(before));
        }
        const { review } = state;
        if (gapsOf(state, {}).some(({ step }) => step === 'review')) return;
        signedRuns += 1;
        expect(review.signed?.revision).toBe(review.revision);
        expect(sheets.get(`${review.revision} ${review.signed?.sheetSha256}`)).toEqual(sheetContentOf(state));
      }),
      { numRuns: 3000 },
    );
    expect(signedRuns).toBeGreaterThan(100);
  });

  it('any change of what was signed makes sealing refuse', () => {
    let changes = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), event, (events, last) => {
        const before = events.reduce(advance, draft());
        const { revision } = before.review;
        const signed = [printedAt(revision), signedAt(revision)].reduce(advance, before);
        const after = advance(signed, last);
        try {
          expect(sheetContentOf(after)).toEqual(sheetContentOf(signed));
        } catch {
          changes += 1;
          expect(gapsOf(after, {}).filter(({ step }) => step === 'review')).toHaveLength(1);
        }
      }),
      { numRuns: 2000 },
    );
    expect(changes).toBeGreaterThan(100);
  });
});
