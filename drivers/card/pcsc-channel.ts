import { setTimeout as wait } from 'node:timers/promises';
import { DriverError, type DriverErrorCode } from '../errors.ts';
import type { CardChannel } from './reader.ts';

/** The part of pcsclite's reader that talks to a card. */
export interface NativeReader {
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_RESET_CARD: number;
  connect(options: { share_mode: number }, done: (error: unknown, protocol: number) => void): void;
  transmit(
    command: Buffer,
    receiveBytes: number,
    protocol: number,
    done: (error: unknown, response: Buffer) => void,
  ): void;
  disconnect(disposition: number, done: (error: unknown) => void): void;
}

/** A channel and what the service needs to know of it. */
export interface PcscChannel extends CardChannel {
  /** The caller is done with it; the native reader may still be busy. */
  isClosed(): boolean;
  /** Settles when the native reader is free again: nothing under way, disconnected. */
  readonly released: Promise<void>;
}

/** Room for the longest answer, with what PC/SC wants beyond it. */
const shortReceiveBytes = 258;
const extendedReceiveBytes = 65_548;
/** A native command cannot be called back; a caller is not kept longer than this by a card that does not answer. */
const closeWaitMs = 2000;

/** What PC/SC's error numbers mean for a card. What is not here is a failure of the service. */
const connectCodes: Readonly<Record<string, DriverErrorCode>> = {
  '80100009': 'card/no-reader', // SCARD_E_UNKNOWN_READER
  '8010000b': 'card/in-use', // SCARD_E_SHARING_VIOLATION
  '8010000c': 'card/no-card', // SCARD_E_NO_SMARTCARD
  '8010000f': 'card/mute', // SCARD_E_PROTO_MISMATCH
  '80100017': 'card/no-reader', // SCARD_E_READER_UNAVAILABLE
  '80100065': 'card/mute', // SCARD_W_UNSUPPORTED_CARD
  '80100066': 'card/mute', // SCARD_W_UNRESPONSIVE_CARD
  '80100067': 'card/mute', // SCARD_W_UNPOWERED_CARD
  '80100069': 'card/no-card', // SCARD_W_REMOVED_CARD
};
const transmitCodes: Readonly<Record<string, DriverErrorCode>> = {
  '80100009': 'card/removed', // SCARD_E_UNKNOWN_READER: reader and card went together
  '8010000c': 'card/removed', // SCARD_E_NO_SMARTCARD
  '80100016': 'card/removed', // SCARD_E_NOT_TRANSACTED: out of the field
  '80100017': 'card/removed', // SCARD_E_READER_UNAVAILABLE
  '80100067': 'card/removed', // SCARD_W_UNPOWERED_CARD
  '80100068': 'card/removed', // SCARD_W_RESET_CARD: another card, or the same with its session gone
  '80100069': 'card/removed', // SCARD_W_REMOVED_CARD
};

/**
 * Opens the card on a native reader for us alone.
 *
 * @param atr as last told by the service for this card
 * @param onServiceError told when an error is not the card's: the context is then of no use any more
 */
export async function openPcscChannel(
  native: NativeReader,
  atr: Uint8Array,
  onServiceError: (error: unknown) => void,
): Promise<PcscChannel> {
  const fail = (error: unknown, codes: Readonly<Record<string, DriverErrorCode>>): DriverError => {
    const code = codes[errorNumber(error)];
    if (!code) onServiceError(error);
    return new DriverError(code ?? 'card/service-down', messageOf(error), { cause: error });
  };
  const protocol = await new Promise<number>((resolve, reject) => {
    native.connect({ share_mode: native.SCARD_SHARE_EXCLUSIVE }, (error, active) =>
      error ? reject(fail(error, connectCodes)) : resolve(active),
    );
  });

  let isClosed = false;
  let isGone = false;
  /** Ends when the last native command has ended, whoever still waits for it. */
  let tail: Promise<unknown> = Promise.resolve();
  const released = Promise.withResolvers<void>();

  const transmitNow = (command: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const receiveBytes = isExtended(command) ? extendedReceiveBytes : shortReceiveBytes;
      native.transmit(Buffer.from(command), receiveBytes, protocol, (error, response) => {
        if (error) {
          isGone = true;
          reject(fail(error, transmitCodes));
        } else if (response.length < 2) {
          // A card that leaves during a command looks like success without an answer.
          isGone = true;
          reject(removed('the card left during a command'));
        } else {
          resolve(Uint8Array.from(response));
        }
      });
    });
  const disconnect = async (): Promise<void> => {
    await tail.catch(() => undefined);
    await new Promise<void>((resolve) => {
      native.disconnect(native.SCARD_RESET_CARD, (error) => {
        // The binding takes a reader that did not disconnect for connected, and would not connect it again.
        if (error) onServiceError(error);
        resolve();
      });
    });
    released.resolve();
  };

  return {
    atr,
    maxCommandBytes: 65_544,
    maxResponseBytes: 65_538,
    isClosed: () => isClosed,
    released: released.promise,
    transmit: (command, signal) => {
      const answer = tail
        .catch(() => undefined)
        .then(() => {
          if (isClosed || isGone) throw removed('the card has gone');
          if (signal?.aborted) throw cancelled(signal);
          return transmitNow(command);
        });
      tail = answer;
      return orCancelled(answer, signal);
    },
    close: async () => {
      if (!isClosed) {
        isClosed = true;
        void disconnect();
      }
      await Promise.race([released.promise, wait(closeWaitMs, undefined, { ref: false })]);
    },
  };
}

/**
 * Ends the caller's wait at the signal; the command itself goes on until the card answers.
 *
 * @throws DriverError `device/cancelled`
 */
export function orCancelled<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(cancelled(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function isExtended(command: Uint8Array): boolean {
  return command.length > 5 && command[4] === 0;
}

/** The binding tells its errors as text that ends in the number: `SCardTransmit error: Card was removed.(0x80100069)`. */
function errorNumber(error: unknown): string {
  return /\(0x0*([0-9a-f]{8})\)\s*$/i.exec(messageOf(error))?.[1]?.toLowerCase() ?? '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function removed(message: string): DriverError {
  return new DriverError('card/removed', message);
}

function cancelled(signal: AbortSignal): DriverError {
  return new DriverError('device/cancelled', 'the caller stopped waiting', { cause: signal.reason });
}
