import { Button } from '@mantine/core';
import type { ApplicationId } from '../../../main/contract/ids.ts';
import type { QueueEvent, QueueOrder, QueueRow } from '../../../main/contract/queue.ts';
import { Notice } from '../../components/notice.tsx';
import { StateCell } from '../../components/state-cell.tsx';
import { dayTimeOf, masked, sizeOf } from '../../format.ts';
import { useAction, useClient, useWatch } from '../../state/client.tsx';
import {
  causeOf,
  eventTime,
  eventWords,
  nextTryOf,
  ordersOf,
  queueStateOf,
} from '../../state/queue-words.ts';
import { errorTexts } from '../../text/errors.vi.ts';
import { orderNames, queueText, stateTodos } from '../../text/queue.vi.ts';
import { Conflict } from './conflict.tsx';

/** One entry: what it is, what is to be done, and all that happened to it. */
export function QueueDetail({ applicationId }: { readonly applicationId: ApplicationId }) {
  const client = useClient();
  const entry = useWatch('queue.watch-entry', { applicationId });
  const { notice, isRunning, run } = useAction();
  if (entry === undefined) return null;
  if (entry === null) return <p className="quiet">{queueText.gone}</p>;
  const { row, events, conflict } = entry;
  const order = (wanted: QueueOrder): void =>
    void run(() => client.call('queue.order', { applicationId, order: wanted }));
  const shown = queueStateOf(row);
  return (
    <>
      <section className="stack queue-detail">
        <h2 className="name">{row.fullName}</h2>
        <StateCell state={shown.state} label={shown.label} />
        {row.state === 'conflict' && conflict ? (
          <Conflict applicationId={applicationId} conflict={conflict} />
        ) : (
          <>
            <Facts row={row} />
            <Todo row={row} />
          </>
        )}
        <Notice notice={notice} />
        <div className="queue-orders">
          {ordersOf(row).map((wanted) => (
            <Button
              key={wanted}
              variant="default"
              className="secondary"
              disabled={isRunning}
              onClick={() => order(wanted)}
            >
              {orderNames[wanted]}
            </Button>
          ))}
        </div>
      </section>
      <History events={events} />
    </>
  );
}

function Facts({ row }: { readonly row: QueueRow }) {
  const facts = [
    [queueText.receiptNo, row.receiptNo],
    [queueText.sealedAt, dayTimeOf(row.sealedAtMs)],
    [queueText.size, sizeOf(row.packetBytes)],
    [queueText.attempts, String(row.attempts)],
    [row.centreReceiptNo ? queueText.centreReceipt : queueText.next, nextTryOf(row, Date.now())],
  ] as const;
  return (
    <>
      <p className="small quiet">{masked(row.personalId)}</p>
      <dl className="queue-facts small">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Todo({ row }: { readonly row: QueueRow }) {
  const shown = queueStateOf(row);
  const asked = row.actor === 'nobody' ? undefined : stateTodos[shown.state];
  const cause = row.cause && row.state !== 'accepted' ? errorTexts[row.cause] : undefined;
  if (!asked && !cause && !row.centreReason) return null;
  return (
    <div className={`verdict ${asked ? 'warn' : ''}`}>
      <div>
        <p className="name">{causeOf(row)}</p>
        <p className="small">{asked ?? cause?.todo}</p>
      </div>
    </div>
  );
}

function History({ events }: { readonly events: readonly QueueEvent[] }) {
  return (
    <section className="stack">
      <h3 className="small quiet">{queueText.history}</h3>
      {events.length === 0 ? <p className="small">{queueText.noHistory}</p> : null}
      <ol className="queue-history small">
        {events.map((event) => (
          <li key={`${event.kind} ${event.firstAtMs} ${event.times} ${event.detail ?? ''}`}>
            <span className="quiet">{eventTime(event)}</span>
            <span>{eventWords(event)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
