import type {
  ApplicationReason,
  ApplicationState,
  ApplicationType,
  CardSnapshot,
  ErrorNotice,
  FingerSnapshot,
  Verdict,
} from '../contract/enrollment.ts';
import { type FieldName, type FieldSource, fieldNames } from '../contract/form.ts';
import type { ApplicationId, CaptureId, OfficerId } from '../contract/ids.ts';

/** One value of the form: where it came from, and what a card said when the officer wrote something else. */
export interface FieldValue {
  readonly value: string;
  readonly source: FieldSource;
  readonly before?: { readonly value: string; readonly source: FieldSource };
}

export interface PortraitState {
  readonly captureId?: CaptureId;
  readonly verdict?: Verdict;
  readonly keptBelowThreshold: boolean;
}

/** What voided a signature: a field, or a picture taken again. */
export type SignatureVoidedBy = FieldName | 'picture';

export interface ReviewState {
  /** The revision a sheet printed now would carry. It grows with the first change after a print. */
  readonly revision: number;
  readonly printedRevision?: number;
  readonly signed?: { readonly revision: number; readonly atMs: number };
  readonly voided?: { readonly revision: number; readonly by: SignatureVoidedBy };
}

/** Everything known of one applicant at one desk. Plain JSON: this is what the store keeps as the draft. */
export interface EnrollmentState {
  readonly applicationId: ApplicationId;
  readonly type: ApplicationType;
  readonly reason: ApplicationReason;
  readonly receiptNo: string;
  /** Set by the station at reception and never moved afterwards. */
  readonly receivedAtMs: number;
  readonly officerId: OfficerId;
  readonly state: ApplicationState;
  readonly card: CardSnapshot;
  readonly fields: Readonly<Partial<Record<FieldName, FieldValue>>>;
  readonly fingers: readonly FingerSnapshot[];
  readonly portrait: PortraitState;
  readonly review: ReviewState;
  /** YYYY-MM-DD */
  readonly dueDate?: string;
  readonly centreReceipt?: CentreReceipt;
}

/** What the centre signed: its own number for the application, and when it took it over. */
export interface CentreReceipt {
  readonly receiptNo: string;
  readonly acceptedAtMs: number;
}

export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

type FingersEvent =
  | { readonly kind: 'fingers-capturing'; readonly position: number }
  | {
      readonly kind: 'fingers-captured';
      readonly position: number;
      readonly captureId: CaptureId;
      readonly verdict: Verdict;
    }
  | { readonly kind: 'fingers-failed'; readonly position: number; readonly notice?: ErrorNotice }
  | { readonly kind: 'fingers-kept'; readonly position: number };

export type EnrollmentEvent =
  | { readonly kind: 'card-reading'; readonly progress: Extract<CardSnapshot, { state: 'reading' }> }
  | {
      readonly kind: 'card-read';
      readonly card: Extract<CardSnapshot, { state: 'read' }>;
      /** Empty when the verdict forbids using the data. */
      readonly values: FieldValues;
    }
  | { readonly kind: 'card-failed'; readonly notice: ErrorNotice }
  | { readonly kind: 'qr-scanned'; readonly values: FieldValues }
  | { readonly kind: 'field-typed'; readonly field: FieldName; readonly value: string }
  | FingersEvent
  | { readonly kind: 'portrait-taken'; readonly captureId: CaptureId; readonly verdict: Verdict }
  | { readonly kind: 'portrait-kept' }
  | { readonly kind: 'printed'; readonly revision: number }
  | { readonly kind: 'signed'; readonly revision: number; readonly atMs: number }
  | { readonly kind: 'sealed'; readonly dueDate: string }
  | {
      /** What the delivery of the sealed packet has come to. */
      readonly kind: 'delivery';
      readonly state: 'sealed' | 'sending' | 'accepted' | 'rejected';
      readonly centreReceipt?: CentreReceipt;
    }
  | { readonly kind: 'cancelled' };

/** A later source never overwrites a stronger one: what the officer typed stays, the chip outweighs the unsigned QR code. */
const strength: Record<FieldSource, number> = { qr: 1, chip: 2, typed: 3 };

export interface Beginning {
  readonly applicationId: ApplicationId;
  readonly type: ApplicationType;
  readonly reason: ApplicationReason;
  readonly receiptNo: string;
  readonly receivedAtMs: number;
  readonly officerId: OfficerId;
  readonly fingerPositions: readonly number[];
}

/** An application nobody has worked on yet. */
export function begin(beginning: Beginning): EnrollmentState {
  const { fingerPositions, ...head } = beginning;
  return {
    ...head,
    state: 'draft',
    card: { state: 'waiting' },
    fields: {},
    fingers: fingerPositions.map((position) => ({
      position,
      state: 'todo',
      attempts: 0,
      keptBelowThreshold: false,
    })),
    portrait: { keptBelowThreshold: false },
    review: { revision: 1 },
  };
}

