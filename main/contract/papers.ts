import { z } from 'zod';
import { Bytes, CaptureId } from './ids.ts';

/** Papers that a citizen brings. `representation` proves that somebody may act for him. */
export const paperKinds = [
  'driving-licence',
  'vehicle-registration',
  'health-insurance',
  'social-insurance',
  'birth-certificate',
  'marriage-certificate',
  'representation',
  'old-card',
  'other',
] as const;
export const PaperKind = z.enum(paperKinds);
export type PaperKind = z.infer<typeof PaperKind>;

/** ISO/IEC 7810 ID-1 cards, ISO 216 sheets. */
export const SheetFormat = z.enum(['id-1', 'a4', 'a5']);

/** What is to be mended about a photograph of a page, the first thing first. */
const pageHints = [
  'no-edges',
  'cut-off',
  'too-dark',
  'glare',
  'no-text',
  'too-small',
  'blurred',
  'faint',
] as const;
export const PageHint = z.enum(pageHints);
export type PageHint = z.infer<typeof PageHint>;

const PageVerdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), score: z.number().min(0).max(100) }),
  z.strictObject({ kind: z.literal('retry'), score: z.number().min(0).max(100), reason: PageHint }),
]);

const PaperId = z.string().regex(/^p[1-9]\d?$/);

export const PaperPage = z.strictObject({
  /** 1 for the first. */
  number: z.number().int().min(1),
  /** The straightened page; the photograph it was made of stays beside it. */
  captureId: CaptureId,
  width: z.number().int(),
  height: z.number().int(),
  quarterTurns: z.number().int().min(0).max(3),
  verdict: PageVerdict,
});
export type PaperPage = z.infer<typeof PaperPage>;

/** One paper: photographed and compared with its original, or nothing but the word that it is in the electronic identity already. */
export const PaperSnapshot = z.strictObject({
  id: PaperId,
  kind: PaperKind,
  number: z.string(),
  /** The number does not look as numbers of this kind do. */
  isNumberUnusual: z.boolean(),
  pages: z.array(PaperPage),
  /** Who compared it with the original, and when. */
  originalSeen: z
    .strictObject({ officerId: z.string(), officerName: z.string(), atMs: z.number() })
    .optional(),
  isIntegrated: z.boolean(),
  canBeIntegrated: z.boolean(),
  /** What does not agree with the application, in words; empty when all does. */
  mismatch: z.string(),
  /** Nothing more is wanted of it. */
  isDone: z.boolean(),
});
export type PaperSnapshot = z.infer<typeof PaperSnapshot>;

/** Why the old card is not handed in with the application. */
const oldCardReasons = ['at-handover', 'lost', 'handed-in-before', 'other'] as const;
export const OldCardReason = z.enum(oldCardReasons);
export type OldCardReason = z.infer<typeof OldCardReason>;

export const OldCard = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-asked') }),
  z.strictObject({ state: z.literal('open') }),
  z.strictObject({ state: z.literal('collected'), number: z.string(), atMs: z.number() }),
  z.strictObject({ state: z.literal('kept'), reason: OldCardReason, atMs: z.number() }),
]);
export type OldCard = z.infer<typeof OldCard>;

export const PapersSnapshot = z.strictObject({
  oldCard: OldCard,
  papers: z.array(PaperSnapshot),
  kinds: z.array(PaperKind),
  mostPapers: z.number().int(),
  mostPages: z.number().int(),
});
export type PapersSnapshot = z.infer<typeof PapersSnapshot>;

/** Papers never keep an application from being sealed, unless one was begun and left half done; and it is said where the old card is. */
export const paperGaps = [
  z.strictObject({ kind: z.literal('old-card-open'), step: z.literal('papers') }),
  z.strictObject({
    kind: z.literal('original-not-seen'),
    step: z.literal('papers'),
    paper: PaperId,
    paperKind: PaperKind,
  }),
] as const;

/** What an officer can want of papers. */
export const paperIntentions = [
  z.strictObject({ kind: z.literal('add-paper'), paperKind: PaperKind }),
  /** With everything photographed of it. */
  z.strictObject({ kind: z.literal('remove-paper'), paper: PaperId }),
  z.strictObject({
    kind: z.literal('describe-paper'),
    paper: PaperId,
    number: z.string().max(40),
    mismatch: z.string().max(200),
  }),
  /** A page that is there is taken again; one more than there are is a new one. */
  z.strictObject({
    kind: z.literal('photograph-page'),
    paper: PaperId,
    page: z.number().int().min(1).max(20),
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
    camera: z.string().max(200),
  }),
  /** A quarter clockwise. */
  z.strictObject({ kind: z.literal('turn-page'), paper: PaperId, page: z.number().int().min(1).max(20) }),
  z.strictObject({ kind: z.literal('see-original'), paper: PaperId, isSeen: z.boolean() }),
  z.strictObject({ kind: z.literal('set-integrated'), paper: PaperId, isIntegrated: z.boolean() }),
  z.strictObject({ kind: z.literal('collect-old-card'), number: z.string().max(12) }),
  z.strictObject({ kind: z.literal('leave-old-card'), reason: OldCardReason }),
] as const;

const share = z.number();

/** The sheet in a live frame, its corners clockwise by shares of width and height; empty when none is seen. */
export const LivePage = z.strictObject({
  corners: z.array(z.strictObject({ x: share, y: share })),
  isCutOff: z.boolean(),
});
export type LivePage = z.infer<typeof LivePage>;
