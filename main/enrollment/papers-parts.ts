import type { StoredCapture } from '../../db/captures.ts';
import type { PaperState, PapersState } from './papers-state.ts';

/**
 * Whether a stored capture goes with the application. Of papers the straightened pages do, not the photographs they were made of: twenty
 * papers at full size would not fit a packet, and the photographs stay in the store as long as the application does.
 */
export function isPageSent({ list }: PapersState, { id, kind }: Pick<StoredCapture, 'id' | 'kind'>): boolean {
  return kind !== 'paper' || list.some(({ pages }) => pages.some(({ captureId }) => captureId === id));
}

/** What `application.json` says of the papers; of one that nobody did anything about, nothing. */
export function papersContent({ oldCard, list }: PapersState): object {
  return { oldCard, papers: list.filter(isTouched).map(paperContent) };
}

function isTouched({ pages, originalSeen, isIntegrated, number, mismatch }: PaperState): boolean {
  return pages.length > 0 || originalSeen !== undefined || isIntegrated || number !== '' || mismatch !== '';
}

function paperContent({ id, kind, number, mismatch, pages, originalSeen, isIntegrated }: PaperState): object {
  return {
    id,
    kind,
    ...(number === '' ? {} : { number }),
    ...(mismatch === '' ? {} : { mismatch }),
    isIntegrated,
    ...(originalSeen ? { originalSeen } : {}),
    pages: pages.map((page) => ({
      part: `paper-${id}-${page.number}.jpg`,
      quarterTurns: page.quarterTurns,
      verdict: page.verdict,
    })),
  };
}
