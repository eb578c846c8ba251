import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FingerFinding } from '../contract/fingers.ts';
import { ApplicationId, CaptureId, OfficerId } from '../contract/ids.ts';
import type { PortraitCheck } from '../contract/portrait.ts';
import { gapsOf, nextStepOf } from './snapshot.ts';
import { advance, begin, type EnrollmentEvent, type EnrollmentState, resume } from './state.ts';
import { fingersEvent, tryOf } from './test-finger-events.ts';
import { printedAt, signatureEvent, signedAt } from './test-signature-events.ts';

const captureId = CaptureId.parse('01900000-0000-7000-8000-000000000001');
const accept = { kind: 'accept', score: 80 } as const;
const chipRead: Extract<EnrollmentState['card'], { state: 'read' }> = {
  state: 'read',
  verdict: 'incomplete',
  checks: [],
  ms: 900,
  apdus: 30,
};

function draft(): EnrollmentState {
  return begin({
    applicationId: ApplicationId.parse('01900000-0000-7000-8000-000000000000'),
    type: 'exchange',
    reason: 'age',
    receiptNo: 'H99-03-261124-0001-0',
    receivedAtMs: 0,
    officerId: OfficerId.parse('demo'),
    fingerSteps: [13, 14, 15],
    asksOldCard: true,
  });
}

function given(...events: EnrollmentEvent[]): EnrollmentState {
  return events.reduce(advance, draft());
}

const fromChip: EnrollmentEvent = {
  kind: 'card-read',
  card: chipRead,
  values: { fullName: 'ĐẶNG NGỌC MẪU', currentAddress: 'Phường Mẫu' },
  facts: {},
};
const fromQr: EnrollmentEvent = {
  kind: 'key-given',
  source: 'qr',
  facts: {},
  values: { fullName: 'ĐẶNG NGỌC MẪU', currentAddress: 'Phường Thử' },
};
const typed: EnrollmentEvent = { kind: 'field-typed', field: 'currentAddress', value: 'Phường Mới' };

describe('filling the form', () => {
  it('lets the chip outweigh the QR code, in either order', () => {
    expect(given(fromQr, fromChip).fields.currentAddress).toEqual({ value: 'Phường Mẫu', source: 'chip' });
    expect(given(fromChip, fromQr).fields.currentAddress).toEqual({ value: 'Phường Mẫu', source: 'chip' });
  });

  it('keeps what the officer typed, and shows what the card said', () => {
    const expected = {
      value: 'Phường Mới',
      source: 'typed',
      before: { value: 'Phường Mẫu', source: 'chip' },
    };
    expect(given(fromChip, typed).fields.currentAddress).toEqual(expected);
    expect(given(typed, fromChip).fields.currentAddress).toEqual(expected);
    expect(given(typed, fromQr, fromChip).fields.currentAddress).toEqual(expected);
  });

  it('makes it the card’s value again when the officer types it back', () => {
    const back: EnrollmentEvent = { kind: 'field-typed', field: 'currentAddress', value: 'Phường Mẫu' };
    expect(given(fromChip, typed, back).fields.currentAddress).toEqual({
      value: 'Phường Mẫu',
      source: 'chip',
    });
  });
});

describe('signature and revision', () => {
  const printed = printedAt(1);
  const signed = signedAt(1);

  it('counts one revision for all changes before a print', () => {
    expect(given(fromChip, typed).review).toEqual({ revision: 1 });
  });

  it('voids the signature when a signed value changes, and says which', () => {
    expect(given(fromChip, printed, signed, typed).review).toEqual({
      revision: 2,
      printedRevision: 1,
      voided: { revision: 1, by: 'currentAddress' },
    });
  });

  it('voids the signature when a picture is taken again', () => {
    const again: EnrollmentEvent = { kind: 'portrait-taken', captureId, score: 70, checks: [] };
    expect(given(printed, signed, again).review.voided).toEqual({ revision: 1, by: 'picture' });
  });

  it('keeps the signature when the same value is typed again', () => {
    expect(given(typed, printed, signed, typed).review.signed?.revision).toBe(1);
  });

  it('takes no signature under a sheet that was not printed at this revision', () => {
    expect(given(fromChip, signed).review.signed).toBeUndefined();
    expect(given(printed, typed, signed).review.signed).toBeUndefined();
  });
});

