import { changeState } from '../../db/applications.ts';
import { keepConflict, readConflictRecord } from '../../db/conflicts.ts';
import { addDeliveryEvent } from '../../db/delivery-events.ts';
import { setHandled, setHold } from '../../db/handling.ts';
import type { Store } from '../../db/open.ts';
import {
  makeDue,
  markSending,
  nextDue,
  type OutboxEntry,
  postpone,
  recoverSending,
  settle,
} from '../../db/outbox.ts';
import { keepSuccessor } from '../enrollment/centre-key.ts';
import { readPacketHeader } from '../enrollment/packet.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { rewrapForCurrentKey } from '../enrollment/rewrap.ts';
import { backoffMs, entryBackoff, lineBackoff } from './backoff.ts';
import type { Centre } from './centre.ts';
import { type ClockReading, isClockWrong } from './clock.ts';
import { type Delivery, deliver } from './delivery.ts';
import { isDeliveryPaused } from './delivery-pause.ts';
import { errorClass } from './error-class.ts';
import { isToIsolate } from './isolation.ts';
import { openLine } from './line.ts';
import { openPace } from './pace.ts';
import { openStatusPoll } from './status-poll.ts';

export interface SyncOptions {
  readonly store: Store;
  readonly centre: Centre;
  /** Given when a delivery moved on or the centre told news, with the application; without one when only the line changed. */
  onChange(applicationId?: string): void;
  /** The station's clock turned out to be wrong. Told once, until it is right again. */
  onClockWrong?(reading: ClockReading): void;
  /** One line for the log. Holds no personal data. */
  log(message: string): void;
  readonly now?: () => number;
  /** 0 ≤ x < 1, for the back-off. */
  readonly random?: () => number;
  /** Of one request; 240 s unless told. */
  readonly timeoutMs?: number;
  /** How long a chunk should take; 4 s unless told. */
  readonly chunkMs?: number;
  /** How often the centre is asked what is new; 5 minutes unless told. */
  readonly statusEveryMs?: number;
}

/** The loop that carries sealed packets to the centre, one at a time, for as long as it is open. */
export interface Sync {
  /** Tries everything that waits, now; or what waits of one application. What is held stays held. */
  sendNow(applicationId?: string): void;
  /** There may be something new to send. */
  wake(): void;
  line(): 'up' | 'down' | 'unknown';
  /** How the centre's clock stood to the station's when it last signed something; undefined until it has. */
  clock(): ClockReading | undefined;
  /** Breaks off what is being sent; it is sent again next time. The store may be closed afterwards. */
  close(): Promise<void>;
}

/** How long the loop sleeps at most before it looks at the outbox again: it also follows a clock that was set. */
const restMs = 2_000;
const storeTroubleMs = 5_000;
const statusEveryMs = 5 * 60_000;

/**
 * Starts delivering. What was being sent when the station last stopped waits again, and is sent again: the centre knows a
 * packet it already has. An entry leaves the outbox only with a receipt the centre has signed.
 */
