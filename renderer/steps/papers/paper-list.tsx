import { IconAlertTriangle, IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { PapersSnapshot } from '../../../main/contract/papers.ts';
import { keys } from '../../keys.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { paperNames, papersText } from '../../text/papers.vi.ts';
import { type Item, itemsOf, oldCardWords, paperWords, progressOf } from './items.ts';

const icons = { done: IconCircleCheck, begun: IconAlertTriangle, todo: IconCircle } as const;
const tones = { done: 'good', begun: 'warn', todo: 'quiet' } as const;

interface PaperListProps {
  readonly papers: PapersSnapshot;
  readonly item: Item | undefined;
  readonly onPick: (item: Item) => void;
}

/** The old card and every paper, with what is to be done; the arrows go up and down. */
export function PaperList({ papers, item, onPick }: PaperListProps) {
  const items = itemsOf(papers);
  const go = (step: 1 | -1) => (): void => {
    const to = items[item === undefined ? 0 : items.indexOf(item) + step];
    if (to !== undefined) onPick(to);
  };
  useShortcuts({ [keys.previous]: go(-1), [keys.following]: go(1) });
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    void item;
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [item]);
  return (
    <ul className="paper-list" aria-label={papersText.list}>
      {items.map((row) => {
        const paper = papers.papers.find(({ id }) => id === row);
        const progress = progressOf(papers, row);
        const Icon = icons[progress];
        return (
          <li key={row}>
            <button
              type="button"
              ref={row === item ? current : undefined}
              className="pick"
              aria-current={row === item ? 'true' : undefined}
              onClick={() => onPick(row)}
            >
              <Icon className={tones[progress]} aria-hidden="true" size={20} stroke={1.75} />
              <span>
                {paper ? paperNames[paper.kind] : papersText.oldCard.name}
                <small>{paper ? paperWords(paper) : oldCardWords(papers)}</small>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
