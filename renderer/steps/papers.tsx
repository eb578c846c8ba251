import { useState } from 'react';
import { useIntend } from '../state/intend.ts';
import { paperNames, papersText } from '../text/papers.vi.ts';
import { fill } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';
import { AddPaper } from './papers/add-paper.tsx';
import { DescribePaper } from './papers/describe-paper.tsx';
import { type Item, itemsOf, nextOpen } from './papers/items.ts';
import { LeaveOldCard } from './papers/leave-old-card.tsx';
import { NoPapers } from './papers/no-papers.tsx';
import { OldCardItem } from './papers/old-card-item.tsx';
import { PageCamera } from './papers/page-camera.tsx';
import { PaperItem } from './papers/paper-item.tsx';

/** What lies over the list: one thing at a time, and Esc goes back. */
type Panel =
  | { readonly kind: 'add' }
  | { readonly kind: 'leave-old-card' }
  | { readonly kind: 'describe' }
  | { readonly kind: 'camera'; readonly page: number };

/** Papers that the citizen brings: photographed, compared with their originals, or found to be integrated already; and the old card. */
export function PapersStep({ snapshot, onNext }: StepProps) {
  const action = useIntend(snapshot);
  const { intend, notice, isRunning } = action;
  const { papers, applicationId } = snapshot;
  const [picked, setPicked] = useState<Item | undefined>(() => nextOpen(papers, undefined));
  const [panel, setPanel] = useState<Panel>();
  const [pageNumber, setPageNumber] = useState(1);
  const items = itemsOf(papers);
  const item =
    picked === 'newest' ? items.at(-1) : picked !== undefined && items.includes(picked) ? picked : items[0];
  const paper = papers.papers.find(({ id }) => id === item);
  const next = nextOpen(papers, item);

  const pick = (to: Item): void => {
    setPicked(to);
    setPageNumber(1);
  };
  const close = (): void => setPanel(undefined);
  const list = { papers, item, onPick: pick, onAdd: () => setPanel({ kind: 'add' }) };
  const onward = {
    label: next === undefined ? undefined : papersText.goOn,
    onNext: next === undefined ? onNext : () => pick(next),
  };

  if (panel?.kind === 'add')
    return (
      <AddPaper
        papers={papers}
        action={action}
        onAdded={() => {
          setPicked('newest');
          close();
        }}
        onClose={close}
      />
    );
  if (panel?.kind === 'leave-old-card') return <LeaveOldCard action={action} onClose={close} />;
  if (panel?.kind === 'describe' && paper)
    return <DescribePaper paper={paper} action={action} onClose={close} />;
  if (panel?.kind === 'camera' && paper)
    return (
      <PageCamera
        applicationId={applicationId}
        title={fill(papersText.cameraTitle, { paper: paperNames[paper.kind], n: panel.page })}
        notice={notice}
        isRunning={isRunning}
        onTake={async (taken) => {
          const isTaken = await intend({
            kind: 'photograph-page',
            paper: paper.id,
            page: panel.page,
            ...taken,
          });
          if (!isTaken) return;
          setPageNumber(panel.page);
          close();
        }}
        onBack={close}
      />
    );
  if (paper)
    return (
      <PaperItem
        key={paper.id}
        paper={paper}
        mostPages={papers.mostPages}
        pageNumber={Math.min(pageNumber, Math.max(1, paper.pages.length))}
        onPage={setPageNumber}
        list={list}
        action={action}
        onward={onward}
        onPhotograph={(page) => setPanel({ kind: 'camera', page })}
        onDescribe={() => setPanel({ kind: 'describe' })}
      />
    );
  if (item === 'old-card')
    return (
      <OldCardItem
        snapshot={snapshot}
        list={list}
        action={action}
        onward={onward}
        onLeave={() => setPanel({ kind: 'leave-old-card' })}
      />
    );
  return <NoPapers list={list} onNext={onNext} />;
}
