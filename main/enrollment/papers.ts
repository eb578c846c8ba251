import { readCapture } from '../../db/captures.ts';
import { readOfficer } from '../../db/officers.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { type PaperRules, rulesOn } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';
import type { Intention } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import type { CaptureId } from '../contract/ids.ts';
import { newCaptureId, storeCapture } from './desk.ts';
import type { PageState, PaperState, PapersEvent } from './papers-state.ts';
import type { Work } from './session.ts';

type Wanted<Kind extends Intention['kind']> = Extract<Intention, { kind: Kind }>;

/** What an officer can want of papers. */
type PaperIntention = Wanted<
  | 'add-paper'
  | 'remove-paper'
  | 'describe-paper'
  | 'photograph-page'
  | 'turn-page'
  | 'see-original'
  | 'set-integrated'
  | 'collect-old-card'
  | 'leave-old-card'
>;

/**
 * Does what the officer wants with papers.
 *
 * @throws StationError `papers/unreadable` when the bytes are no picture, `rpc/invalid-input` for a paper or page that is not there, or one
 * too many
 */
export async function handlePapers(work: Work, intention: PaperIntention): Promise<void> {
  const { officerId } = work.desk.officerKey();
  const atMs = work.desk.now();
  switch (intention.kind) {
    case 'add-paper':
      return addPaper(work, intention);
    case 'remove-paper': {
      const { paper } = intention;
      return commitPaper(work, { kind: 'paper-removed', paper }, requirePaper(work, paper), 'removed');
    }
    case 'describe-paper': {
      const { paper } = intention;
      requirePaper(work, paper);
      const [number, mismatch] = [intention.number, intention.mismatch].map(tidied) as [string, string];
      return work.commit({ kind: 'paper-described', paper, number, mismatch });
    }
    case 'photograph-page':
      return photographPage(work, intention);
    case 'turn-page':
      return turnPage(work, intention);
    case 'see-original': {
      const { paper, isSeen } = intention;
      const officerName = readOfficer(work.desk.store, officerId)?.name ?? officerId;
      const seen = isSeen ? { seen: { officerId, officerName, atMs } } : {};
      const event = { kind: 'original-compared', paper, ...seen } as const;
      return commitPaper(work, event, requirePaper(work, paper), isSeen ? 'original-seen' : 'withdrawn');
    }
    case 'set-integrated': {
      const { paper, isIntegrated } = intention;
      const event = { kind: 'paper-integrated', paper, isIntegrated } as const;
      return commitPaper(
        work,
        event,
        requireIntegrable(work, paper),
        isIntegrated ? 'integrated' : 'withdrawn',
      );
    }
    case 'collect-old-card':
      return answerOldCard(work, { state: 'collected', number: tidied(intention.number), atMs });
    case 'leave-old-card':
      return answerOldCard(work, { state: 'kept', reason: intention.reason, atMs });
  }
}

function tidied(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
}

function rulesOf(work: Work): PaperRules {
  return rulesOn(receptionDay(work.state().receivedAtMs)).papers;
}

function requirePaper(work: Work, id: string): PaperState {
  const paper = work.state().papers.list.find((candidate) => candidate.id === id);
  if (!paper) throw new StationError('rpc/invalid-input', 'no such paper in this application');
  return paper;
}

function requireIntegrable(work: Work, id: string): PaperState {
  const paper = requirePaper(work, id);
  if (!rulesOf(work).kinds.some(({ kind, canBeIntegrated }) => kind === paper.kind && canBeIntegrated))
    throw new StationError('rpc/invalid-input', 'such papers are not in the electronic identity');
  return paper;
}

function addPaper(work: Work, { paperKind }: Wanted<'add-paper'>): void {
  if (work.state().papers.list.length >= rulesOf(work).mostPapers)
    throw new StationError('rpc/invalid-input', 'there are as many papers as one application may have');
  commitPaper(work, { kind: 'paper-added', paperKind }, { kind: paperKind }, 'added');
}

/** What became of a paper goes down in the log; its number does not. */
function commitPaper(
  work: Work,
  event: PapersEvent,
  { kind }: Pick<PaperState, 'kind'>,
  change: 'added' | 'removed' | 'original-seen' | 'integrated' | 'withdrawn',
): void {
  const { applicationId } = work.state();
  const { officerId } = work.desk.officerKey();
  work.commit(event, () =>
    recordEvent(work.desk.store, {
      atMs: work.desk.now(),
      actor: officerId,
      event: 'paper',
      subject: applicationId,
      details: { kind, change },
    }),
  );
}