export function openSync(options: SyncOptions): Sync {
  const { store, centre, onChange, log } = options;
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const line = openLine(centre, options.timeoutMs ?? 240_000, now);
  const attempt = { centre, line, pace: openPace(options.chunkMs) };
  const statuses = openStatusPoll({
    ...{ store, centre, line, now, random, log },
    everyMs: options.statusEveryMs ?? statusEveryMs,
  });
  const closing = new AbortController();
  let lineState: ReturnType<Sync['line']> = 'unknown';
  let clock: ClockReading | undefined;
  /** When the centre last signed something for this station. */
  let signedAtMs = Number.NEGATIVE_INFINITY;
  /** Failures in a row that are the line's or the centre's, not one packet's. They hold everything up for a moment. */
  let lineFailures = 0;
  let isPausing = false;
  let endRest = (): void => {};

  const running = run();

  async function run(): Promise<void> {
    let isSound = false;
    while (!closing.signal.aborted) {
      try {
        if (!isSound) putBack();
        isSound = true;
        await step();
      } catch (error) {
        isSound = false;
        await standBack(error);
      }
    }
  }

  async function step(): Promise<void> {
    if (statuses.isDue()) await askNews();
    const entry = isDeliveryPaused(store) ? undefined : nextDue(store, now());
    if (!entry) return rest(restMs);
    const delivery = await send(entry);
    const pauseMs = noteLine(delivery);
    onChange(entry.applicationId);
    if (pauseMs > 0) await pause(pauseMs);
  }

  async function askNews(): Promise<void> {
    const news = await statuses.ask(closing.signal);
    noteClock(news.clock);
    for (const applicationId of news.changed) onChange(applicationId);
  }

  /** Only answers that hold a signature of the centre come here: somebody else's clock says nothing. */
  function noteClock(reading: ClockReading | undefined): void {
    if (!reading) return;
    signedAtMs = now();
    const wasWrong = clock !== undefined && isClockWrong(clock);
    clock = reading;
    if (!wasWrong && isClockWrong(reading)) options.onClockWrong?.(reading);
  }

  /** The store failed: nothing is lost, and what was under way is taken up again. */
  async function standBack(error: unknown): Promise<void> {
    if (closing.signal.aborted) return;
    log(`delivery stopped: ${error instanceof Error ? error.message : String(error)}`);
    await rest(storeTroubleMs);
  }

  async function send(entry: OutboxEntry): Promise<Delivery> {
    store.transaction(() => {
      markSending(store, entry.id);
      changeState(store, entry.applicationId, 'sending');
    });
    onChange(entry.applicationId);
    const decided = readConflictRecord(store, entry.applicationId);
    const delivery = await deliver(
      attempt,
      { ...entry, decision: decided?.decision ?? undefined },
      closing.signal,
    );
    store.transaction(() => record(entry, delivery, decided?.choice === 'withdraw'));
    if (delivery.kind === 'later' && delivery.encryptionKey) await changeKey(entry, delivery.encryptionKey);
    if (delivery.kind !== 'later') noteClock(delivery.clock);
    log(`delivery of ${entry.applicationId}: ${delivery.kind === 'later' ? delivery.code : delivery.kind}`);
    return delivery;
  }

  /** What waits is wrapped again before anything more is sent; what is sealed from now on is for the new key. */
  async function changeKey(entry: OutboxEntry, key: PublicKey): Promise<void> {
    keepSuccessor(store, readPacketHeader(entry.packet).centreKeyId, key);
    const rewrapped = await rewrapForCurrentKey(store, key, now());
    log(`the centre has the key ${key.kid}: ${rewrapped} packets were wrapped again`);
  }

  /** Runs in one transaction: outbox and application always tell the same. */
  function record(entry: OutboxEntry, delivery: Delivery, isWithdrawn: boolean): void {
    const { id, applicationId } = entry;
    const event = { applicationId, atMs: now() };
    switch (delivery.kind) {
      case 'accepted': {
        const { receipt, receiptNo, acceptedAtMs } = delivery;
        settle(store, id, { state: 'accepted', receipt, code: null });
        changeState(store, applicationId, 'accepted', {
          centreReceipt: JSON.stringify({ receiptNo, acceptedAtMs }),
        });
        addDeliveryEvent(store, { ...event, kind: 'accepted', actor: 'centre', detail: receiptNo });
        return;
      }
      case 'conflict': {
        const code = 'centre/conflict';
        const { statement } = delivery;
        postpone(store, id, { code, notBeforeMs: now() });
        changeState(store, applicationId, 'sealed');
        keepConflict(store, applicationId, { statement, receivedAtMs: now() });
        setHold(store, applicationId, 'conflict');
        addDeliveryEvent(store, { ...event, kind: 'conflict', actor: 'centre', code });
        return;
      }
      case 'refused':
        settle(store, id, { state: 'refused', receipt: delivery.receipt, code: 'centre/rejected' });
        addDeliveryEvent(store, { ...event, kind: 'refused', actor: 'centre', detail: delivery.reason });
        // What was taken back by a person here asks for nobody.
        if (isWithdrawn) setHandled(store, applicationId, now());
        changeState(store, applicationId, isWithdrawn ? 'cancelled' : 'rejected');
        return;
      case 'later': {
        const { code } = delivery;
        postpone(store, id, { code, notBeforeMs: now() + waitMs(entry, delivery) });
        changeState(store, applicationId, 'sealed');
        const failed = addDeliveryEvent(store, { ...event, kind: 'failed', actor: 'station', code });
        if (!isToIsolate(errorClass(code), failed, signedAtMs)) return;
        setHold(store, applicationId, 'isolated');
        addDeliveryEvent(store, { ...event, kind: 'isolated', actor: 'station', code });
        return;
      }
    }
  }

  /** A packet does not pay for the line or for the station: it waits no longer than these themselves. */
  function waitMs(entry: OutboxEntry, delivery: Later): number {
    // With its new key it goes at once; a centre that wants one after the other has to wait.
    if (delivery.encryptionKey && entry.lastCode !== delivery.code) return 0;
    const cause = errorClass(delivery.code);
    const ownMs =
      cause === 'line' || cause === 'sign-in'
        ? backoffMs(lineBackoff, failuresWith(delivery), random)
        : backoffMs(entryBackoff, entry.attempts + 1, random);
    return Math.max(ownMs, delivery.retryAfterMs ?? 0);
  }

  /** @returns how long nothing should be sent, because it would only fail again; 0 mostly */
  function noteLine(delivery: Delivery): number {
    lineState = isLineDown(delivery) ? 'down' : 'up';
    if (!concernsAll(delivery)) {
      lineFailures = 0;
      return 0;
    }
    lineFailures = failuresWith(delivery);
    return Math.max(backoffMs(lineBackoff, lineFailures, random), delivery.retryAfterMs ?? 0);
  }

  /** A line that carried something before it broke is one that breaks now and then, and is tried again soon. */
  function failuresWith({ hasProgressed }: Later): number {
    return hasProgressed ? 1 : lineFailures + 1;
  }

  function putBack(): void {
    store.transaction(() => {
      for (const applicationId of recoverSending(store)) changeState(store, applicationId, 'sealed');
    });
  }

  async function rest(ms: number): Promise<void> {
    if (closing.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    endRest = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
  }

  /** A rest that news in the outbox does not end; the officer does. */
  async function pause(ms: number): Promise<void> {
    isPausing = true;
    await rest(ms);
    isPausing = false;
  }

  return {
    sendNow: (applicationId) => {
      makeDue(store, now(), applicationId);
      endRest();
    },
    wake: () => {
      if (!isPausing) endRest();
    },
    line: () => lineState,
    clock: () => clock,
    close: async () => {
      closing.abort();
      endRest();
      await running;
      line.hangUp();
      putBack();
    },
  };
}

type Later = Extract<Delivery, { kind: 'later' }>;

function isLineDown(delivery: Delivery): boolean {
  return delivery.kind === 'later' && errorClass(delivery.code) === 'line';
}

function concernsAll(delivery: Delivery): delivery is Later {
  return delivery.kind === 'later' && errorClass(delivery.code) !== 'data';
}
