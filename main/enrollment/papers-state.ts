import type { PaperRules } from '../applications/rules.ts';
import type { CaptureId } from '../contract/ids.ts';
import type { OldCard, PaperKind, PaperPage, PaperSnapshot, PapersSnapshot } from '../contract/papers.ts';

/** A page of a paper: the straightened one counts, the photograph it was made of stays. */
export interface PageState extends PaperPage {
  readonly photographId: CaptureId;
}

/** One paper. Plain JSON. */
export interface PaperState {
  readonly id: string;
  readonly kind: PaperKind;
  readonly number: string;
  readonly mismatch: string;
  /** By number. */
  readonly pages: readonly PageState[];
  readonly originalSeen?: { readonly officerId: string; readonly officerName: string; readonly atMs: number };
  readonly isIntegrated: boolean;
}

/** The part of an enrollment that is about papers. */
export interface PapersState {
  readonly oldCard: OldCard;
  readonly list: readonly PaperState[];
  /** How many there have ever been: the name of one that was removed is not given again. */
  readonly added: number;
}

export type PapersEvent =
  | { readonly kind: 'paper-added'; readonly paperKind: PaperKind }
  | { readonly kind: 'paper-removed'; readonly paper: string }
  | {
      readonly kind: 'paper-described';
      readonly paper: string;
      readonly number: string;
      readonly mismatch: string;
    }
  /** Photographed or turned: it takes the place of the page of its number. */
  | { readonly kind: 'page-made'; readonly paper: string; readonly page: PageState }
  | {
      readonly kind: 'original-compared';
      readonly paper: string;
      /** Without it nobody has. */
      readonly seen?: { readonly officerId: string; readonly officerName: string; readonly atMs: number };
    }
  | { readonly kind: 'paper-integrated'; readonly paper: string; readonly isIntegrated: boolean }
  | { readonly kind: 'old-card-answered'; readonly answer: Extract<OldCard, { atMs: number }> };

/** No papers yet. */
export function beginPapers(asksOldCard: boolean): PapersState {
  return { oldCard: { state: asksOldCard ? 'open' : 'not-asked' }, list: [], added: 0 };
}

/** What the papers become when something has happened to them. An event about a paper that is not there changes nothing. */
export function advancePapers(state: PapersState, event: PapersEvent): PapersState {
  switch (event.kind) {
    case 'paper-added': {
      const added = state.added + 1;
      const blank = { number: '', mismatch: '', pages: [], isIntegrated: false };
      return { ...state, added, list: [...state.list, { id: `p${added}`, kind: event.paperKind, ...blank }] };
    }
    case 'paper-removed':
      return { ...state, list: state.list.filter(({ id }) => id !== event.paper) };
    case 'paper-described': {
      const { number, mismatch } = event;
      return changePaper(state, event.paper, (paper) => ({ ...paper, number, mismatch }));
    }
    case 'page-made':
      return changePaper(state, event.paper, (paper) => ({ ...paper, pages: withPage(paper, event.page) }));
    case 'original-compared':
      return changePaper(state, event.paper, ({ originalSeen: _before, ...paper }) =>
        event.seen ? { ...paper, originalSeen: event.seen } : paper,
      );
    case 'paper-integrated':
      return changePaper(state, event.paper, (paper) => ({ ...paper, isIntegrated: event.isIntegrated }));
    case 'old-card-answered':
      return state.oldCard.state === 'not-asked' ? state : { ...state, oldCard: event.answer };
  }
}

function changePaper(state: PapersState, id: string, change: (paper: PaperState) => PaperState): PapersState {
  if (!state.list.some((paper) => paper.id === id)) return state;
  return { ...state, list: state.list.map((paper) => (paper.id === id ? change(paper) : paper)) };
}

/** Pages follow one another: one that would leave a hole comes to the end. */
function withPage({ pages }: PaperState, page: PageState): PageState[] {
  const number = Math.min(page.number, pages.length + 1);
  const others = pages.filter((other) => other.number !== number);
  return [...others, { ...page, number }].sort((a, b) => a.number - b.number);
}

/** Nothing more is wanted of a paper: its original was compared, or it is in the electronic identity. */
function isPaperDone({ originalSeen, isIntegrated }: PaperState): boolean {
  return originalSeen !== undefined || isIntegrated;
}

/** Photographed, and then left: a picture that nobody compared with its original proves nothing. */
export function isHalfDone(paper: PaperState): boolean {
  return paper.pages.length > 0 && !isPaperDone(paper);
}

/** What the page shows of the papers. */
export function papersSnapshotOf({ oldCard, list }: PapersState, rules: PaperRules): PapersSnapshot {
  return {
    oldCard,
    papers: list.map((paper) => paperSnapshotOf(paper, rules)),
    kinds: rules.kinds.map(({ kind }) => kind),
    mostPapers: rules.mostPapers,
    mostPages: rules.mostPages,
  };
}

function paperSnapshotOf(paper: PaperState, rules: PaperRules): PaperSnapshot {
  const rule = rules.kinds.find(({ kind }) => kind === paper.kind);
  const { number } = paper;
  return {
    ...paper,
    pages: paper.pages.map(({ photographId: _master, ...page }) => page),
    isNumberUnusual: number !== '' && rule?.numberFormat?.test(number) === false,
    canBeIntegrated: rule?.canBeIntegrated ?? false,
    isDone: isPaperDone(paper),
  };
}
