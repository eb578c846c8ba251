import { fileURLToPath } from 'node:url';
import pcsclite from 'pcsclite';
import { openPcsc } from '../drivers/card/pcsc.ts';
import { openReaderService } from '../fixtures/chip/reader-service.ts';
import { startProgram } from '../fixtures/processes.ts';
import { type BenchRow, timed } from './row.ts';

/** GET CHALLENGE: the smallest command that the card answers with data. */
const command = Uint8Array.of(0x00, 0x84, 0x00, 0x00, 0x08);
const rounds = 100;

/** One command through our channel against one through the bare binding, on the same reader service and card. */
export async function cardCommand(): Promise<BenchRow> {
  const service = await openReaderService({ readers: 1 });
  const card = startProgram(fileURLToPath(new URL('../fixtures/chip/virtual-card.ts', import.meta.url)), [
    '--port',
    String(service.ports[0]),
  ]);
  await card.fact(({ fact }) => fact === 'inserted');
  return {
    name: 'card command',
    floorName: 'bare pcsclite',
    measure: async () => ({ oursMs: await ours(), floorMs: await bare() }),
    close: async () => {
      await card.stop();
      await service.stop();
    },
  };
}

async function ours(): Promise<number> {
  const readers = openPcsc();
  try {
    while (!readers.readers().some(({ hasCard }) => hasCard))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const channel = await readers.connect(readers.readers().find(({ hasCard }) => hasCard)?.name ?? '');
    const ms = await timed(rounds, () => channel.transmit(command));
    await channel.close();
    return ms;
  } finally {
    await readers.close();
  }
}

async function bare(): Promise<number> {
  const context = pcsclite();
  context.on('error', () => undefined);
  const reader = await new Promise<BareReader>((resolve) => {
    context.on('reader', (found) => {
      // In the same tick: an error without a listener ends the process.
      found.on('error', () => undefined);
      resolve(found as unknown as BareReader);
    });
  });
  await new Promise<void>((resolve) => {
    reader.on(
      'status',
      ({ state }: { readonly state: number }) => (state & reader.SCARD_STATE_PRESENT) !== 0 && resolve(),
    );
  });
  const protocol = await new Promise<number>((resolve, reject) =>
    reader.connect({ share_mode: reader.SCARD_SHARE_EXCLUSIVE }, (error, connected) =>
      error ? reject(error) : resolve(connected),
    ),
  );
  const transmit = (): Promise<Buffer> =>
    new Promise((resolve, reject) =>
      reader.transmit(Buffer.from(command), 258, protocol, (error, answer) =>
        error ? reject(error) : resolve(answer),
      ),
    );
  const ms = await timed(rounds, transmit);
  await new Promise<void>((resolve) => reader.disconnect(reader.SCARD_RESET_CARD, () => resolve()));
  reader.close();
  context.close();
  return ms;
}

interface BareReader {
  readonly SCARD_STATE_PRESENT: number;
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_RESET_CARD: number;
  on(event: 'error' | 'status', listener: (value: never) => void): unknown;
  connect(options: object, done: (error: unknown, protocol: number) => void): void;
  transmit(
    data: Buffer,
    answerBytes: number,
    protocol: number,
    done: (error: unknown, answer: Buffer) => void,
  ): void;
  disconnect(disposition: number, done: () => void): void;
  close(): void;
}
