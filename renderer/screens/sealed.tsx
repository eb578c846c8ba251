import { Button } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import type { EnrollmentSnapshot } from '../../main/contract/enrollment.ts';
import { KeyCap } from '../components/key-cap.tsx';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { shownDate, timeOf } from '../format.ts';
import { keys } from '../keys.ts';
import { useAction, useClient } from '../state/client.tsx';
import { saveForm } from '../state/forms.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { text } from '../text/screens.vi.ts';

interface SealedProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly onDone: () => void;
}

/** After sealing: what the citizen takes home, and how far the packet is. "Received" is said only with the centre's signed receipt. */
export function Sealed({ snapshot, onDone }: SealedProps) {
  const client = useClient();
  const { notice, run } = useAction();
  const { applicationId, receiptNo, dueDate, centreReceipt, savedAtMs } = snapshot;
  const print = (): void =>
    void run(async () => saveForm(await client.call('forms.print', { applicationId, form: 'CC02' })));
  useShortcuts({ [keys.print]: print });
  const reached = centreReceipt ? 3 : 2;
  return (
    <div className="columns" style={{ gridTemplateColumns: 'minmax(0, 1fr) var(--side-width)' }}>
      <div className="main stack">
        <h1 className="screen-title">{text.sealed.title}</h1>
        <dl className="pairs">
          <dt>{text.sealed.receiptNo}</dt>
          <dd>
            <strong>{receiptNo}</strong>
          </dd>
          <dt>{text.sealed.due}</dt>
          <dd>{dueDate ? shownDate(dueDate) : ''}</dd>
          {centreReceipt ? (
            <>
              <dt>{text.sealed.centreReceipt}</dt>
              <dd>
                <strong>{centreReceipt.receiptNo}</strong> · {timeOf(centreReceipt.acceptedAtMs)}
              </dd>
            </>
          ) : null}
        </dl>
        <ol className="stages">
          {text.sealed.stages.map((stage, index) => {
            const isReached = index < reached;
            return (
              <li key={stage} className={`with-icon ${isReached ? 'good' : 'quiet'}`}>
                {isReached ? (
                  <IconCircleCheck aria-hidden="true" size={20} />
                ) : (
                  <IconCircle aria-hidden="true" size={20} />
                )}
                {stage} {index === 0 ? timeOf(savedAtMs) : isReached ? '' : text.sealed.notYet}
              </li>
            );
          })}
        </ol>
        <Notice notice={notice} />
      </div>
      <aside className="side">
        <div className="actions">
          <Button
            variant="default"
            className="secondary"
            onClick={print}
            rightSection={<KeyCap name="print" />}
          >
            {text.sealed.print}
          </Button>
          <PrimaryAction label={text.sealed.next} onPress={onDone} />
        </div>
      </aside>
    </div>
  );
}
