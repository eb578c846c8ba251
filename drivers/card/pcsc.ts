import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import openContext from 'pcsclite';
import { DriverError } from '../errors.ts';
import { openPcscChannel, type PcscChannel } from './pcsc-channel.ts';
import type { ReaderEvent, ReaderService } from './reader.ts';

type Context = ReturnType<typeof openContext>;
type ContextReader = Parameters<Parameters<Context['on']>[1]>[0];
type Status = Parameters<Parameters<ContextReader['on']>[1]>[0];

/** One context and what it told. Everything dies with it: after an error of the service nothing of it is used again. */
interface Session {
  readonly context: Context;
  readonly readers: Map<string, KnownReader>;
  isOver: boolean;
}

interface KnownReader {
  readonly native: ContextReader;
  hasCard: boolean;
  atr: Uint8Array;
  /** Grows with every insertion and removal, also those between two looks. */
  changes: number;
  channel: PcscChannel | 'opening' | undefined;
}

const firstRetryMs = 250;
const longestRetryMs = 2000;
/** How long a new connection waits for the one before to let go of the reader, be it ours or a killed program's. */
const releaseWaitMs = 5000;
/** The service does not tell when a card becomes free. */
const lookAgainMs = 100;

/**
 * The machine's PC/SC service. Looks for it by itself, at first and whenever it is lost: 250 ms after the loss, then ever more
 * rarely, every 2 s at last.
 */
export function openPcsc(): ReaderService {
  const listeners = new Set<(event: ReaderEvent) => void>();
  let session: Session | undefined;
  let isClosed = false;
  let retryMs = firstRetryMs;
  let retryTimer: NodeJS.Timeout | undefined;

  const tell = (event: ReaderEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const start = (): void => {
    try {
      session = openSession(tell, lose);
    } catch {
      // Not running, or not yet: the binding throws at once.
      retryLater();
      return;
    }
    retryMs = firstRetryMs;
    tell({ kind: 'service-up' });
  };
  const retryLater = (): void => {
    if (isClosed) return;
    retryTimer = setTimeout(start, retryMs);
    retryMs = Math.min(2 * retryMs, longestRetryMs);
  };
  const lose = (lost: Session): void => {
    if (session !== lost) return;
    session = undefined;
    lost.isOver = true;
    for (const [reader, { hasCard }] of lost.readers) {
      if (hasCard) tell({ kind: 'card-removed', reader });
      tell({ kind: 'reader-removed', reader });
    }
    tell({ kind: 'service-down' });
    void endSession(lost);
    retryLater();
  };

  start();
  return {
    isUp: () => session !== undefined,
    readers: () => [...(session?.readers ?? [])].map(([name, { hasCard }]) => ({ name, hasCard })),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connect: async (name, signal) => {
      const current = session;
      if (!current) throw new DriverError('card/service-down', 'the reader service is not running');
      const reader = current.readers.get(name);
      if (!reader) throw new DriverError('card/no-reader', `no reader named ${name}`);
      if (!reader.hasCard) throw new DriverError('card/no-card', 'no card on the reader');
      return openChannel(current, reader, () => lose(current), signal);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(retryTimer);
      listeners.clear();
      if (!session) return;
      const last = session;
      session = undefined;
      last.isOver = true;
      await endSession(last);
    },
  };
}

/** @throws Error when the service does not run */
function openSession(tell: (event: ReaderEvent) => void, lose: (session: Session) => void): Session {
  const context = openContext();
  const session: Session = { context, readers: new Map(), isOver: false };
  context.on('error', () => lose(session));
  context.on('reader', (native) => {
    const { name } = native;
    const reader: KnownReader = {
      native,
      hasCard: false,
      atr: new Uint8Array(),
      changes: 0,
      channel: undefined,
    };
    session.readers.set(name, reader);
    native.on('error', () => lose(session));
    native.on('status', (status) => {
      if (!session.isOver) follow(reader, status, tell);
    });
    native.on('end', () => {
      if (session.isOver) return;
      session.readers.delete(name);
      if (reader.hasCard) tell({ kind: 'card-removed', reader: name });
      tell({ kind: 'reader-removed', reader: name });
    });
    tell({ kind: 'reader-added', reader: name });
  });
  return session;
}

/** Turns two states into what happened between them; a card swapped between two looks is two events. */
function follow(reader: KnownReader, { state, atr }: Status, tell: (event: ReaderEvent) => void): void {
  const { native } = reader;
  const hadCard = reader.hasCard;
  const changes = state >>> 16;
  const wasSwapped = hadCard && changes !== reader.changes;
  reader.hasCard = (state & native.SCARD_STATE_PRESENT) !== 0;
  reader.changes = changes;
  reader.atr = Uint8Array.from(atr ?? []);
  if (hadCard && (!reader.hasCard || wasSwapped)) tell({ kind: 'card-removed', reader: native.name });
  if (reader.hasCard && (!hadCard || wasSwapped)) tell({ kind: 'card-inserted', reader: native.name });
}

async function openChannel(
  session: Session,
  reader: KnownReader,
  onServiceError: () => void,
  signal: AbortSignal | undefined,
): Promise<PcscChannel> {
  await letGo(reader);
  // The binding takes a second connection of our own for the first one.
  if (reader.channel) throw new DriverError('card/in-use', 'the card is being read');
  reader.channel = 'opening';
  try {
    const channel = await openWhenFree(session, reader, onServiceError, signal);
    reader.channel = channel;
    void channel.released.then(() => {
      reader.channel = undefined;
    });
    if (signal?.aborted) {
      await channel.close();
      throw new DriverError('device/cancelled', 'the caller stopped waiting');
    }
    return channel;
  } catch (error) {
    if (reader.channel === 'opening') reader.channel = undefined;
    throw error;
  }
}

/** The service keeps the card of a program that was killed until its last command is answered. */
async function openWhenFree(
  session: Session,
  reader: KnownReader,
  onServiceError: () => void,
  signal: AbortSignal | undefined,
): Promise<PcscChannel> {
  const deadlineMs = performance.now() + releaseWaitMs;
  for (;;) {
    try {
      return await openPcscChannel(reader.native, reader.atr, onServiceError);
    } catch (error) {
      const isHeld = error instanceof DriverError && error.code === 'card/in-use';
      if (!isHeld || performance.now() >= deadlineMs) throw error;
    }
    await wait(lookAgainMs);
    if (signal?.aborted) throw new DriverError('device/cancelled', 'the caller stopped waiting');
    if (session.isOver) throw new DriverError('card/service-down', 'the reader service went meanwhile');
  }
}

/** A channel that is closed but still busy gets a while to finish its last command. */
async function letGo({ channel }: KnownReader): Promise<void> {
  if (!channel || channel === 'opening' || !channel.isClosed()) return;
  await Promise.race([channel.released, wait(releaseWaitMs, undefined, { ref: false })]);
}

async function endSession({ context, readers }: Session): Promise<void> {
  for (const { channel } of readers.values()) {
    if (channel && channel !== 'opening') await channel.close();
  }
  // The binding holds a reader's lock while it tells us of its end, and promises go on inside that call: closing there would wait
  // for itself for ever. From here to the end nothing may be awaited.
  await nextTurn();
  for (const { native, channel } of readers.values()) {
    // A reader that still has a command under way would stop the whole process until the card answers.
    if (!channel) native.close();
  }
  context.close();
}
