import type { PaperSnapshot, PapersSnapshot } from '../../../main/contract/papers.ts';
import { oldCardReasons, papersText } from '../../text/papers.vi.ts';
import { fill } from '../../text/screens.vi.ts';

/** A row of the list: the question about the old card, or a paper by its id. */
export type Item = 'old-card' | string;

export function itemsOf({ oldCard, papers }: PapersSnapshot): Item[] {
  return [...(oldCard.state === 'not-asked' ? [] : ['old-card']), ...papers.map(({ id }) => id)];
}

/** Whether something is still to be done about a row. */
function isOpen({ oldCard, papers }: PapersSnapshot, item: Item): boolean {
  if (item === 'old-card') return oldCard.state === 'open';
  return papers.some(({ id, isDone }) => id === item && !isDone);
}

/** `begun`: photographed, but not compared with its original. */
export function progressOf(snapshot: PapersSnapshot, item: Item): 'todo' | 'begun' | 'done' {
  if (!isOpen(snapshot, item)) return 'done';
  const paper = snapshot.papers.find(({ id }) => id === item);
  return paper !== undefined && paper.pages.length > 0 ? 'begun' : 'todo';
}

/** The next row that something is to be done about, after this one and then from the top. */
export function nextOpen(snapshot: PapersSnapshot, item: Item | undefined): Item | undefined {
  const items = itemsOf(snapshot);
  const at = item === undefined ? -1 : items.indexOf(item);
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(
    (candidate) => candidate !== item && isOpen(snapshot, candidate),
  );
}

export function paperWords({ isIntegrated, originalSeen, pages }: PaperSnapshot): string {
  if (isIntegrated) return papersText.states.integrated;
  if (originalSeen) return papersText.states.seen;
  return pages.length > 0 ? papersText.states.photographed : papersText.states.todo;
}

export function oldCardWords({ oldCard }: PapersSnapshot): string {
  const words = papersText.oldCard;
  switch (oldCard.state) {
    case 'not-asked':
    case 'open':
      return words.open;
    case 'collected':
      return fill(words.collected, { number: `…${oldCard.number.slice(-3)}` });
    case 'kept':
      return fill(words.kept, { reason: oldCardReasons[oldCard.reason].toLocaleLowerCase('vi') });
  }
}
