import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { ApplicationReason } from '../../main/contract/enrollment.ts';
import type { ApplicationId } from '../../main/contract/ids.ts';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useAction, useClient } from '../state/client.tsx';
import { useShortcuts } from '../state/shortcuts.ts';
import { reasonNames, text, typeNames } from '../text/screens.vi.ts';

interface BeginProps {
  readonly onBegun: (applicationId: ApplicationId) => void;
  readonly onCancel: () => void;
}

/** What is applied for, and why. */
export function Begin({ onBegun, onCancel }: BeginProps) {
  const client = useClient();
  const { notice, isRunning, run } = useAction();
  const [reason, setReason] = useState<ApplicationReason>('age');
  useShortcuts({ [keys.escape]: onCancel });
  const begin = (): void => {
    void run(async () =>
      onBegun((await client.call('applications.begin', { type: 'exchange', reason })).applicationId),
    );
  };
  return (
    <div className="columns" style={{ gridTemplateColumns: 'minmax(0, 1fr) var(--side-width)' }}>
      <div className="main stack">
        <h1 className="screen-title">{text.begin.title}</h1>
        <p>
          {text.begin.procedure}: <strong>{typeNames.exchange}</strong>
        </p>
        <Radio.Group
          label={text.begin.reason}
          value={reason}
          onChange={(value) => setReason(ApplicationReason.parse(value))}
        >
          <div className="stack" style={{ marginTop: 12 }}>
            {ApplicationReason.options.map((option, index) => (
              <Radio key={option} value={option} label={reasonNames[option]} autoFocus={index === 0} />
            ))}
          </div>
        </Radio.Group>
        <Notice notice={notice} />
      </div>
      <aside className="side">
        <p className="quiet">{text.begin.willCapture}</p>
        <div className="actions">
          <Button variant="default" className="secondary" onClick={onCancel}>
            {text.begin.cancel}
          </Button>
          <PrimaryAction label={text.begin.submit} onPress={begin} isRunning={isRunning} />
        </div>
      </aside>
    </div>
  );
}
