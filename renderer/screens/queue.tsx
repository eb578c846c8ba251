import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ApplicationId } from '../../main/contract/ids.ts';
import { QueueFilter, type QueuePage } from '../../main/contract/queue.ts';
import { KeyCap } from '../components/key-cap.tsx';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useAction, useClient, useWatch } from '../state/client.tsx';
import { useShortcuts } from '../state/shortcuts.ts';
import { filterNames, queueText } from '../text/queue.vi.ts';
import { text } from '../text/screens.vi.ts';
import { QueueDetail } from './queue/detail.tsx';
import { QueueList } from './queue/list.tsx';

/** Rows of one window: what is seen, and as much before and after it. */
const windowRows = 150;
const windowStep = 50;

/** What waits for the centre: state, cause, next try, and who must act, for every item; and what is to be done about it. */
export function Queue({ onBack }: { readonly onBack: () => void }) {
  const [filter, setFilter] = useState<QueueFilter>('all');
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const [chosen, setChosen] = useState<ApplicationId | null>(null);
  const page = useWatch('queue.watch', { filter, search, offset, limit: windowRows });
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLTableElement>(null);
  useEffect(() => input.current?.focus(), []);
  useShortcuts({ [keys.escape]: onBack, [keys.search]: () => input.current?.focus() });

  const show = (next: { readonly filter?: QueueFilter; readonly search?: string }): void => {
    setFilter(next.filter ?? filter);
    setSearch(next.search ?? search);
    setOffset(0);
    list.current?.parentElement?.scrollTo({ top: 0 });
  };
  const toList = (event: KeyboardEvent): void => {
    // Or the list, which then has the focus, would scroll its first row under the titles.
    event.preventDefault();
    list.current?.focus({ preventScroll: true });
  };
  return (
    <div className="columns queue">
      <div className="main">
        <h1 className="screen-title">{queueText.title}</h1>
        <div className="queue-head">
          <SegmentedControl
            aria-label={queueText.filters}
            value={filter}
            data={QueueFilter.options.map((value) => ({ value, label: filterLabel(value, page) }))}
            onChange={(value) => show({ filter: QueueFilter.parse(value) })}
          />
          <TextInput
            ref={input}
            aria-label={queueText.search}
            placeholder={queueText.search}
            leftSection={<IconSearch aria-hidden="true" size={20} />}
            rightSection={<KeyCap name="search" />}
            onChange={({ currentTarget }) => show({ search: currentTarget.value })}
            onKeyDown={(event) => event.key === 'ArrowDown' && toList(event)}
          />
        </div>
        {page?.isPaused ? (
          <p className="notice warn" role="status">
            {queueText.allPaused}
          </p>
        ) : null}
        {page ? (
          <QueueList
            ref={list}
            page={page}
            nothing={nothingOf(filter, search)}
            chosen={chosen}
            onChoose={setChosen}
            onFirstShown={(first) => setOffset(windowStart(first))}
          />
        ) : null}
      </div>
      <aside className="side" aria-label={queueText.detail}>
        {chosen ? (
          <QueueDetail key={chosen} applicationId={chosen} />
        ) : (
          <p className="quiet">{queueText.choose}</p>
        )}
        <Everything isPaused={page?.isPaused ?? false} onBack={onBack} />
      </aside>
    </div>
  );
}

function filterLabel(filter: QueueFilter, page: QueuePage | undefined): string {
  return page ? `${filterNames[filter]} ${page.counts[filter].toLocaleString('vi-VN')}` : filterNames[filter];
}

function nothingOf(filter: QueueFilter, search: string): string {
  if (search.trim() !== '') return queueText.notFound;
  return filter === 'all' ? queueText.empty : queueText.emptyFilter;
}

/** Starts a step before what is seen, so that scrolling back finds its rows. */
function windowStart(firstShown: number): number {
  return Math.max(0, (Math.floor(firstShown / windowStep) - 1) * windowStep);
}

/** What is done with the whole queue. */
function Everything({ isPaused, onBack }: { readonly isPaused: boolean; readonly onBack: () => void }) {
  const client = useClient();
  const { notice, run } = useAction();
  const pauseAll = (): void => void run(() => client.call('queue.pause-all', { isPaused: !isPaused }));
  return (
    <div className="actions">
      <Notice notice={notice} />
      <div className="pair">
        <Button variant="default" className="secondary" onClick={onBack}>
          {text.back}
        </Button>
        <Button variant="default" className="secondary" onClick={pauseAll}>
          {isPaused ? queueText.resumeAll : queueText.pauseAll}
        </Button>
      </div>
      <PrimaryAction
        label={queueText.sendAll}
        isDisabled={isPaused}
        onPress={() => void run(() => client.call('queue.send-now', {}))}
      />
    </div>
  );
}
