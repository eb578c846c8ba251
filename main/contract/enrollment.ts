import { z } from 'zod';
import { FingerException, FingerSnapshot, fingerGaps, fingerIntentions } from './fingers.ts';
import { FieldName, FieldProblem, FieldState } from './form.ts';
import { ApplicationId, CaptureId } from './ids.ts';
import { IrisSnapshot, irisGaps, irisIntentions } from './iris.ts';
import { ErrorNotice } from './notice.ts';
import { PapersSnapshot, paperGaps, paperIntentions } from './papers.ts';
import { PortraitSnapshot, portraitGaps, portraitIntentions } from './portrait.ts';
import { ReviewSnapshot, reviewGaps, signatureIntentions } from './signature.ts';

/** `exchange` is cấp đổi: the holder gives back a valid card and gets a new one (Law 26/2023 art. 24). */
export const ApplicationType = z.enum(['exchange']);
export type ApplicationType = z.infer<typeof ApplicationType>;

/** Legal reasons of an exchange, Law 26/2023 art. 24.1 and Decree 70/2024 art. 21.3. */
export const ApplicationReason = z.enum([
  'age',
  'old-card-to-new',
  'name-or-birth-changed',
  'features-changed',
  'holder-request',
]);
export type ApplicationReason = z.infer<typeof ApplicationReason>;

export const ApplicationState = z.enum(['draft', 'sealed', 'sending', 'accepted', 'rejected', 'cancelled']);
export type ApplicationState = z.infer<typeof ApplicationState>;

export const stepNames = ['card', 'form', 'fingers', 'portrait', 'iris', 'papers', 'review'] as const;
export const StepName = z.enum(stepNames);
export type StepName = z.infer<typeof StepName>;

/** What the sources of a card can disagree on. Expiry and issue belong to the card; the rest are fields of the form. */
export const cardFactNames = [
  'personalId',
  'fullName',
  'birthDate',
  'sex',
  'permanentAddress',
  'issueDate',
  'expiryDate',
] as const;
export const CardFactName = z.enum(cardFactNames);
export type CardFactName = z.infer<typeof CardFactName>;

/** Who says it: the chip, the QR code, the MRZ or what was typed off the card to open it, the form as typed. */
export const factSources = ['chip', 'qr', 'mrz', 'form'] as const;
export const FactSource = z.enum(factSources);
export type FactSource = z.infer<typeof FactSource>;

/** One fact that the sources tell differently. All values stay, whatever was chosen. */
export const Disagreement = z.strictObject({
  field: CardFactName,
  /** Values as stored; an expiry may be `unlimited`. */
  values: z.array(z.strictObject({ source: FactSource, value: z.string(), canChoose: z.boolean() })),
  /** Whose value holds now; absent while none that may be chosen does. */
  chosen: FactSource.optional(),
  /** Nothing is sealed until the officer has decided. */
  isBlocking: z.boolean(),
});
export type Disagreement = z.infer<typeof Disagreement>;

/** What still keeps the application from being sealed; each names its place. */
export const Gap = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('card-not-read'), step: z.literal('card') }),
  /** Chip and printed card name different persons: the officer decides, or reads another card. */
  z.strictObject({ kind: z.literal('card-differs'), step: z.literal('card'), field: CardFactName }),
  z.strictObject({
    kind: z.literal('field'),
    step: z.literal('form'),
    field: FieldName,
    problem: FieldProblem,
  }),
  ...fingerGaps,
  ...portraitGaps,
  ...irisGaps,
  ...paperGaps,
  ...reviewGaps,
]);
export type Gap = z.infer<typeof Gap>;

const ChipCheck = z.strictObject({
  id: z.string(),
  status: z.enum(['pass', 'fail', 'unknown', 'not-supported', 'not-run']),
  reason: z.string(),
});
export const ChipVerdict = z.enum([
  'genuine',
  'tampered',
  'clone-suspected',
  'untrusted-issuer',
  'unreadable',
  'incomplete',
]);
export type ChipVerdict = z.infer<typeof ChipVerdict>;

/** How the officer gave the key: scanned QR code, MRZ lines, typed fields, or the card access number. */
const cardKeyKinds = ['qr', 'mrz', 'fields', 'can'] as const;

/** What of the key the chip may have refused, so that only this is looked at again. */
export const RetypePart = z.enum(['document-number', 'birth', 'expiry', 'can']);
export type RetypePart = z.infer<typeof RetypePart>;

