import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { ApplicationId } from '../../../main/contract/ids.ts';
import type { QueuePage, QueueRow } from '../../../main/contract/queue.ts';
import { StateCell } from '../../components/state-cell.tsx';
import { causeOf, nextTryOf, queueStateOf } from '../../state/queue-words.ts';
import { queueActors, queueText } from '../../text/queue.vi.ts';

/** Of the text's size, so that larger text has its room; the titles' height is in the style sheet too. */
const rowHeightRem = 3.5;
const titleHeightRem = 2.25;
const titles = [queueText.citizen, queueText.state, queueText.cause, queueText.next, queueText.actor];

interface QueueListProps {
  /** Has the focus and the keys. */
  readonly ref: Ref<HTMLTableElement>;
  readonly page: QueuePage;
  /** Said when there is no row. */
  readonly nothing: string;
  readonly chosen: ApplicationId | null;
  readonly onChoose: (applicationId: ApplicationId) => void;
  /** The list was scrolled: this row is the first that is seen. */
  readonly onFirstShown: (index: number) => void;
}

/** As many rows as there are, of which those in sight exist. Moves by arrow keys, pages, Home and End. */
export function QueueList({ ref, page, nothing, chosen, onChoose, onFirstShown }: QueueListProps) {
  const box = useRef<HTMLDivElement>(null);
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const rowHeight = rowHeightRem * remPx;
  const titleHeight = titleHeightRem * remPx;
  const grid = useRef<HTMLTableElement>(null);
  useImperativeHandle(ref, () => grid.current as HTMLTableElement);
  const rows = useVirtualizer({
    count: page.total,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: titleHeight,
    scrollPaddingStart: titleHeight,
  });
  const shown = rows.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const tell = useRef(onFirstShown);
  tell.current = onFirstShown;
  useEffect(() => tell.current(first), [first]);
  const [current, setCurrent] = useCurrent(page, chosen, onChoose);

  const onKeyDown = (event: KeyboardEvent): void => {
    const pageRows = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = targetOf(event.key, current, pageRows, page.total);
    if (target === undefined || page.total === 0) return;
    event.preventDefault();
    const index = Math.min(Math.max(target, 0), page.total - 1);
    setCurrent(index);
    rows.scrollToIndex(index);
  };
  return (
    <div className="panel queue-list" ref={box}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table one moves in is a grid
        role="grid"
        aria-label={queueText.title}
        aria-rowcount={page.total + 1}
        aria-activedescendant={rowAt(page, current) ? rowId(current) : undefined}
        tabIndex={0}
        ref={grid}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr className="queue-row queue-titles">
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => (
            <Row
              key={index}
              index={index}
              top={start - titleHeight}
              height={rowHeight}
              row={rowAt(page, index)}
              isChosen={index === current && chosen !== null}
              onPress={() => setCurrent(index)}
            />
          ))}
        </tbody>
      </table>
      {page.total === 0 ? <p className="inside quiet">{nothing}</p> : null}
    </div>
  );
}

/** The row that is chosen keeps its place when the rows around it move; one that was not loaded yet is chosen when it is. */
function useCurrent(
  page: QueuePage,
  chosen: ApplicationId | null,
  onChoose: (applicationId: ApplicationId) => void,
): [current: number, setCurrent: (index: number) => void] {
  const [index, setIndex] = useState(-1);
  const [isAwaited, setIsAwaited] = useState(false);
  const place = page.rows.findIndex(({ applicationId }) => applicationId === chosen);
  const current = isAwaited || place < 0 ? index : page.offset + place;
  const awaited = isAwaited ? rowAt(page, index)?.applicationId : undefined;
  useEffect(() => {
    if (!awaited) return;
    setIsAwaited(false);
    onChoose(awaited);
  }, [awaited, onChoose]);
  const setCurrent = (next: number): void => {
    setIndex(next);
    setIsAwaited(true);
  };
  return [current, setCurrent];
}

function targetOf(key: string, current: number, pageRows: number, total: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return current + 1;
    case 'ArrowUp':
      return current - 1;
    case 'PageDown':
      return current + pageRows;
    case 'PageUp':
      return current - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}

function rowAt({ rows, offset }: QueuePage, index: number): QueueRow | undefined {
  return rows[index - offset];
}

function rowId(index: number): string {
  return `queue-row-${index}`;
}

interface RowProps {
  readonly index: number;
  /** Pixels. */
  readonly top: number;
  readonly height: number;
  /** Undefined until its window has come. */
  readonly row: QueueRow | undefined;
  readonly isChosen: boolean;
  readonly onPress: () => void;
}

function Row({ index, top, height, row, isChosen, onPress }: RowProps) {
  return (
    <tr
      id={rowId(index)}
      className="queue-row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={onPress}
    >
      {row ? <Cells row={row} /> : <td className="quiet">…</td>}
    </tr>
  );
}

function Cells({ row }: { readonly row: QueueRow }) {
  const { state, label } = queueStateOf(row);
  return (
    <>
      <td>
        <span className="name" title={row.fullName}>
          {row.fullName}
        </span>
        <span className="small quiet">{row.receiptNo}</span>
      </td>
      <td>
        <StateCell state={state} label={label} />
        {row.isUrgent && row.state === 'waiting' ? (
          <span className="small warn line">{queueText.urgent}</span>
        ) : null}
      </td>
      <td className="small">
        <span className="two-lines" title={causeOf(row)}>
          {causeOf(row)}
        </span>
      </td>
      <td className="small">{nextTryOf(row, Date.now())}</td>
      <td className={row.actor === 'nobody' ? 'quiet' : 'warn'}>
        {isOver(row) ? queueText.over : queueActors[row.actor]}
      </td>
    </>
  );
}

function isOver({ state, actor }: QueueRow): boolean {
  return actor === 'nobody' && (state === 'accepted' || state === 'refused');
}
