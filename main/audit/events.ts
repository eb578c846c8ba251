import { appendAudit } from '../../db/audit.ts';
import type { CaptureKind } from '../../db/captures.ts';
import type { Store } from '../../db/open.ts';
import type { ApplicationReason, ApplicationType, FactSource } from '../contract/enrollment.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { OldCardReason, PaperKind } from '../contract/papers.ts';
import type { ConflictChoice, QueueOrder } from '../contract/queue.ts';
import type { Signer } from '../contract/signature.ts';

type Nothing = Readonly<Record<string, never>>;

/**
 * Every event that is written down, with all that its entry may say: codes, counts and hashes. Never a name, a number of a person
 * or a document, an address or a picture; whom it concerns is the entry's subject.
 */
export interface AuditDetails {
  readonly login: Nothing;
  readonly 'login-refused': { readonly tries: number };
  readonly logout: Nothing;
  readonly 'application-begun': { readonly type: ApplicationType; readonly reason: ApplicationReason };
  readonly 'application-opened': Nothing;
  readonly 'capture-viewed': { readonly captureId: string; readonly kind: CaptureKind };
  /** One try, kept or not. `device` is the serial of the scanner or camera. */
  readonly 'capture-attempt': {
    readonly kind: CaptureKind;
    readonly label: string;
    readonly verdict: 'accept' | 'retry' | 'supervisor';
    readonly device: string;
  };
  /** A supervisor, or an officer who may, let something pass. `rule` is the code of what was broken, `reason` the code of the excuse. */
  readonly override: { readonly rule: string; readonly reason: string };
  /** Somebody said that a finger cannot be printed, took it back, or photographed it. Which, and why, is not written down. */
  readonly 'finger-exception': { readonly change: 'set' | 'withdrawn' | 'photographed' };
  /** The same of an eye. */
  readonly 'eye-exception': { readonly change: 'set' | 'withdrawn' };
  /** What became of a paper: compared with its original, found in the electronic identity, or one of both taken back. */
  readonly paper: {
    readonly kind: PaperKind;
    readonly change: 'added' | 'removed' | 'original-seen' | 'integrated' | 'withdrawn';
  };
  /** Where the old card is. */
  readonly 'old-card':
    | { readonly state: 'collected' }
    | { readonly state: 'kept'; readonly reason: OldCardReason };
  /** Two sources differ; the officer said which holds. Neither value is written down. */
  readonly 'value-chosen': { readonly field: string; readonly source: FactSource };
  /** `copy` is 1 for the first printed of a revision, 0 for one that was shown on the screen. */
  readonly print: { readonly form: 'CC01' | 'CC02'; readonly revision: number; readonly copy: number };
  /** The citizen, or who may for him, has signed. Who represents him is not written down. */
  readonly sign: {
    readonly method: 'pad' | 'paper';
    readonly signedBy: Signer;
    readonly revision: number;
    readonly sheetSha256: string;
  };
  /** `by` is the field whose change voided it, or `picture`; not its value. */
  readonly 'signature-voided': { readonly revision: number; readonly by: string };
  readonly seal: { readonly packetSha256: string; readonly revision: number };
  readonly send: { readonly packetSha256: string };
  readonly receive:
    | { readonly answer: 'accepted' | 'refused'; readonly receiptSha256: string }
    | { readonly answer: 'none'; readonly code: ErrorCode };
  /** Somebody decided when, or whether by itself, a packet is sent; without a subject, all of them. */
  readonly 'queue-order': { readonly order: QueueOrder | 'pause-all' | 'resume-all' };
  /** Somebody compared both sides; which fields differ, and why he decided so, is not written down. */
  readonly 'conflict-decided': { readonly choice: ConflictChoice; readonly conflictSha256: string };
  /** Sealed packets left the station on a medium. */
  readonly export: { readonly packets: number; readonly sha256: string };
  /** The retention period is over: the payload's key is destroyed, a stub stays. */
  readonly 'payload-erased': { readonly captures: number };
  /** An officer's account has a key to sign with; the one before counts no longer. */
  readonly 'officer-key-made': { readonly kid: string; readonly replaces: string };
  /** The centre has another key: the same content, wrapped for that one. */
  readonly 'packet-rewrapped': { readonly packetSha256: string; readonly centreKeyId: string };
  /** A copy took the store's place; receipt numbers go on after this one. */
  readonly 'store-restored': {
    readonly from: string;
    readonly auditHead: string;
    readonly receiptsAfter: number;
  };
  /** The store has another key. */
  readonly 'store-rekeyed': Nothing;
  /** Sealed packets of another station came on a medium. */
  readonly import: { readonly packets: number; readonly alreadyHere: number; readonly exportId: string };
  /** Of the package's text: which one the cards of that time were judged by. */
  readonly 'trust-installed': {
    readonly serial: number;
    readonly anchors: number;
    readonly crls: number;
    readonly sha256: string;
  };
  /** `setting` is its name; the value is not written down. */
  readonly 'settings-changed': { readonly setting: string };
}

export type AuditEvent = keyof AuditDetails;

/**
 * Writes one event at the end of the audit log. Inside a transaction it is a part of it: what is undone was never written.
 *
 * @param entry `actor` is an officer id, or `station`; `subject` an application id, or empty; `atMs` UTC epoch milliseconds.
 */
export function recordEvent<Event extends AuditEvent>(
  store: Store,
  entry: {
    readonly atMs: number;
    readonly actor: string;
    readonly event: Event;
    readonly subject: string;
    readonly details: AuditDetails[Event];
  },
): void {
  appendAudit(store, entry);
}
