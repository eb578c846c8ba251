import { DriverError } from '../../errors.ts';
import type { CardChannel } from '../reader.ts';

/** A channel that counts, so that a chip cannot keep a reading going for ever. */
export interface MeteredChannel {
  transmit(command: Uint8Array): Promise<Uint8Array>;
  apdus(): number;
}

/**
 * Puts one reading's limits on a channel.
 *
 * @param deadline the reading's own time limit; `signal` is the caller's wish to stop
 * @throws DriverError `card/data-invalid` after `maxApdus`, `card/mute` at the deadline, `device/cancelled` on the signal
 */
export function meterChannel(
  channel: CardChannel,
  maxApdus: number,
  deadline: AbortSignal,
  signal?: AbortSignal,
): MeteredChannel {
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  let count = 0;
  return {
    apdus: () => count,
    transmit: async (command) => {
      if (count >= maxApdus) throw new DriverError('card/data-invalid', `no end after ${maxApdus} commands`);
      count++;
      try {
        return await channel.transmit(command, either);
      } catch (cause) {
        if (deadline.aborted && !signal?.aborted) {
          throw new DriverError('card/mute', 'the card is too slow', { cause });
        }
        throw cause;
      }
    },
  };
}
