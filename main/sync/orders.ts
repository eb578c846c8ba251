import { addDeliveryEvent, type DeliveryEventKind } from '../../db/delivery-events.ts';
import { readHold, setHandled, setHold, setUrgent } from '../../db/handling.ts';
import type { Store } from '../../db/open.ts';
import { readQueueEntry } from '../../db/queue.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import type { QueueOrder } from '../contract/queue.ts';
import { pauseDelivery } from './delivery-pause.ts';

interface Giver {
  readonly officerId: string;
  readonly atMs: number;
}

const eventOf: Readonly<Record<QueueOrder, DeliveryEventKind>> = {
  'send-now': 'hurried',
  pause: 'paused',
  resume: 'resumed',
  urgent: 'made-urgent',
  ordinary: 'made-ordinary',
  handled: 'handled',
};

/**
 * Does with one entry what an officer wants, and writes it into its history and the audit log, in one transaction.
 *
 * @throws StationError `application/unknown`; `queue/not-possible` when the entry is not where the order makes sense
 */
export function orderEntry(
  store: Store,
  { officerId, atMs }: Giver,
  applicationId: string,
  order: QueueOrder,
): void {
  store.transaction(() => {
    carryOut(store, applicationId, order, atMs);
    addDeliveryEvent(store, { applicationId, kind: eventOf[order], actor: officerId, atMs });
    recordEvent(store, {
      ...{ atMs, actor: officerId, event: 'queue-order', subject: applicationId },
      details: { order },
    });
  });
}

function carryOut(store: Store, applicationId: string, order: QueueOrder, atMs: number): void {
  const entry = readQueueEntry(store, applicationId);
  if (!entry) throw new StationError('application/unknown', 'nothing of it is in the outbox');
  if (entry.state === 'handed-over') throw new StationError('queue/not-possible', 'another station sends it');
  const isSettled = entry.state === 'accepted' || entry.state === 'refused';
  if (isSettled !== (order === 'handled'))
    throw new StationError('queue/not-possible', `${order} in ${entry.state}`);
  // What the centre contradicts is decided, not merely let go.
  const hold = readHold(store, applicationId);
  const isPlain = hold !== 'conflict';
  if (!isPlain && (order === 'send-now' || order === 'pause' || order === 'resume'))
    throw new StationError('queue/not-possible', `${order} in conflict`);
  switch (order) {
    case 'send-now':
    case 'resume':
      return setHold(store, applicationId, null);
    case 'pause':
      return setHold(store, applicationId, 'paused');
    case 'urgent':
    case 'ordinary':
      return setUrgent(store, applicationId, order === 'urgent');
    case 'handled':
      return setHandled(store, applicationId, atMs);
  }
}

/** Stops or resumes the delivery of everything, and writes down who did. */
export function orderAll(store: Store, { officerId, atMs }: Giver, isPaused: boolean): void {
  store.transaction(() => {
    pauseDelivery(store, isPaused);
    recordEvent(store, {
      ...{ atMs, actor: officerId, event: 'queue-order', subject: '' },
      details: { order: isPaused ? 'pause-all' : 'resume-all' },
    });
  });
}
