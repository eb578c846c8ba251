import type { CallName, StreamName } from './calls.ts';
import type { ErrorCode } from './errors.ts';
import { decodeFrame, encodeFrame, MainFrame, type PageFrame } from './frames.ts';
import type { Client, Wire } from './wire.ts';

/** A failure as the page gets it: a code with a sentence, and the number that finds the log line. */
export class RpcError extends Error {
  readonly code: ErrorCode;
  /** Empty for what happened in the page itself: a lost wire, a call given up. */
  readonly incident: string;

  constructor(code: ErrorCode, incident: string) {
    super(code);
    this.name = 'RpcError';
    this.code = code;
    this.incident = incident;
  }
}

/** What answers a request: a frame, or the loss of the wire. */
type Arrival = MainFrame | RpcError;

/**
 * The page's end of a wire. Once the wire is lost every call fails with `rpc/closed`, or with what main said when it refused the wire;
 * a new wire needs a new client.
 */
export function connect(wire: Wire): Client {
  const waiting = new Map<number, (arrival: Arrival) => void>();
  let nextId = 1;
  let loss: RpcError | undefined;

  wire.onFrame((bytes) => {
    const frame = decodeFrame(MainFrame, bytes);
    if (!frame) giveUp(new RpcError('rpc/malformed', ''));
    else if (frame.kind === 'failure' && frame.id === 0) giveUp(failureOf(frame));
    else waiting.get(frame.id)?.(frame);
  });
  wire.onClose(() => lose(new RpcError('rpc/closed', '')));

  function giveUp(error: RpcError): void {
    lose(error);
    wire.close();
  }

  function lose(error: RpcError): void {
    if (loss) return;
    loss = error;
    for (const arrive of [...waiting.values()]) arrive(error);
    waiting.clear();
  }

  function send(frame: PageFrame): void {
    if (!loss) wire.send(encodeFrame(frame));
  }

  async function call(name: CallName, input: unknown, signal?: AbortSignal): Promise<unknown> {
    if (loss) throw loss;
    if (signal?.aborted) throw new RpcError('rpc/cancelled', '');
    const id = nextId++;
    const { promise, resolve } = Promise.withResolvers<Arrival>();
    const cancel = (): void => {
      send({ kind: 'cancel', id });
      resolve(new RpcError('rpc/cancelled', ''));
    };
    waiting.set(id, resolve);
    signal?.addEventListener('abort', cancel);
    try {
      send({ kind: 'request', id, call: name, input });
      return outputOf(await promise);
    } finally {
      waiting.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  async function* watch(name: StreamName, input: unknown, signal: AbortSignal): AsyncIterable<unknown> {
    if (loss) throw loss;
    if (signal.aborted) return;
    const id = nextId++;
    const arrivals = openArrivals(signal);
    waiting.set(id, arrivals.push);
    try {
      send({ kind: 'request', id, call: name, input });
      for (;;) {
        const item = itemOf(await arrivals.next());
        if (item === over) return;
        yield item;
        send({ kind: 'credit', id, items: 1 });
      }
    } finally {
      waiting.delete(id);
      arrivals.close();
      send({ kind: 'cancel', id });
    }
  }

  // Main has checked every value against the contract before it left; here the contract only gives it its type.
  return { call, watch } as Client;
}

function failureOf({ notice }: Extract<MainFrame, { kind: 'failure' }>): RpcError {
  return new RpcError(notice.code, notice.incident);
}

function outputOf(arrival: Arrival): unknown {
  if (arrival instanceof RpcError) throw arrival;
  if (arrival.kind === 'failure') throw failureOf(arrival);
  if (arrival.kind === 'reply') return arrival.output;
  throw new RpcError('rpc/malformed', '');
}

const over = Symbol('stream over');

/** What a frame of a stream brings: an item, or the end. */
function itemOf(arrival: Arrival | undefined): unknown {
  if (arrival === undefined) return over;
  if (arrival instanceof RpcError) throw arrival;
  if (arrival.kind === 'failure') throw failureOf(arrival);
  return arrival.kind === 'item' ? arrival.item : over;
}

interface Arrivals {
  push(arrival: Arrival): void;
  /** The next in order; undefined once `signal` has aborted. */
  next(): Promise<Arrival | undefined>;
  close(): void;
}

/** Frames of one stream in the order they came. Never more than the window, because main waits for credit. */
function openArrivals(signal: AbortSignal): Arrivals {
  const frames: Arrival[] = [];
  let wake = (): void => undefined;
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  return {
    push: (arrival) => {
      frames.push(arrival);
      wake();
    },
    next: async () => {
      while (frames.length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return signal.aborted ? undefined : frames.shift();
    },
    close: () => signal.removeEventListener('abort', onAbort),
  };
}
