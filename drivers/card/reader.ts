/** One reader as the reader service names it, and whether a card lies on it. */
export interface ReaderState {
  /** The service's own name, e.g. `Virtual PCD 00 00`. Unique while the service runs. */
  readonly name: string;
  readonly hasCard: boolean;
}

export type ReaderEvent =
  | { readonly kind: 'service-up' }
  | { readonly kind: 'service-down' }
  | { readonly kind: 'reader-added'; readonly reader: string }
  | { readonly kind: 'reader-removed'; readonly reader: string }
  | { readonly kind: 'card-inserted'; readonly reader: string }
  | { readonly kind: 'card-removed'; readonly reader: string };

/**
 * An exclusive conversation with one card (ISO/IEC 7816-3). One command at a time; a second waits for the first.
 *
 * @throws DriverError `card/removed` when the card has gone: before, during or after a command.
 */
export interface CardChannel {
  /** Answer to reset, ISO/IEC 7816-3 section 8. */
  readonly atr: Uint8Array;
  /** Longest command APDU the path takes, in bytes. */
  readonly maxCommandBytes: number;
  /** Longest response APDU the path gives, in bytes, with SW1 SW2. */
  readonly maxResponseBytes: number;
  /**
   * Sends one command APDU and returns the whole response APDU: data, SW1, SW2 (at least two bytes).
   *
   * @param signal ends the wait at once with `device/cancelled`; a command already under way still reaches its end in the card,
   *   and the next one waits for it.
   */
  transmit(command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
  /** Resets the card and gives it back. Safe to call twice and after the card has gone. */
  close(): Promise<void>;
}

/** The machine's reader service (PC/SC, or the in-process one of the tests). */
export interface ReaderService {
  /** What is plugged in now. Empty while the service is down. */
  readers(): readonly ReaderState[];
  isUp(): boolean;
  /** Facts as they happen; the returned function stops them. */
  onEvent(listener: (event: ReaderEvent) => void): () => void;
  /**
   * Opens the card on a reader exclusively.
   *
   * @throws DriverError `card/service-down`, `card/no-reader`, `card/no-card`, `card/in-use`, `card/mute`
   */
  connect(reader: string, signal?: AbortSignal): Promise<CardChannel>;
  /** Releases every reader and the context; afterwards the process can end. */
  close(): Promise<void>;
}
