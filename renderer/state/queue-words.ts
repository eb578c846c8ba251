import type { CentreStatusName, QueueEvent, QueueOrder, QueueRow } from '../../main/contract/queue.ts';
import { dayTimeOf, shortTimeOf } from '../format.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { centreStatusNames, choiceNames, queueEvents, queueStates, queueText } from '../text/queue.vi.ts';
import { fill } from '../text/screens.vi.ts';

/** Where an entry is: in the outbox, or at the centre as it last said. */
export function queueStateOf({ state, centreStatus }: QueueRow): {
  readonly state: QueueRow['state'] | CentreStatusName;
  readonly label: string;
} {
  if (state === 'accepted' && centreStatus)
    return { state: centreStatus, label: centreStatusNames[centreStatus] };
  return { state, label: queueStates[state] };
}

/** Why it is where it is: what the centre wants, or what the last attempt failed of. */
export function causeOf({ cause, centreReason }: QueueRow): string {
  return centreReason ?? (cause ? errorTexts[cause].what : queueText.noCause);
}

/** When it is tried again, or what has become of it. */
export function nextTryOf(
  {
    state,
    notBeforeMs,
    centreReceiptNo,
    handedOverTo,
  }: Pick<QueueRow, 'state' | 'notBeforeMs' | 'centreReceiptNo' | 'handedOverTo'>,
  nowMs: number,
): string {
  switch (state) {
    case 'waiting':
      return notBeforeMs <= nowMs ? queueText.now : fill(queueText.tryAt, { time: shortTimeOf(notBeforeMs) });
    case 'sending':
      return queueText.now;
    case 'paused':
    case 'isolated':
    case 'conflict':
    case 'refused':
      return queueText.notByItself;
    case 'handed-over':
      return fill(queueText.byStation, { station: handedOverTo ?? '' });
    case 'accepted':
      return centreReceiptNo ?? queueText.over;
  }
}

/** What an officer may do with an entry now. */
export function ordersOf({ state, isUrgent, actor }: QueueRow): readonly QueueOrder[] {
  switch (state) {
    case 'waiting':
      return ['send-now', isUrgent ? 'ordinary' : 'urgent', 'pause'];
    case 'sending':
      return ['pause'];
    case 'paused':
      return ['resume'];
    case 'isolated':
      return ['send-now'];
    case 'conflict':
    case 'handed-over':
      return [];
    case 'accepted':
    case 'refused':
      return actor === 'officer' ? ['handled'] : [];
  }
}

/** One line of the history: what happened, by whom, why. */
export function eventWords({ kind, cause, status, choice, detail, officer }: QueueEvent): string {
  const what = officer ? fill(queueText.by, { what: queueEvents[kind], officer }) : queueEvents[kind];
  const why = [
    cause ? errorTexts[cause].what : undefined,
    status ? centreStatusNames[status] : undefined,
    choice ? choiceNames[choice] : undefined,
    detail,
  ].filter((part) => part !== undefined);
  return [what, ...why].join(': ');
}

/** When it happened; how often, when more than once. */
export function eventTime({ times, firstAtMs, lastAtMs }: QueueEvent): string {
  if (times === 1) return dayTimeOf(lastAtMs);
  return fill(queueText.times, { n: times, first: dayTimeOf(firstAtMs), last: dayTimeOf(lastAtMs) });
}
