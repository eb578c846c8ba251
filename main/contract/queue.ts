import { z } from 'zod';
import { errorCodes } from './errors.ts';
import { ApplicationId } from './ids.ts';

/** Why something that waits is not sent by itself from here. `handed-over`: another station sends it. */
export const QueueHold = z.enum(['paused', 'isolated', 'conflict', 'handed-over']);
export type QueueHold = z.infer<typeof QueueHold>;

/** What the centre last said about something it has taken. */
export const CentreStatusName = z.enum([
  'accepted',
  'supplement-wanted',
  'rejected',
  'in-production',
  'at-office',
]);
export type CentreStatusName = z.infer<typeof CentreStatusName>;

export const QueueFilter = z.enum(['all', 'person', 'waiting', 'sending', 'paused', 'accepted']);
export type QueueFilter = z.infer<typeof QueueFilter>;

/** The part of the queue that the page can show. */
export const QueueWindow = z.strictObject({
  filter: QueueFilter,
  /** A part of the name in any accents, or of the personal or receipt number. */
  search: z.string().max(200),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
});
export type QueueWindow = z.infer<typeof QueueWindow>;

/** One row of the outbox with the four things an officer asks: state, cause, next try, who must act. */
export const QueueRow = z.strictObject({
  applicationId: ApplicationId,
  receiptNo: z.string(),
  fullName: z.string(),
  /** Whole; the page masks it. */
  personalId: z.string(),
  state: z.enum(['waiting', 'sending', 'accepted', 'refused', ...QueueHold.options]),
  isUrgent: z.boolean(),
  cause: z.enum(errorCodes).optional(),
  attempts: z.number().int(),
  sealedAtMs: z.number(),
  notBeforeMs: z.number(),
  actor: z.enum(['nobody', 'officer', 'administrator']),
  packetBytes: z.number().int(),
  centreReceiptNo: z.string().optional(),
  centreStatus: CentreStatusName.optional(),
  /** For the officer, as the centre words it. */
  centreReason: z.string().optional(),
  /** Number of the station that sends it in the place of this one. */
  handedOverTo: z.string().optional(),
});
export type QueueRow = z.infer<typeof QueueRow>;

/** A window of the queue, and how much there is beyond it. */
export const QueuePage = z.strictObject({
  counts: z.record(QueueFilter, z.number().int()),
  /** Rows that filter and search leave. */
  total: z.number().int(),
  offset: z.number().int(),
  rows: z.array(QueueRow),
  isPaused: z.boolean(),
});
export type QueuePage = z.infer<typeof QueuePage>;

/** What the centre holds against an application: its data were corrected there, or the citizen was enrolled at another office. */
export const ConflictKind = z.enum(['corrected-centrally', 'enrolled-elsewhere']);
export type ConflictKind = z.infer<typeof ConflictKind>;

/** What a person decides: ours stand; theirs stand and ours are added to them; ours are taken back. */
export const ConflictChoice = z.enum(['keep-ours', 'supplement-theirs', 'withdraw']);
export type ConflictChoice = z.infer<typeof ConflictChoice>;

const QueueEvent = z.strictObject({
  kind: z.enum([
    'failed',
    'accepted',
    'refused',
    'isolated',
    'conflict',
    'decided',
    'paused',
    'resumed',
    'hurried',
    'made-urgent',
    'made-ordinary',
    'handled',
    'told',
  ]),
  cause: z.enum(errorCodes).optional(),
  status: CentreStatusName.optional(),
  choice: ConflictChoice.optional(),
  detail: z.string().optional(),
  /** An officer's name; undefined for the station and the centre. */
  officer: z.string().optional(),
  times: z.number().int(),
  firstAtMs: z.number(),
  lastAtMs: z.number(),
});
export type QueueEvent = z.infer<typeof QueueEvent>;

/** Both sides of a conflict. */
export const QueueConflict = z.strictObject({
  kind: ConflictKind,
  atMs: z.number(),
  office: z.string().optional(),
  /** `field` is a field's name where the form has such a field. Values as they are stored. */
  fields: z.array(z.strictObject({ field: z.string(), ours: z.string(), theirs: z.string() })),
  isDecided: z.boolean(),
});
export type QueueConflict = z.infer<typeof QueueConflict>;

/** One entry with its history, the newest first. */
export const QueueEntry = z.strictObject({
  row: QueueRow,
  events: z.array(QueueEvent),
  conflict: QueueConflict.optional(),
});
export type QueueEntry = z.infer<typeof QueueEntry>;

/** What an officer may want of one entry. `handled`: he has seen to what the centre said. */
export const QueueOrder = z.enum(['send-now', 'pause', 'resume', 'urgent', 'ordinary', 'handled']);
export type QueueOrder = z.infer<typeof QueueOrder>;
