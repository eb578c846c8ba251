import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOn } from '../applications/rules.ts';
import { CaptureId } from '../contract/ids.ts';
import { paperKinds } from '../contract/papers.ts';
import { isPageSent, papersContent } from './papers-parts.ts';
import {
  advancePapers,
  beginPapers,
  isHalfDone,
  type PageState,
  type PapersEvent,
  type PapersState,
  papersSnapshotOf,
} from './papers-state.ts';

const rules = rulesOn('2026-11-25').papers;
const seen = { officerId: 'demo', officerName: 'Lê Thị Ví Dụ', atMs: 7 };

let captures = 0;
function captureId(): CaptureId {
  captures += 1;
  return CaptureId.parse(`00000000-0000-7000-8000-${String(captures).padStart(12, '0')}`);
}

function pageOf(number: number): PageState {
  const size = { width: 856, height: 540 };
  const verdict = { kind: 'accept', score: 80 } as const;
  return { number, captureId: captureId(), photographId: captureId(), ...size, quarterTurns: 0, verdict };
}

const having = (...events: PapersEvent[]): PapersState => events.reduce(advancePapers, beginPapers(true));
const added = (paperKind: (typeof paperKinds)[number]): PapersEvent => ({ kind: 'paper-added', paperKind });

describe('a paper', () => {
  it('that was photographed is half done until its original was seen', () => {
    const begun = having(added('driving-licence'));
    expect(begun.list.map(isHalfDone)).toEqual([false]);
    const photographed = advancePapers(begun, { kind: 'page-made', paper: 'p1', page: pageOf(1) });
    expect(photographed.list.map(isHalfDone)).toEqual([true]);
    const compared = advancePapers(photographed, { kind: 'original-compared', paper: 'p1', seen });
    expect(compared.list.map(isHalfDone)).toEqual([false]);
    const takenBack = advancePapers(compared, { kind: 'original-compared', paper: 'p1' });
    expect(takenBack).toEqual(photographed);
  });

  it('in the electronic identity is done without a photograph', () => {
    const state = having(added('health-insurance'), {
      kind: 'paper-integrated',
      paper: 'p1',
      isIntegrated: true,
    });
    expect(papersSnapshotOf(state, rules).papers).toMatchObject([
      { id: 'p1', isIntegrated: true, isDone: true },
    ]);
  });

  it('may be in the electronic identity only since the law says so', () => {
    const state = having(added('driving-licence'));
    const on = (day: string): boolean | undefined =>
      papersSnapshotOf(state, rulesOn(day).papers).papers[0]?.canBeIntegrated;
    expect([on('2026-06-30'), on('2026-07-01')]).toEqual([false, true]);
  });

  it('has pages one after the other, each taken again in its place', () => {
    const [first, second, again] = [pageOf(1), pageOf(5), pageOf(1)];
    const made = [first, second, again].map(
      (page): PapersEvent => ({ kind: 'page-made', paper: 'p1', page }),
    );
    const { list } = having(added('other'), ...made);
    expect(list[0]?.pages).toEqual([again, { ...second, number: 2 }]);
  });

  it('does not get the name of one that was removed', () => {
    const { list } = having(
      added('other'),
      { kind: 'paper-removed', paper: 'p1' },
      added('birth-certificate'),
    );
    expect(list.map(({ id }) => id)).toEqual(['p2']);
  });

  it.each([
    ['driving-licence', '001301000000', false],
    ['driving-licence', '00130100000', true],
    ['driving-licence', '', false],
    ['health-insurance', '0123456789', false],
    ['health-insurance', 'GD4797900000000', false],
    ['health-insurance', 'GD47979000', true],
    ['social-insurance', '012345678', true],
    ['birth-certificate', 'số 12/2001', false],
    ['old-card', '001301000000', false],
    ['old-card', '0130100', true],
  ] as const)('%s with the number "%s" is unusual: %s', (kind, number, isUnusual) => {
    const state = having(added(kind), { kind: 'paper-described', paper: 'p1', number, mismatch: '' });
    expect(papersSnapshotOf(state, rules).papers[0]?.isNumberUnusual).toBe(isUnusual);
  });
});

describe('the old card', () => {
  const collected = { state: 'collected', number: '001301000000', atMs: 3 } as const;

  it('is asked for until it is said where it is, and may be said anew', () => {
    expect(beginPapers(true).oldCard).toEqual({ state: 'open' });
    const kept = { state: 'kept', reason: 'at-handover', atMs: 4 } as const;
    const answers = [collected, kept].map((answer): PapersEvent => ({ kind: 'old-card-answered', answer }));
    expect(having(...answers).oldCard).toEqual(kept);
  });

  it('is nobody’s business where it is not asked for', () => {
    const state = beginPapers(false);
    expect(advancePapers(state, { kind: 'old-card-answered', answer: collected })).toBe(state);
  });
});

describe('whatever happens', () => {
  const paper = fc.constantFrom('p1', 'p2', 'p3', 'p9');
  const event: fc.Arbitrary<PapersEvent> = fc.oneof(
    fc.constantFrom(...paperKinds).map(added),
    paper.map((id): PapersEvent => ({ kind: 'paper-removed', paper: id })),
    fc
      .tuple(paper, fc.integer({ min: 1, max: 6 }))
      .map(([id, number]): PapersEvent => ({ kind: 'page-made', paper: id, page: pageOf(number) })),
    paper.map((id): PapersEvent => ({ kind: 'original-compared', paper: id, seen })),
    paper.map((id): PapersEvent => ({ kind: 'paper-integrated', paper: id, isIntegrated: true })),
  );

  it('names are each one paper’s, pages have no holes, and only straightened pages are sent', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const state = having(...events);
        const names = state.list.map(({ id }) => id);
        expect(new Set(names).size).toBe(names.length);
        for (const { pages } of state.list) {
          expect(pages.map(({ number }) => number)).toEqual(pages.map((_, index) => index + 1));
          for (const { captureId: id, photographId } of pages) {
            expect(isPageSent(state, { id, kind: 'paper' })).toBe(true);
            expect(isPageSent(state, { id: photographId, kind: 'paper' })).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('nothing is said to the centre of a paper that nobody did anything about', () => {
  const page = pageOf(1);
  const state = having(added('other'), added('driving-licence'), { kind: 'page-made', paper: 'p2', page });
  expect(papersContent(state)).toEqual({
    oldCard: { state: 'open' },
    papers: [
      {
        id: 'p2',
        kind: 'driving-licence',
        isIntegrated: false,
        pages: [{ part: 'paper-p2-1.jpg', quarterTurns: 0, verdict: page.verdict }],
      },
    ],
  });
});
