import type { z } from 'zod';
import { type Access, type CallDefinition, calls, type StreamDefinition } from './calls.ts';
import { StationError, type StationErrorCode } from './errors.ts';
import {
  decodeFrame,
  encodeFrame,
  type MainFrame,
  maxFrameBytes,
  PageFrame,
  streamWindow,
} from './frames.ts';
import type { ErrorNotice } from './notice.ts';
import type { Handlers, Wire } from './wire.ts';

export interface Service {
  readonly handlers: Handlers;
  /** Whether a call of this access may be made now. */
  mayCall(access: Access): boolean;
  /** Gives a failure its incident number and a line in the log. */
  report(error: unknown): ErrorNotice;
}

type AnyHandler = (input: unknown, signal: AbortSignal) => unknown;

interface Running {
  readonly abort: AbortController;
  /** Items the page is ready for, and what to do when it gets ready for more. */
  credit: number;
  onCredit: () => void;
}

/** More at once than any page of ours makes; a peer that asks for more is not one. */
const mostRunning = 200;

/**
 * Answers one page over one wire until it closes. Inputs are checked against the contract before a handler sees them, outputs before
 * they leave. A frame that is none ends this wire with `rpc/malformed` or `rpc/too-large`, and touches nothing else.
 */
export function serve(wire: Wire, service: Service): void {
  const running = new Map<number, Running>();
  let isOpen = true;

  wire.onFrame((bytes) => {
    if (isOpen) receive(bytes);
  });
  wire.onClose(stop);

  function receive(bytes: Uint8Array): void {
    if (bytes.length > maxFrameBytes) return refuseWire('rpc/too-large', `a frame of ${bytes.length} bytes`);
    const frame = decodeFrame(PageFrame, bytes);
    if (!frame) return refuseWire('rpc/malformed', `${bytes.length} bytes that are no frame`);
    switch (frame.kind) {
      case 'request':
        if (running.has(frame.id)) return refuseWire('rpc/malformed', 'a request id in use');
        if (running.size >= mostRunning) return refuseWire('rpc/malformed', 'too many requests at once');
        return void answer(frame.id, frame.call, frame.input);
      case 'credit':
        return addCredit(frame.id, frame.items);
      case 'cancel':
        return running.get(frame.id)?.abort.abort();
    }
  }

  /** @throws StationError `rpc/too-large` */
  function send(frame: MainFrame): void {
    if (!isOpen) return;
    const bytes = encodeFrame(frame);
    if (bytes.length > maxFrameBytes)
      throw new StationError('rpc/too-large', `an answer of ${bytes.length} bytes`);
    wire.send(bytes);
  }

  function refuseWire(code: StationErrorCode, reason: string): void {
    send({ kind: 'failure', id: 0, notice: service.report(new StationError(code, reason)) });
    stop();
    wire.close();
  }

  function stop(): void {
    isOpen = false;
    for (const { abort } of running.values()) abort.abort();
    running.clear();
  }

  function addCredit(id: number, items: number): void {
    const stream = running.get(id);
    if (!stream) return;
    stream.credit = Math.min(stream.credit + items, streamWindow);
    stream.onCredit();
  }

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    const current: Running = {
      abort: new AbortController(),
      credit: streamWindow,
      onCredit: () => undefined,
    };
    const { signal } = current.abort;
    running.set(id, current);
    try {
      const { definition, handler } = find(name);
      if (!service.mayCall(definition.access)) throw new StationError('officer/not-signed-in', name);
      const checked = checkedInput(definition.input, input, name);
      if (definition.kind === 'stream') {
        await sendItems(id, definition, handler(checked, signal) as AsyncIterable<unknown>, current);
      } else {
        const output = definition.output.parse(await handler(checked, signal));
        if (!signal.aborted) send({ kind: 'reply', id, output });
      }
    } catch (error) {
      // What fails after the page gave up is the giving up.
      if (!signal.aborted) send({ kind: 'failure', id, notice: service.report(error) });
    } finally {
      running.delete(id);
    }
  }

  function find(name: string): { definition: CallDefinition | StreamDefinition; handler: AnyHandler } {
    if (!Object.hasOwn(calls, name)) throw new StationError('rpc/unknown-call', 'no such call');
    const known = name as keyof typeof calls;
    return { definition: calls[known], handler: service.handlers[known] as AnyHandler };
  }

  async function sendItems(
    id: number,
    definition: StreamDefinition,
    items: AsyncIterable<unknown>,
    stream: Running,
  ): Promise<void> {
    const { signal } = stream.abort;
    for await (const item of items) {
      if (signal.aborted) return;
      // Signed out meanwhile: what only an officer may see stops here.
      if (!service.mayCall(definition.access)) throw new StationError('officer/not-signed-in', 'signed out');
      send({ kind: 'item', id, item: definition.item.parse(item) });
      stream.credit -= 1;
      while (stream.credit <= 0 && !signal.aborted) await nextCredit(stream);
    }
    if (!signal.aborted) send({ kind: 'end', id });
  }
}

function nextCredit(stream: Running): Promise<void> {
  const { signal } = stream.abort;
  return new Promise((resolve) => {
    const go = (): void => {
      signal.removeEventListener('abort', go);
      resolve();
    };
    stream.onCredit = go;
    signal.addEventListener('abort', go, { once: true });
  });
}

function checkedInput(schema: z.ZodType, input: unknown, name: string): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  // Where it is wrong, never what it held.
  const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join('; ');
  throw new StationError('rpc/invalid-input', `${name}: ${where}`);
}
