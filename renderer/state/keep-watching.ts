import type { CallInput, StreamItem, StreamName } from '../../main/contract/calls.ts';
import type { ErrorNotice } from '../../main/contract/notice.ts';
import { RpcError } from '../../main/contract/rpc-client.ts';
import type { Client } from '../../main/contract/wire.ts';

/** What the page may show of a failure. */
export function noticeOf(error: unknown): ErrorNotice {
  if (error instanceof RpcError) return { code: error.code, incident: error.incident };
  return { code: 'station/unexpected', incident: '' };
}

interface Watcher<T> {
  onItem(item: T): void;
  /** Null once items come again. */
  onNotice(notice: ErrorNotice | null): void;
}

const firstPauseMs = 1000;
/** Each try of a stream that keeps failing is a line in main's log. */
const longestPauseMs = 30_000;

/**
 * Watches a stream until `signal` aborts or main ends it. A stream that fails is told, and opened again after a pause that doubles; while
 * it keeps failing the first notice stands, whose number the officer may be reading out. A lost wire is told and not tried again: its
 * client is of no more use. Who has signed out watches no more, and that is no failure.
 */
export async function keepWatching<K extends StreamName>(
  client: Client,
  name: K,
  input: CallInput<K>,
  signal: AbortSignal,
  { onItem, onNotice }: Watcher<StreamItem<K>>,
): Promise<void> {
  let hasFailed = false;
  let pauseMs = firstPauseMs;
  const take = (item: StreamItem<K>): void => {
    if (hasFailed) onNotice(null);
    hasFailed = false;
    pauseMs = firstPauseMs;
    onItem(item);
  };
  while (!signal.aborted) {
    const failure = await watchOnce(client, name, input, signal, take);
    if (!failure || failure.code === 'officer/not-signed-in') return;
    const isWireLost = failure.code === 'rpc/closed';
    if (!hasFailed || isWireLost) onNotice(failure);
    if (isWireLost) return;
    hasFailed = true;
    await pause(pauseMs, signal);
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
}

/** @returns why it failed; undefined once it is over */
async function watchOnce<K extends StreamName>(
  client: Client,
  name: K,
  input: CallInput<K>,
  signal: AbortSignal,
  onItem: (item: StreamItem<K>) => void,
): Promise<ErrorNotice | undefined> {
  try {
    for await (const item of client.watch(name, input, signal)) onItem(item);
    return undefined;
  } catch (error) {
    return signal.aborted ? undefined : noticeOf(error);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      resolve();
    },
    { once: true },
  );
  return promise;
}
