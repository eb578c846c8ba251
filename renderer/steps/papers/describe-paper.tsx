import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PaperSnapshot } from '../../../main/contract/papers.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { paperNames, papersText } from '../../text/papers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import type { Action } from './item-parts.tsx';
import { PagePicture } from './page-picture.tsx';

const longest = { number: 40, mismatch: 200 };

interface DescribePaperProps {
  readonly paper: PaperSnapshot;
  readonly action: Action;
  readonly onClose: () => void;
}

/** The number of a paper, and what does not agree with the application. The page stays in sight: its number is read off it. */
export function DescribePaper({ paper, action, onClose }: DescribePaperProps) {
  const [number, setNumber] = useState(paper.number);
  const [mismatch, setMismatch] = useState(paper.mismatch);
  const isTooLong = number.length > longest.number || mismatch.length > longest.mismatch;
  const record = async (): Promise<void> => {
    if (await action.intend({ kind: 'describe-paper', paper: paper.id, number, mismatch })) onClose();
  };
  const remove = async (): Promise<void> => {
    if (await action.intend({ kind: 'remove-paper', paper: paper.id })) onClose();
  };
  const tooLong = (text: string, n: number): string | undefined =>
    text.length > n ? fill(papersText.tooLong, { n }) : undefined;
  return (
    <>
      <Stage title={paperNames[paper.kind]}>
        <PagePicture paper={paper} page={paper.pages[0]} />
        <HintLines tone="plain" lines={[]} />
      </Stage>
      <aside className="side" aria-label={papersText.describeTitle}>
        <h2>{papersText.describeTitle}</h2>
        <TextInput
          label={papersText.number}
          value={number}
          autoFocus
          autoComplete="off"
          error={tooLong(number, longest.number)}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
        <TextInput
          label={papersText.mismatch}
          description={papersText.mismatchHelp}
          value={mismatch}
          autoComplete="off"
          error={tooLong(mismatch, longest.mismatch)}
          onChange={({ currentTarget }) => setMismatch(currentTarget.value)}
        />
        <Notice notice={action.notice} />
        <div className="actions">
          <SecondaryAction label={papersText.remove} onPress={() => void remove()} />
          <SecondaryAction label={papersText.recordBack} keyName="escape" onPress={onClose} />
          <PrimaryAction
            label={papersText.record}
            onPress={() => void record()}
            isRunning={action.isRunning}
            isDisabled={isTooLong}
          />
        </div>
      </aside>
    </>
  );
}
