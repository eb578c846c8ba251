import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Intention } from '../../../main/contract/enrollment.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import type { PapersSnapshot } from '../../../main/contract/papers.ts';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { papersText } from '../../text/papers.vi.ts';
import { text } from '../../text/screens.vi.ts';
import type { Item } from './items.ts';
import { PaperList } from './paper-list.tsx';

/** Sends what the officer wants, and has the notice of the last refusal. */
export interface Action {
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  intend(intention: Intention): Promise<boolean>;
}

export interface ListProps {
  readonly papers: PapersSnapshot;
  readonly item: Item | undefined;
  readonly onPick: (item: Item) => void;
  readonly onAdd: () => void;
}

/** Where the officer goes once nothing is to be done about a row: to the next open one, or out of the step. */
export interface Onward {
  readonly label: string | undefined;
  readonly onNext: () => void;
}

interface ListSideProps {
  readonly list: ListProps;
  readonly notice: ErrorNotice | null;
  /** What is known of the row at hand. */
  readonly facts?: ReactNode;
  /** What can be done about it, the one next thing last. */
  readonly children: ReactNode;
}

/** The side column while the list is at hand. */
export function ListSide({ list, notice, facts, children }: ListSideProps) {
  const { papers } = list;
  const isFull = papers.papers.length >= papers.mostPapers;
  return (
    <aside className="side" aria-label={text.steps.papers}>
      <PaperList papers={papers} item={list.item} onPick={list.onPick} />
      <SecondaryAction
        label={isFull ? papersText.full : papersText.add}
        keyName="add"
        isDisabled={isFull}
        onPress={list.onAdd}
        icon={<IconPlus aria-hidden="true" size={20} stroke={1.75} />}
      />
      {facts}
      <Notice notice={notice} />
      <div className="actions">{children}</div>
    </aside>
  );
}

export function OnwardAction({ onward }: { readonly onward: Onward }) {
  return <PrimaryAction label={onward.label ?? text.next} onPress={onward.onNext} />;
}
