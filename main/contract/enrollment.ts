import { z } from 'zod';
import { errorCodes } from './errors.ts';
import { FieldName, FieldProblem, FieldState } from './form.ts';
import { ApplicationId, Bytes, CaptureId, OfficerId } from './ids.ts';

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

export const stepNames = ['card', 'form', 'fingers', 'portrait', 'review'] as const;
export const StepName = z.enum(stepNames);
export type StepName = z.infer<typeof StepName>;

/** A failure as the page sees it: a code with a sentence, and a number that finds the log line. */
export const ErrorNotice = z.strictObject({ code: z.enum(errorCodes), incident: z.string() });
export type ErrorNotice = z.infer<typeof ErrorNotice>;

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
  /** `position` is the placement's. */
  z.strictObject({
    kind: z.literal('fingers-missing'),
    step: z.literal('fingers'),
    position: z.number().int(),
  }),
  /** A finger seems not to be the one it should be: taken again, or kept with a reason. */
  z.strictObject({
    kind: z.literal('finger-finding'),
    step: z.literal('fingers'),
    position: z.number().int(),
  }),
  z.strictObject({ kind: z.literal('portrait-missing'), step: z.literal('portrait') }),
  z.strictObject({ kind: z.literal('not-printed'), step: z.literal('review') }),
  z.strictObject({ kind: z.literal('not-signed'), step: z.literal('review') }),
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