/**
 * What the state becomes when something has happened. An event that makes no sense in this state changes nothing; a sealed
 * application changes only by what happens to its packet.
 */
export function advance(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  return state.state === 'draft' ? advanceDraft(state, event) : advanceSealed(state, event);
}

function advanceDraft(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  switch (event.kind) {
    case 'card-reading':
      return { ...state, card: event.progress };
    case 'card-read':
      return fillFields({ ...state, card: event.card }, event.values, 'chip');
    case 'card-failed':
      return { ...state, card: { state: 'failed', notice: event.notice } };
    case 'qr-scanned':
      return fillFields(state, event.values, 'qr');
    case 'field-typed':
      return typeField(state, event.field, event.value);
    case 'fingers-capturing':
    case 'fingers-captured':
    case 'fingers-failed':
    case 'fingers-kept':
      return advanceFingers(state, event);
    case 'portrait-taken':
      return touch(
        {
          ...state,
          portrait: { captureId: event.captureId, verdict: event.verdict, keptBelowThreshold: false },
        },
        'picture',
      );
    case 'portrait-kept':
      return { ...state, portrait: { ...state.portrait, keptBelowThreshold: true } };
    case 'printed':
      return event.revision === state.review.revision
        ? { ...state, review: { ...state.review, printedRevision: event.revision } }
        : state;
    case 'signed':
      return sign(state, event.revision, event.atMs);
    case 'sealed':
      return { ...state, state: 'sealed', dueDate: event.dueDate };
    case 'cancelled':
      return { ...state, state: 'cancelled' };
    case 'delivery':
      return state;
  }
}

function advanceSealed(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  if (event.kind !== 'delivery' || state.state === 'cancelled') return state;
  const { centreReceipt } = event;
  return { ...state, state: event.state, ...(centreReceipt ? { centreReceipt } : {}) };
}

function typeField(state: EnrollmentState, field: FieldName, value: string): EnrollmentState {
  const old = state.fields[field];
  if (old?.value === value) return state;
  const fromCard = old && (old.source === 'typed' ? old.before : { value: old.value, source: old.source });
  // Typing back what the card said makes it the card's value again.
  const typed: FieldValue =
    fromCard?.value === value
      ? fromCard
      : { value, source: 'typed', ...(fromCard ? { before: fromCard } : {}) };
  return touch({ ...state, fields: { ...state.fields, [field]: typed } }, field);
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
  return touch({ ...state, fields: { ...state.fields, [field]: { value, source } } }, field);
}

function advanceFingers(state: EnrollmentState, event: FingersEvent): EnrollmentState {
  const old = state.fingers.find(({ position }) => position === event.position);
  if (!old) return state;
  const changed = advanceFinger(old, event);
  const fingers = state.fingers.map((finger) => (finger === old ? changed : finger));
  return event.kind === 'fingers-captured' ? touch({ ...state, fingers }, 'picture') : { ...state, fingers };
}

function advanceFinger(finger: FingerSnapshot, event: FingersEvent): FingerSnapshot {
  const { notice: _over, ...rest } = finger;
  switch (event.kind) {
    case 'fingers-capturing':
      return { ...rest, state: 'capturing' };
    case 'fingers-captured':
      return {
        ...rest,
        state: 'captured',
        attempts: finger.attempts + 1,
        captureId: event.captureId,
        verdict: event.verdict,
        keptBelowThreshold: false,
      };
    case 'fingers-failed':
      // The picture of an earlier try stays; only the try that failed is told.
      return {
        ...rest,
        state: finger.captureId ? 'captured' : event.notice ? 'failed' : 'todo',
        ...(event.notice ? { notice: event.notice } : {}),
      };
    case 'fingers-kept':
      return finger.captureId ? { ...finger, keptBelowThreshold: true } : finger;
  }
}

/** A signed or printed value has changed: the sheet gets a new revision and the signature no longer holds (V-SIGN). */
function touch(state: EnrollmentState, by: SignatureVoidedBy): EnrollmentState {
  const { revision, printedRevision, signed } = state.review;
  if (printedRevision !== revision) return state;
  return {
    ...state,
    review: {
      revision: revision + 1,
      printedRevision,
      ...(signed
        ? { voided: { revision: signed.revision, by } }
        : state.review.voided
          ? { voided: state.review.voided }
          : {}),
    },
  };
}

function sign(state: EnrollmentState, revision: number, atMs: number): EnrollmentState {
  const { review } = state;
  if (revision !== review.revision || review.printedRevision !== revision) return state;
  return { ...state, review: { revision, printedRevision: revision, signed: { revision, atMs } } };
}

/** The state as it can be taken up again after the process ended: what was running is not running any more. */
export function resume(state: EnrollmentState): EnrollmentState {
  return {
    ...state,
    card: state.card.state === 'reading' ? { state: 'waiting' } : state.card,
    fingers: state.fingers.map((finger) =>
      finger.state === 'capturing' ? { ...finger, state: finger.captureId ? 'captured' : 'todo' } : finger,
    ),
  };
}