describe('a capture that was running', () => {
  it('is not running any more when it is taken up again after a crash', () => {
    const capturing = given(
      { kind: 'card-reading', progress: reading() },
      { kind: 'fingers-capturing', position: 14 },
    );
    expect(resume(JSON.parse(JSON.stringify(capturing)))).toEqual(draft());
  });
});

describe('what is missing', () => {
  it('names the first step that lacks something', () => {
    expect(nextStepOf(gapsOf(draft(), {}))).toBe('card');
    expect(nextStepOf(gapsOf(given(fromChip), {}))).toBe('fingers');
  });

  it('names the first placement of fingers that is open, and none that cannot be captured', () => {
    const open = (...events: EnrollmentEvent[]) =>
      gapsOf(given(...events), {}).flatMap((gap) => (gap.step === 'fingers' ? [gap] : []));
    const missing = (position: number) => ({ kind: 'fingers-missing', step: 'fingers', position });
    const noThumb = (position: number): EnrollmentEvent => ({
      kind: 'finger-excepted',
      position,
      exception: { code: 'amputated', note: '' },
    });
    const taken = (position: 13 | 14, compared: Map<13, FingerFinding[]>): EnrollmentEvent => ({
      kind: 'fingers-captured',
      position,
      taken: tryOf(1, accept),
      mostTries: 3,
      compared,
      shouldCleanGlass: false,
    });
    expect(open()).toEqual([13, 14, 15].map(missing));
    expect(open(noThumb(1), noThumb(6))).toEqual([13, 14].map(missing));
    const found: EnrollmentEvent[] = [
      taken(13, new Map()),
      taken(14, new Map([[13, [{ kind: 'wrong-hand' }]]])),
    ];
    expect(open(...found)).toEqual([{ kind: 'finger-finding', step: 'fingers', position: 13 }, missing(15)]);
    expect(open(...found, { kind: 'fingers-kept', position: 13, reason: 'other' })).toEqual([missing(15)]);
  });

  it('does not send a citizen away whose chip cannot be read', () => {
    const failed: EnrollmentEvent = {
      kind: 'card-failed',
      card: { state: 'failed', notice: { code: 'card/mute', incident: 'abc' }, filesRead: [], retype: [] },
    };
    expect(gapsOf(given(failed), {}).some(({ step }) => step === 'card')).toBe(false);
  });
});

const blurredPortrait: PortraitCheck = {
  name: 'sharpness',
  value: 1,
  limit: { min: 5 },
  isMet: false,
  isAdvice: false,
  hint: 'blurred',
};

describe('any order of events', () => {
  const event: fc.Arbitrary<EnrollmentEvent> = fc.oneof(
    fc.constantFrom<EnrollmentEvent>(
      fromChip,
      fromQr,
      typed,
      { kind: 'portrait-taken', captureId, score: 0, checks: [blurredPortrait] },
      { kind: 'portrait-kept', reason: 'child' },
      { kind: 'cancelled' },
    ),
    fc.constant<EnrollmentEvent>({ kind: 'card-reading', progress: reading() }),
    signatureEvent,
    fc.record({ kind: fc.constant('sealed' as const), dueDate: fc.constant('2026-12-03') }),
    fc.record({
      kind: fc.constant('delivery' as const),
      state: fc.constantFrom('sealed' as const, 'sending' as const, 'accepted' as const, 'rejected' as const),
    }),
    fingersEvent,
  );

  it('never has a signature that is not of the printed, current revision', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { review } = given(...events);
        if (!review.signed) return true;
        return review.signed.revision === review.revision && review.printedRevision === review.revision;
      }),
      { numRuns: 3000 },
    );
  });

  it('never changes what was sealed', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.array(event, { maxLength: 30 }), (before, later) => {
        const sealed = advance(given(...before), { kind: 'sealed', dueDate: '2026-12-03' });
        const { state: _state, centreReceipt: _receipt, ...content } = sealed;
        const {
          state: _later,
          centreReceipt: _laterReceipt,
          ...laterContent
        } = later.reduce(advance, sealed);
        expect(laterContent).toEqual(content);
      }),
      { numRuns: 2000 },
    );
  });

  it('never moves the reception time', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => given(...events).receivedAtMs === 0),
      { numRuns: 1000 },
    );
  });
});

function reading() {
  return {
    state: 'reading',
    filesRead: [] as string[],
    file: 'DG1',
    fileNumber: 1,
    fileCount: 5,
    doneBytes: 0,
    totalBytes: 93,
  } as const;
}
