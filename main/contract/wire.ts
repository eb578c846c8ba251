import type { CallInput, CallName, CallOutput, CheckedInput, StreamItem, StreamName } from './calls.ts';

/** One side of a message channel that keeps frame boundaries: a MessagePort or a WebSocket. */
export interface Wire {
  send(frame: Uint8Array): void;
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** The page's end. Failures are `RpcError`s with a code and an incident number. */
export interface Client {
  call<K extends CallName>(name: K, input: CallInput<K>, signal?: AbortSignal): Promise<CallOutput<K>>;
  /** Items as they come; main waits when the page is slow. Ends when `signal` aborts. */
  watch<K extends StreamName>(
    name: K,
    input: CallInput<K>,
    signal: AbortSignal,
  ): AsyncIterable<StreamItem<K>>;
}

/** What main provides for every entry of the contract. */
export type Handlers = {
  [K in CallName]: (input: CheckedInput<K>, signal: AbortSignal) => Promise<CallOutput<K>> | CallOutput<K>;
} & {
  [K in StreamName]: (input: CheckedInput<K>, signal: AbortSignal) => AsyncIterable<StreamItem<K>>;
};
