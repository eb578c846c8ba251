import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { FieldName } from '../../../main/contract/form.ts';
import type { ApplicationId } from '../../../main/contract/ids.ts';
import { ConflictChoice, type QueueConflict } from '../../../main/contract/queue.ts';
import { Notice } from '../../components/notice.tsx';
import { dayTimeOf, shownDate } from '../../format.ts';
import { useAction, useClient } from '../../state/client.tsx';
import { fieldLabels } from '../../text/fields.vi.ts';
import { choiceNames, conflictKinds, queueText } from '../../text/queue.vi.ts';
import { fill } from '../../text/screens.vi.ts';

interface ConflictProps {
  readonly applicationId: ApplicationId;
  readonly conflict: QueueConflict;
}

/** Both sides, field by field, and what a person decides, with his reason. */
export function Conflict({ applicationId, conflict }: ConflictProps) {
  const client = useClient();
  const { notice, isRunning, run } = useAction();
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const { kind, atMs, office, fields } = conflict;
  const decide = (choice: ConflictChoice): void => {
    setIsMissing(reason.trim() === '');
    if (reason.trim() !== '')
      void run(() => client.call('queue.decide', { applicationId, choice, reason: reason.trim() }));
  };
  return (
    <section className="stack queue-conflict">
      <p className="small">
        {fill(conflictKinds[kind], { time: dayTimeOf(atMs), office: office ?? queueText.otherOffice })}
      </p>
      <table className="small">
        <thead>
          <tr>
            <th scope="col">{queueText.field}</th>
            <th scope="col">{queueText.ours}</th>
            <th scope="col">{queueText.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, ours, theirs }) => (
            <tr key={field} className={ours === theirs ? 'quiet' : ''}>
              <th scope="row">{labelOf(field)}</th>
              <td>{shownDate(ours) || queueText.noCause}</td>
              <td>{shownDate(theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Textarea
        label={queueText.reason}
        error={isMissing && reason.trim() === '' ? queueText.reasonMissing : undefined}
        autosize
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Notice notice={notice} />
      {ConflictChoice.options.map((choice) => (
        <Button
          key={choice}
          variant="default"
          className="secondary"
          disabled={isRunning}
          onClick={() => decide(choice)}
        >
          {choiceNames[choice]}
        </Button>
      ))}
    </section>
  );
}

/** The centre may know fields that no form here has. */
function labelOf(field: string): string {
  const known = FieldName.safeParse(field);
  return known.success ? fieldLabels[known.data] : field;
}
