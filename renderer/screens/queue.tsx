import { Button } from '@mantine/core';
import type { QueueRow } from '../../main/contract/calls.ts';
import { PrimaryAction } from '../components/primary-action.tsx';
import { StateCell } from '../components/state-cell.tsx';
import { shortTimeOf } from '../format.ts';
import { keys } from '../keys.ts';
import { useClient, useWatch } from '../state/client.tsx';
import { useShortcuts } from '../state/shortcuts.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { fill, queueActors, queueStates, text } from '../text/screens.vi.ts';

const asApplicationState = {
  waiting: 'sealed',
  sending: 'sending',
  accepted: 'accepted',
  refused: 'rejected',
} as const;

/** What waits for the centre: state, cause, next try, and who must act, for every item. */
export function Queue({ onBack }: { readonly onBack: () => void }) {
  const client = useClient();
  const rows = useWatch('queue.watch', {});
  useShortcuts({ [keys.escape]: onBack });
  return (
    <div className="columns" style={{ gridTemplateColumns: 'minmax(0, 1fr) var(--side-width)' }}>
      <div className="main">
        <h1 className="screen-title">{text.queue.title}</h1>
        <div className="panel">{rows ? <Rows rows={rows} /> : null}</div>
      </div>
      <aside className="side">
        <div className="actions">
          <Button variant="default" className="secondary" onClick={onBack}>
            {text.back}
          </Button>
          <PrimaryAction label={text.queue.sendNow} onPress={() => void client.call('queue.send-now', {})} />
        </div>
      </aside>
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly QueueRow[] }) {
  if (rows.length === 0) return <p className="inside quiet">{text.queue.empty}</p>;
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{text.queue.receiptNo}</th>
          <th scope="col">{text.queue.state}</th>
          <th scope="col">{text.queue.cause}</th>
          <th scope="col">{text.queue.next}</th>
          <th scope="col">{text.queue.actor}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.applicationId}>
            <td>
              <span className="name">{row.fullName}</span>
              <br />
              <span className="small quiet">{row.receiptNo}</span>
            </td>
            <td>
              <StateCell state={asApplicationState[row.state]} label={queueStates[row.state]} />
            </td>
            <td>{row.cause ? errorTexts[row.cause].what : text.queue.noCause}</td>
            <td>{nextOf(row)}</td>
            <td>{row.state === 'accepted' ? text.queue.over : queueActors[row.actor]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nextOf({ state, notBeforeMs, centreReceiptNo }: QueueRow): string {
  if (centreReceiptNo) return fill(text.queue.centre, { no: centreReceiptNo });
  return state === 'waiting'
    ? fill(text.queue.tryAt, { time: shortTimeOf(notBeforeMs) })
    : queueStates[state];
}
