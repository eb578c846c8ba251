import { IconCircleCheck, IconClock, IconLoader } from '@tabler/icons-react';
import type { CardSnapshot } from '../../../main/contract/enrollment.ts';
import { Notice } from '../../components/notice.tsx';
import { fileName, retypeNames } from '../../text/chip.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';

/** Everything between the key and the result: waiting for the card, reading it file by file, or why it was not read. */
export function CardProgress({ card }: { readonly card: CardSnapshot }) {
  switch (card.state) {
    case 'waiting':
      return card.key ? (
        <p className="with-icon" role="status">
          <IconClock aria-hidden="true" size={20} stroke={1.75} />
          {text.card.awaited}
        </p>
      ) : null;
    case 'reading':
      return <Reading card={card} />;
    case 'failed':
      return <Notice notice={card.notice} todo={todoOf(card)} />;
    case 'read':
      return null;
  }
}

function Reading({ card }: { readonly card: Extract<CardSnapshot, { state: 'reading' }> }) {
  const { filesRead, file, fileNumber, fileCount, doneBytes, totalBytes } = card;
  const isOpening = fileCount === 0;
  const waiting = fileCount - fileNumber;
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1).replace('.', ',');
  return (
    <section className="stack" aria-label={text.card.progress}>
      <p role="status">
        {isOpening
          ? text.card.opening
          : fill(text.card.reading, { file: fileName(file), number: fileNumber, count: fileCount })}
      </p>
      <ul className="file-list">
        {filesRead.map((name) => (
          <li key={name}>
            <IconCircleCheck className="good" aria-hidden="true" size={20} stroke={1.75} />
            <span>{fileName(name)}</span>
            <span className="good small">{text.card.fileDone}</span>
          </li>
        ))}
        {isOpening ? null : (
          <li>
            <IconLoader aria-hidden="true" size={20} stroke={1.75} />
            <span>{fileName(file)}</span>
            <progress max={Math.max(1, totalBytes)} value={doneBytes} aria-label={fileName(file)} />
            <span className="quiet small">
              {totalBytes === 0
                ? null
                : fill(text.card.filePart, { done: kilobytes(doneBytes), total: kilobytes(totalBytes) })}
            </span>
          </li>
        )}
        {waiting > 0 ? (
          <li className="quiet">
            <IconClock aria-hidden="true" size={20} stroke={1.75} />
            <span>{fill(text.card.filesWaiting, { n: waiting })}</span>
          </li>
        ) : null}
      </ul>
    </section>
  );
}

/** What to do, where the failure says more than its code: how much is read already, or what of the key to look at again. */
function todoOf({
  notice,
  filesRead,
  retype,
  triesLeft,
}: Extract<CardSnapshot, { state: 'failed' }>): string | undefined {
  if (notice.code === 'card/removed' && filesRead.length > 0)
    return fill(text.card.removed, { n: filesRead.length });
  if (notice.code !== 'card/wrong-key' || retype.length === 0) return undefined;
  const isScanned = retype.length === 1 && retype[0] === 'document-number';
  const parts = retype.map((part) => retypeNames[part]).join(', ');
  const todo = isScanned ? text.card.rescan : fill(text.card.retype, { parts });
  return triesLeft === undefined ? todo : `${todo}. ${fill(text.card.triesLeft, { n: triesLeft })}`;
}