export const CardSnapshot = z.discriminatedUnion('state', [
  /** With a key, the reading starts by itself when a card is laid down. */
  z.strictObject({ state: z.literal('waiting'), key: z.enum(cardKeyKinds).optional() }),
  z.strictObject({
    state: z.literal('reading'),
    /** Files that are whole, in the order they came. */
    filesRead: z.array(z.string()),
    /** Empty while the chip is being opened. */
    file: z.string(),
    fileNumber: z.number().int(),
    fileCount: z.number().int(),
    doneBytes: z.number(),
    totalBytes: z.number(),
  }),
  z.strictObject({
    state: z.literal('read'),
    verdict: ChipVerdict,
    checks: z.array(ChipCheck),
    ms: z.number(),
    apdus: z.number().int(),
    faceCaptureId: CaptureId.optional(),
  }),
  z.strictObject({
    state: z.literal('failed'),
    notice: ErrorNotice,
    /** Files that were whole when it failed. */
    filesRead: z.array(z.string()),
    /** Empty unless the chip refused the key. */
    retype: z.array(RetypePart),
    triesLeft: z.number().int().optional(),
    key: z.enum(cardKeyKinds).optional(),
  }),
]);
export type CardSnapshot = z.infer<typeof CardSnapshot>;

export const EnrollmentSnapshot = z.strictObject({
  applicationId: ApplicationId,
  type: ApplicationType,
  reason: ApplicationReason,
  state: ApplicationState,
  receiptNo: z.string(),
  receivedAtMs: z.number(),
  savedAtMs: z.number(),
  steps: z.array(z.strictObject({ name: StepName, state: z.enum(['todo', 'done', 'attention']) })),
  card: CardSnapshot,
  disagreements: z.array(Disagreement),
  fields: z.partialRecord(FieldName, FieldState),
  fingers: z.array(FingerSnapshot),
  /** By position. `needsPhoto`: the rules ask for a photo of it, and there is none; the application can be sealed all the same. */
  exceptions: z.array(FingerException.extend({ needsPhoto: z.boolean() })),
  /** So many captures were taken that the scanner's glass should be wiped before the next one. */
  shouldCleanGlass: z.boolean(),
  portrait: PortraitSnapshot,
  iris: IrisSnapshot,
  papers: PapersSnapshot,
  review: ReviewSnapshot,
  gaps: z.array(Gap),
  /** Due date YYYY-MM-DD, fixed when sealed. */
  dueDate: z.string().optional(),
  /** The centre's receipt, once verified. */
  centreReceipt: z.strictObject({ receiptNo: z.string(), acceptedAtMs: z.number() }).optional(),
});
export type EnrollmentSnapshot = z.infer<typeof EnrollmentSnapshot>;

/** How the officer gives the key that opens the chip. */
export const CardKey = z.discriminatedUnion('kind', [
  /** Text of the QR code on the card: number, birth and issue date; the expiry is derived. */
  z.strictObject({ kind: z.literal('qr'), text: z.string().max(2000) }),
  /** The three lines of the MRZ, or their text in one piece. */
  z.strictObject({ kind: z.literal('mrz'), text: z.string().max(200) }),
  z.strictObject({
    kind: z.literal('fields'),
    personalId: z.string().max(12),
    birthDate: z.string().max(10),
    expiryDate: z.string().max(20),
  }),
  z.strictObject({ kind: z.literal('can'), can: z.string().max(6) }),
]);
export type CardKey = z.infer<typeof CardKey>;

/** What an officer can want of one enrollment. The answer comes when it is stored; the effect is seen in the snapshot. */
export const Intention = z.discriminatedUnion('kind', [
  /** Without a card on the reader the key is kept until one is laid down. */
  z.strictObject({ kind: z.literal('read-card'), key: CardKey }),
  z.strictObject({ kind: z.literal('choose-value'), field: CardFactName, source: FactSource }),
  z.strictObject({ kind: z.literal('set-field'), field: FieldName, value: z.string().max(1000) }),
  ...fingerIntentions,
  ...portraitIntentions,
  ...irisIntentions,
  ...paperIntentions,
  ...signatureIntentions,
  z.strictObject({ kind: z.literal('seal') }),
  z.strictObject({ kind: z.literal('cancel'), reason: z.string().min(1).max(200) }),
]);
export type Intention = z.infer<typeof Intention>;
