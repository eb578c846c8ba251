import { Radio } from '@mantine/core';
import { useState } from 'react';
import { OldCardReason } from '../../../main/contract/papers.ts';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { oldCardReasons, papersText } from '../../text/papers.vi.ts';
import type { Action } from './item-parts.tsx';
import { PanelStage } from './panel-stage.tsx';

const words = papersText.oldCard;

/** Why the old card is not here. */
export function LeaveOldCard({ action, onClose }: { readonly action: Action; readonly onClose: () => void }) {
  const [reason, setReason] = useState<OldCardReason>('at-handover');
  const leave = async (): Promise<void> => {
    if (await action.intend({ kind: 'leave-old-card', reason })) onClose();
  };
  return (
    <>
      <PanelStage title={words.leaveTitle} hint={words.help} />
      <aside className="side" aria-label={words.leaveTitle}>
        <Radio.Group
          label={words.reason}
          value={reason}
          onChange={(value) => setReason(OldCardReason.parse(value))}
          className="choices"
        >
          {OldCardReason.options.map((code) => (
            <Radio key={code} value={code} label={oldCardReasons[code]} autoFocus={code === reason} />
          ))}
        </Radio.Group>
        <Notice notice={action.notice} />
        <div className="actions">
          <SecondaryAction label={words.leaveBack} keyName="escape" onPress={onClose} />
          <PrimaryAction
            label={papersText.record}
            onPress={() => void leave()}
            isRunning={action.isRunning}
          />
        </div>
      </aside>
    </>
  );
}
