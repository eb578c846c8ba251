import { readApplication } from '../../db/applications.ts';
import { keepDecision, readConflictRecord } from '../../db/conflicts.ts';
import { addDeliveryEvent } from '../../db/delivery-events.ts';
import { readHold, setHold } from '../../db/handling.ts';
import type { Store } from '../../db/open.ts';
import { readQueueEntry } from '../../db/queue.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import { ApplicationId, type OfficerId } from '../contract/ids.ts';
import type { ConflictChoice, QueueConflict } from '../contract/queue.ts';
import { canonicalText } from '../enrollment/manifest.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { type SigningKey, signStatement } from '../enrollment/statement.ts';
import { type Conflict, Decision, readConflict } from './conflict.ts';

export interface Decider {
  readonly store: Store;
  readonly stationKey: SigningKey;
  readonly centreSigningKey: PublicKey;
}

/**
 * Writes down what an officer has decided about a conflict, signed for the centre, and lets the packet go again: the decision
 * goes with it, as often as it is sent.
 *
 * @throws StationError `application/unknown`; `queue/not-possible` when nothing is to be decided, or something else meanwhile
 */
export async function decideConflict(
  { store, stationKey, centreSigningKey }: Decider,
  by: { readonly officerId: OfficerId; readonly atMs: number },
  applicationId: string,
  { choice, reason }: { readonly choice: ConflictChoice; readonly reason: string },
): Promise<void> {
  const entry = readQueueEntry(store, applicationId);
  const shown = readConflictRecord(store, applicationId);
  if (!entry) throw new StationError('application/unknown', 'nothing of it is in the outbox');
  if (!shown || entry.state !== 'conflict')
    throw new StationError('queue/not-possible', 'nothing is to be decided');
  const { sha256 } = await readConflict(shown.statement, entry, centreSigningKey);
  const decision: Decision = {
    schema: 1,
    applicationId: ApplicationId.parse(applicationId),
    packetSha256: entry.packetSha256,
    conflictSha256: sha256,
    choice,
    reason,
    officerId: by.officerId,
    decidedAt: new Date(by.atMs).toISOString(),
  };
  const signed = await signStatement('enrollment-decision', canonicalText(Decision, decision), stationKey);
  store.transaction(() => {
    const isSame = readConflictRecord(store, applicationId)?.statement === shown.statement;
    if (!isSame || readHold(store, applicationId) !== 'conflict')
      throw new StationError('queue/not-possible', 'decided meanwhile');
    keepDecision(store, applicationId, { choice, decision: signed });
    setHold(store, applicationId, null);
    const event = { applicationId, kind: 'decided', actor: by.officerId, atMs: by.atMs } as const;
    addDeliveryEvent(store, { ...event, code: choice, detail: reason });
    recordEvent(store, {
      ...{ atMs: by.atMs, actor: by.officerId, event: 'conflict-decided', subject: applicationId },
      details: { choice, conflictSha256: sha256 },
    });
  });
}

/** Both sides of a conflict, field by field; undefined when the centre states none. */
export async function shownConflict(
  store: Store,
  applicationId: string,
  centreSigningKey: PublicKey,
): Promise<QueueConflict | undefined> {
  const record = readConflictRecord(store, applicationId);
  const entry = readQueueEntry(store, applicationId);
  if (!record || !entry) return undefined;
  const { conflict } = await readConflict(record.statement, entry, centreSigningKey);
  const { kind, at, office, theirs } = conflict;
  return {
    kind,
    atMs: Date.parse(at),
    ...(office === undefined ? {} : { office }),
    fields: sidesOf(theirs, oursOf(store, applicationId)),
    isDecided: record.decision !== null,
  };
}

function sidesOf(
  theirs: Conflict['theirs'],
  ours: Readonly<Record<string, string>>,
): QueueConflict['fields'] {
  return Object.entries(theirs).map(([field, value]) => ({ field, ours: ours[field] ?? '', theirs: value }));
}

/** What the sealed application says, by field. */
function oursOf(store: Store, applicationId: string): Record<string, string> {
  const record = readApplication(store, applicationId);
  if (!record) return {};
  const { fullName, personalId, birthDate, sex } = record;
  const { fields = {} } = JSON.parse(record.draft ?? '{}') as { fields?: Record<string, { value?: string }> };
  const typed = Object.entries(fields).map(([name, { value = '' }]) => [name, value] as const);
  return { ...{ fullName, personalId, birthDate, sex }, ...Object.fromEntries(typed) };
}
