import type { CardFacts } from '../applications/card-facts.ts';
import type { FingerStep } from '../applications/rules.ts';
import type {
  ApplicationReason,
  ApplicationState,
  ApplicationType,
  CardFactName,
  CardKey,
  CardSnapshot,
  FactSource,
} from '../contract/enrollment.ts';
import type { FieldName, FieldSource } from '../contract/form.ts';
import type { ApplicationId, OfficerId } from '../contract/ids.ts';
import type { Choices, Sources } from './disagreements.ts';
import { chooseValue, hearChip, hearFailure, hearKey, typeField } from './filling.ts';
import {
  advanceFingers,
  beginFingers,
  type FingersEvent,
  type FingersState,
  resumeFinger,
} from './finger-state.ts';
import { advanceIris, beginIris, type IrisEvent, type IrisState, resumeEye } from './iris-state.ts';
import { advancePapers, beginPapers, type PapersEvent, type PapersState } from './papers-state.ts';
import {
  advancePortrait,
  beginPortrait,
  forgetHolder,
  type PortraitEvent,
  type PortraitState,
} from './portrait-state.ts';
import { advanceSignature, type ReviewState, type SignatureEvent, voidIfChanged } from './signature.ts';

/** One value of the form: where it came from, and what a card said when the officer wrote something else. */
export interface FieldValue {
  readonly value: string;
  readonly source: FieldSource;
  readonly before?: { readonly value: string; readonly source: FieldSource };
}

/** Everything known of one applicant at one desk. Plain JSON: this is what the store keeps as the draft. */
export interface EnrollmentState extends FingersState, IrisState {
  readonly applicationId: ApplicationId;
  readonly type: ApplicationType;
  readonly reason: ApplicationReason;
  readonly receiptNo: string;
  /** Set by the station at reception and never moved afterwards. */
  readonly receivedAtMs: number;
  readonly officerId: OfficerId;
  readonly state: ApplicationState;
  readonly card: CardSnapshot;
  /** What chip, printed card and officer said last, and whom the officer believed where they differ. */
  readonly sources: Sources;
  readonly choices: Choices;
  readonly fields: Readonly<Partial<Record<FieldName, FieldValue>>>;
  readonly portrait: PortraitState;
  readonly papers: PapersState;
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

export type EnrollmentEvent =
  | { readonly kind: 'card-reading'; readonly progress: Extract<CardSnapshot, { state: 'reading' }> }
  | {
      readonly kind: 'card-read';
      readonly card: Extract<CardSnapshot, { state: 'read' }>;
      /** Empty when the verdict forbids using the data. */
      readonly values: FieldValues;
      readonly facts: CardFacts;
    }
  | { readonly kind: 'card-failed'; readonly card: Extract<CardSnapshot, { state: 'failed' }> }
  | {
      /** The officer took something off the printed card; a QR code fills the form. */
      readonly kind: 'key-given';
      readonly source: 'qr' | 'mrz';
      readonly facts: CardFacts;
      readonly values: FieldValues;
    }
  | { readonly kind: 'card-awaited'; readonly key: CardKey['kind'] }
  | { readonly kind: 'value-chosen'; readonly field: CardFactName; readonly source: FactSource }
  | { readonly kind: 'field-typed'; readonly field: FieldName; readonly value: string }
  | FingersEvent
  | PortraitEvent
  | IrisEvent
  | PapersEvent
  | SignatureEvent
  | { readonly kind: 'sealed'; readonly dueDate: string }
  | {
      /** What the delivery of the sealed packet has come to. */
      readonly kind: 'delivery';
      readonly state: 'sealed' | 'sending' | 'accepted' | 'rejected';
      readonly centreReceipt?: CentreReceipt;
    }
  | { readonly kind: 'cancelled' };

export interface Beginning {
  readonly applicationId: ApplicationId;
  readonly type: ApplicationType;
  readonly reason: ApplicationReason;
  readonly receiptNo: string;
  readonly receivedAtMs: number;
  readonly officerId: OfficerId;
  readonly fingerSteps: readonly FingerStep[];
  readonly asksOldCard: boolean;
}

/** An application nobody has worked on yet. */
export function begin(beginning: Beginning): EnrollmentState {
  const { fingerSteps, asksOldCard, ...head } = beginning;
  return {
    ...head,
    state: 'draft',
    card: { state: 'waiting' },
    sources: {},
    choices: {},
    fields: {},
    ...beginFingers(fingerSteps),
    portrait: beginPortrait(),
    ...beginIris(),
    papers: beginPapers(asksOldCard),
    review: { revision: 1 },
  };
}

/**
 * What the state becomes when something has happened. An event that makes no sense in this state changes nothing; a sealed
 * application changes only by what happens to its packet.
 */
export function advance(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  return state.state === 'draft'
    ? voidIfChanged(state, advanceDraft(state, event))
    : advanceSealed(state, event);
}

function advanceDraft(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  switch (event.kind) {
    case 'card-reading':
      return { ...state, card: event.progress };
    case 'card-read':
      return hearChip({ ...state, portrait: forgetHolder(state.portrait) }, event);
    case 'card-failed':
      return hearFailure(state, event);
    case 'card-awaited':
      return { ...state, card: { state: 'waiting', key: event.key } };
    case 'key-given':
      return hearKey(state, event);
    case 'value-chosen':
      return chooseValue(state, event.field, event.source);
    case 'field-typed':
      return typeField(state, event.field, event.value);
    case 'fingers-capturing':
    case 'fingers-failed':
    case 'fingers-compared':
    case 'exception-photographed':
    case 'fingers-captured':
    case 'fingers-kept':
    case 'finger-excepted':
      return advanceFingers(state, event);
    case 'portrait-taken':
    case 'portrait-kept':
    case 'portrait-confirmed':
    case 'portrait-compared':
      return hearPortrait(state, event);
    case 'iris-capturing':
    case 'iris-failed':
    case 'iris-captured':
    case 'iris-kept':
    case 'eye-excepted':
      return advanceIris(state, event);
    case 'paper-added':
    case 'paper-removed':
    case 'paper-described':
    case 'page-made':
    case 'original-compared':
    case 'paper-integrated':
    case 'old-card-answered':
      return { ...state, papers: advancePapers(state.papers, event) };
    case 'printed':
    case 'page-photographed':
    case 'signed':
      return advanceSignature(state, event);
    case 'sealed':
      return { ...state, state: 'sealed', dueDate: event.dueDate };
    case 'cancelled':
      return { ...state, state: 'cancelled' };
    case 'delivery':
      return state;
  }
}

function hearPortrait(state: EnrollmentState, event: PortraitEvent): EnrollmentState {
  const portrait = advancePortrait(state.portrait, event);
  return portrait === state.portrait ? state : { ...state, portrait };
}

function advanceSealed(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  if (event.kind !== 'delivery' || state.state === 'cancelled') return state;
  const { centreReceipt } = event;
  return { ...state, state: event.state, ...(centreReceipt ? { centreReceipt } : {}) };
}

/** The state as it can be taken up again after the process ended: what was running is not running any more. */
export function resume(state: EnrollmentState): EnrollmentState {
  return {
    ...state,
    card: withoutKey(state.card),
    fingers: state.fingers.map(resumeFinger),
    // A draft may be older than the first station that captured irises.
    irises: (state.irises ?? beginIris().irises).map(resumeEye),
  };
}

/** The key was only in memory. */
function withoutKey(card: CardSnapshot): CardSnapshot {
  if (card.state === 'waiting' || card.state === 'reading') return { state: 'waiting' };
  if (card.state === 'read') return card;
  const { key: _lost, ...failed } = card;
  return failed;
}