/** A picture is judged, not refused: `retry` says why, and the officer may keep the best. */
export const verdictReasons = [
  'no-finger',
  'small-area',
  'dry',
  'wet',
  'smudged',
  'off-centre',
  'moving',
  'low-quality',
  'wrong-count',
  'wrong-hand',
  'blurred',
  'too-small',
  'too-dark',
  'too-bright',
  'uneven-background',
] as const;
export const VerdictReason = z.enum(verdictReasons);
export type VerdictReason = z.infer<typeof VerdictReason>;
export const Verdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), score: z.number().min(0).max(100) }),
  z.strictObject({
    kind: z.literal('retry'),
    score: z.number().min(0).max(100),
    reason: VerdictReason,
  }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One finger: 1 right thumb … 5 right little, 6 left thumb … 10 left little (ISO/IEC 19794-4 table 4). */
const Finger = z.number().int().min(1).max(10);

/** Why a finger cannot be printed, or not well. Of the first two there is nothing to capture. */
export const fingerExceptions = ['amputated', 'bandaged', 'worn', 'deformed'] as const;
export const FingerExceptionCode = z.enum(fingerExceptions);
export type FingerExceptionCode = z.infer<typeof FingerExceptionCode>;

export const FingerException = z.strictObject({
  position: Finger,
  code: FingerExceptionCode,
  note: z.string().max(200),
  photoCaptureId: CaptureId.optional(),
});
export type FingerException = z.infer<typeof FingerException>;

/** Something about who the fingers of a placement belong to, found by comparing all placements of the session. */
export const FingerFinding = z.discriminatedUnion('kind', [
  /** This finger is the one captured as another. */
  z.strictObject({ kind: z.literal('same-finger'), position: Finger, as: Finger }),
  /** Slap and single disagree: it is rather the finger `like`, or, without that, none of this session. */
  z.strictObject({ kind: z.literal('other-finger'), position: Finger, like: Finger.optional() }),
  /** It is a finger of an officer of this station. */
  z.strictObject({ kind: z.literal('officer-finger'), position: Finger }),
  z.strictObject({ kind: z.literal('wrong-hand') }),
  z.strictObject({ kind: z.literal('wrong-count'), seen: z.number().int(), expected: z.number().int() }),
]);
export type FingerFinding = z.infer<typeof FingerFinding>;

/** One finger as a placement shows it. */
export const JudgedFinger = z.strictObject({
  position: Finger,
  /** 0–100, an NFIQ2-like estimate of the station's own; never to be called NFIQ 2. */
  score: z.number().min(0).max(100),
  hint: VerdictReason.optional(),
  /** Pixels of the picture: middle, size across and along the finger, and how far it leans clockwise in radians. */
  box: z.strictObject({
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    angle: z.number(),
  }),
});
export type JudgedFinger = z.infer<typeof JudgedFinger>;

/** Why the officer keeps what is below the threshold, or what does not seem to be the right finger. */
export const keepReasons = ['worn', 'wet', 'dry', 'trembling', 'citizen-unable', 'other'] as const;
export const KeepReason = z.enum(keepReasons);
export type KeepReason = z.infer<typeof KeepReason>;

/** One placement of the dated configuration, in its order. */
export const FingerSnapshot = z.strictObject({
  /** 13 right four, 14 left four, 15 both thumbs, 1 … 10 a single finger, rolled (ANSI/NIST-ITL table 8). */
  position: z.number().int(),
  /** `skipped`: of all its fingers there is nothing to capture. */
  state: z.enum(['todo', 'capturing', 'captured', 'failed', 'skipped']),
  attempts: z.number().int(),
  /** The picture that counts: the last one; once the tries are used up, the best of them. */
  captureId: CaptureId.optional(),
  verdict: Verdict.optional(),
  /** Empty before a capture, and when the fingers that are seen cannot be told apart. */
  fingers: z.array(JudgedFinger),
  /** Of the picture, pixels. */
  size: z.strictObject({ width: z.number().int(), height: z.number().int() }).optional(),
  findings: z.array(FingerFinding),
  /** `bySupervisor` is the officer's id. */
  kept: z.strictObject({ reason: KeepReason, bySupervisor: z.string().optional() }).optional(),
  /** The tries are used up and something is wrong: it may be kept with a reason. */
  mayKeep: z.boolean(),
  /** And only a supervisor may. */
  needsSupervisor: z.boolean(),
  notice: ErrorNotice.optional(),
});
export type FingerSnapshot = z.infer<typeof FingerSnapshot>;

const PortraitSnapshot = z.strictObject({
  captureId: CaptureId.optional(),
  verdict: Verdict.optional(),
  keptBelowThreshold: z.boolean(),
});

/** CC01 is printed at a revision and signed at that revision; a later edit voids the signature (V-SIGN). */
const ReviewSnapshot = z.strictObject({
  /** The revision the sheet would carry if printed now. Grows with every change of a signed value. */
  revision: z.number().int(),
  printedRevision: z.number().int().optional(),
  signed: z.strictObject({ revision: z.number().int(), atMs: z.number() }).optional(),
  /** Set while a signature exists that no longer holds, with the field that voided it. */
  voided: z
    .strictObject({ revision: z.number().int(), by: z.union([FieldName, z.literal('picture')]) })
    .optional(),
});

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
  z.strictObject({ kind: z.literal('capture-fingers'), position: z.number().int() }),
  z.strictObject({
    kind: z.literal('keep-fingers'),
    position: z.number().int(),
    reason: KeepReason,
    supervisor: z.strictObject({ officerId: OfficerId, password: z.string().max(200) }).optional(),
  }),
  /** Without a code the finger is as others again; its placements are then open again. */
  z.strictObject({
    kind: z.literal('set-finger-exception'),
    position: Finger,
    code: FingerExceptionCode.nullable(),
    note: z.string().max(200),
  }),
  z.strictObject({
    kind: z.literal('photograph-exception'),
    position: Finger,
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
  }),
  z.strictObject({ kind: z.literal('stop-capture') }),
  z.strictObject({
    kind: z.literal('take-portrait'),
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
    camera: z.string().max(200),
  }),
  z.strictObject({ kind: z.literal('keep-portrait') }),
  z.strictObject({ kind: z.literal('sign'), revision: z.number().int() }),
  z.strictObject({ kind: z.literal('seal') }),
  z.strictObject({ kind: z.literal('cancel'), reason: z.string().min(1).max(200) }),
]);
export type Intention = z.infer<typeof Intention>;
