import { Radio } from '@mantine/core';
import { useState } from 'react';
import { PaperKind, type PapersSnapshot } from '../../../main/contract/papers.ts';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { paperNames, papersText } from '../../text/papers.vi.ts';
import type { Action } from './item-parts.tsx';
import { PanelStage } from './panel-stage.tsx';

interface AddPaperProps {
  readonly papers: PapersSnapshot;
  readonly action: Action;
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** Which kind of paper; the first of those that are not there yet is chosen. */
export function AddPaper({ papers, action, onAdded, onClose }: AddPaperProps) {
  const there = papers.papers.map(({ kind }) => kind);
  const [kind, setKind] = useState(
    () => papers.kinds.find((candidate) => !there.includes(candidate)) ?? papers.kinds[0],
  );
  const add = async (): Promise<void> => {
    if (kind !== undefined && (await action.intend({ kind: 'add-paper', paperKind: kind }))) onAdded();
  };
  return (
    <>
      <PanelStage title={papersText.addTitle} hint={papersText.optional} />
      <aside className="side" aria-label={papersText.add}>
        <Radio.Group
          label={papersText.addKind}
          value={kind ?? ''}
          onChange={(value) => setKind(PaperKind.parse(value))}
          className="choices"
        >
          {papers.kinds.map((candidate) => (
            <Radio
              key={candidate}
              value={candidate}
              label={paperNames[candidate]}
              autoFocus={candidate === kind}
            />
          ))}
        </Radio.Group>
        <Notice notice={action.notice} />
        <div className="actions">
          <SecondaryAction label={papersText.addBack} keyName="escape" onPress={onClose} />
          <PrimaryAction label={papersText.add} onPress={() => void add()} isRunning={action.isRunning} />
        </div>
      </aside>
    </>
  );
}
