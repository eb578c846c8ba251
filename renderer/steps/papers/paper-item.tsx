import { IconAlertTriangle, IconRotateClockwise } from '@tabler/icons-react';
import type { PaperPage, PaperSnapshot } from '../../../main/contract/papers.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { shortTimeOf } from '../../format.ts';
import { pageHints, paperNames, papersText } from '../../text/papers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { type Action, type ListProps, ListSide, type Onward, OnwardAction } from './item-parts.tsx';
import { PagePicture } from './page-picture.tsx';

interface PaperItemProps {
  readonly paper: PaperSnapshot;
  readonly mostPages: number;
  readonly pageNumber: number;
  readonly onPage: (number: number) => void;
  readonly list: ListProps;
  readonly action: Action;
  readonly onward: Onward;
  readonly onPhotograph: (page: number) => void;
  readonly onDescribe: () => void;
}

/** One paper: its page large, what was found about it, and the one thing to do next. */
export function PaperItem(props: PaperItemProps) {
  const { paper, pageNumber, onPage, list, action } = props;
  const page = paper.pages.find(({ number }) => number === pageNumber);
  const { tone, words } = hintOf(paper, page);
  return (
    <>
      <Stage title={paperNames[paper.kind]}>
        <PagePicture paper={paper} page={page} />
        <HintLines tone={tone} lines={[words]} />
      </Stage>
      <ListSide list={list} notice={action.notice} facts={<Facts {...{ paper, pageNumber, onPage }} />}>
        <PageActions {...props} page={page} />
        <Decisions {...props} page={page} />
      </ListSide>
    </>
  );
}

interface Hint {
  readonly tone: 'plain' | 'good' | 'warn';
  readonly words: string;
}

function hintOf(paper: PaperSnapshot, page: PaperPage | undefined): Hint {
  if (paper.isIntegrated) return { tone: 'good', words: papersText.integrate };
  if (paper.originalSeen)
    return {
      tone: 'good',
      words: fill(papersText.seenAt, {
        officer: paper.originalSeen.officerName,
        time: shortTimeOf(paper.originalSeen.atMs),
      }),
    };
  if (!page)
    return { tone: 'plain', words: paper.canBeIntegrated ? papersText.layHint : papersText.layHintPlain };
  if (page.verdict.kind === 'retry') return { tone: 'warn', words: pageHints[page.verdict.reason] };
  return { tone: 'good', words: papersText.good };
}

function Facts({ paper, pageNumber, onPage }: Pick<PaperItemProps, 'paper' | 'pageNumber' | 'onPage'>) {
  const { pages, number, isNumberUnusual, mismatch } = paper;
  return (
    <div className="paper-facts">
      {pages.length > 1 ? (
        <div className="page-picks">
          {pages.map((page) => (
            <button
              key={page.number}
              type="button"
              aria-current={page.number === pageNumber ? 'true' : undefined}
              aria-label={fill(papersText.page, { n: page.number, m: pages.length })}
              onClick={() => onPage(page.number)}
            >
              {page.number}
            </button>
          ))}
        </div>
      ) : null}
      {number === '' ? null : <p className="small">{fill(papersText.numberIs, { number })}</p>}
      {isNumberUnusual ? <Warning words={fill(papersText.numberUnusual, { number })} /> : null}
      {mismatch === '' ? null : <Warning words={fill(papersText.mismatchIs, { mismatch })} />}
    </div>
  );
}

function Warning({ words }: { readonly words: string }) {
  return (
    <p className="small with-icon warn">
      <IconAlertTriangle aria-hidden="true" size={20} stroke={1.75} />
      <span>{words}</span>
    </p>
  );
}

type WithPage = PaperItemProps & { readonly page: PaperPage | undefined };

/** What can be done with the page on show, and to write something about the paper. */
function PageActions({ paper, page, mostPages, action, onPhotograph, onDescribe }: WithPage) {
  const turn = (number: number) => (): void =>
    void action.intend({ kind: 'turn-page', paper: paper.id, page: number });
  return (
    <>
      {page ? (
        <div className="two-actions">
          <SecondaryAction
            label={papersText.turn}
            keyName="turn"
            isDisabled={action.isRunning}
            onPress={turn(page.number)}
            icon={<IconRotateClockwise aria-hidden="true" size={20} stroke={1.75} />}
          />
          <SecondaryAction
            label={papersText.more}
            isDisabled={paper.pages.length >= mostPages}
            onPress={() => onPhotograph(paper.pages.length + 1)}
          />
        </div>
      ) : null}
      <SecondaryAction label={papersText.describe} onPress={onDescribe} />
    </>
  );
}

/** What the officer says of the paper, the likeliest as the one large button. */
function Decisions({ paper, page, action, onward, onPhotograph, pageNumber }: WithPage) {
  const { id } = paper;
  const see = (isSeen: boolean) => (): void =>
    void action.intend({ kind: 'see-original', paper: id, isSeen });
  const integrate = (isIntegrated: boolean) => (): void =>
    void action.intend({ kind: 'set-integrated', paper: id, isIntegrated });
  const photograph = (): void => onPhotograph(page ? pageNumber : paper.pages.length + 1);

  if (paper.isDone)
    return (
      <>
        <SecondaryAction
          label={paper.isIntegrated ? papersText.unintegrate : papersText.unseeOriginal}
          onPress={paper.isIntegrated ? integrate(false) : see(false)}
        />
        <OnwardAction onward={onward} />
      </>
    );
  if (!page)
    return (
      <>
        <SecondaryAction label={papersText.seeOriginalOnly} onPress={see(true)} />
        {paper.canBeIntegrated ? (
          <SecondaryAction label={papersText.integrate} keyName="except" onPress={integrate(true)} />
        ) : null}
        <PrimaryAction label={papersText.open} keyName="capture" onPress={photograph} />
      </>
    );
  if (page.verdict.kind === 'retry')
    return (
      <>
        <SecondaryAction label={papersText.seeOriginal} keyName="except" onPress={see(true)} />
        <PrimaryAction label={papersText.again} keyName="capture" onPress={photograph} />
      </>
    );
  return (
    <>
      <SecondaryAction label={papersText.again} keyName="capture" onPress={photograph} />
      <PrimaryAction label={papersText.seeOriginal} onPress={see(true)} isRunning={action.isRunning} />
    </>
  );
}