function answerOldCard(
  work: Work,
  answer: Extract<PapersEvent, { kind: 'old-card-answered' }>['answer'],
): void {
  const { applicationId } = work.state();
  const { officerId } = work.desk.officerKey();
  work.commit({ kind: 'old-card-answered', answer }, () =>
    recordEvent(work.desk.store, {
      atMs: answer.atMs,
      actor: officerId,
      event: 'old-card',
      subject: applicationId,
      details:
        answer.state === 'collected' ? { state: 'collected' } : { state: 'kept', reason: answer.reason },
    }),
  );
}

/** Keeps a photograph as it came, and beside it the straightened page made of it, good or not: the officer sees which. */
async function photographPage(work: Work, wanted: Wanted<'photograph-page'>): Promise<void> {
  const { image, mime, camera } = wanted;
  const paper = requirePaper(work, wanted.paper);
  const number = Math.min(wanted.page, paper.pages.length + 1);
  if (number > rulesOf(work).mostPages)
    throw new StationError('rpc/invalid-input', 'this paper has as many pages as it may have');
  const photographId = newCaptureId();
  const quarterTurns = paper.pages.find((page) => page.number === number)?.quarterTurns ?? 0;
  const made = await makePage(work, paper, { number, bytes: image, quarterTurns, photographId });
  commitPage(work, paper, made, () =>
    storeCapture(work.desk, work.state(), {
      id: photographId,
      kind: 'paper',
      label: `${paper.id}-${number}-photograph`,
      mime,
      bytes: image,
      ...made.photograph,
      device: JSON.stringify({ model: camera }),
      verdict: JSON.stringify(made.page.verdict),
    }),
  );
}

/** Turns by making the page anew from its photograph: turning a JPEG again and again would wear it out. */
async function turnPage(work: Work, wanted: Wanted<'turn-page'>): Promise<void> {
  const paper = requirePaper(work, wanted.paper);
  const page = paper.pages.find(({ number }) => number === wanted.page);
  const photograph = page && readCapture(work.desk.store, page.photographId);
  if (!page || !photograph) throw new StationError('rpc/invalid-input', 'this paper has no such page');
  const { number, photographId } = page;
  const quarterTurns = (page.quarterTurns + 1) % 4;
  const made = await makePage(work, paper, { number, bytes: photograph.bytes, quarterTurns, photographId });
  commitPage(work, paper, made);
}

interface MadePage {
  readonly page: PageState;
  readonly jpeg: Uint8Array;
  readonly photograph: { readonly width: number; readonly height: number };
}

async function makePage(
  work: Work,
  { kind }: PaperState,
  {
    number,
    bytes,
    quarterTurns,
    photographId,
  }: {
    readonly number: number;
    readonly bytes: Uint8Array;
    readonly quarterTurns: number;
    readonly photographId: CaptureId;
  },
): Promise<MadePage> {
  const { kinds, legibility, pageBudgetBytes } = rulesOf(work);
  const formats = kinds.find((rule) => rule.kind === kind)?.formats ?? [];
  const demands = { formats, quarterTurns, limits: legibility, budgetBytes: pageBudgetBytes };
  const { jpeg, width, height, verdict, photograph } = await work.desk.biometrics
    .run('document', { bytes, demands }, work.signal)
    .catch((cause: unknown) => {
      throw new StationError('papers/unreadable', 'the photograph cannot be decoded', { cause });
    });
  const captureId = newCaptureId();
  return {
    page: { number, captureId, photographId, width, height, quarterTurns, verdict },
    jpeg,
    photograph,
  };
}

function commitPage(work: Work, paper: PaperState, { page, jpeg }: MadePage, also?: () => void): void {
  const { desk } = work;
  // It may have been removed while its page was made.
  requirePaper(work, paper.id);
  work.commit({ kind: 'page-made', paper: paper.id, page }, () => {
    also?.();
    const label = `${paper.id}-${page.number}`;
    const { width, height, verdict, captureId: id } = page;
    const state = work.state();
    storeCapture(desk, state, {
      id,
      kind: 'paper',
      label,
      mime: 'image/jpeg',
      bytes: jpeg,
      width,
      height,
      verdict: JSON.stringify(verdict),
    });
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: state.officerId,
      event: 'capture-attempt',
      subject: state.applicationId,
      details: { kind: 'paper', label, verdict: verdict.kind, device: '' },
    });
  });
}
