import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import openContext from 'pcsclite';
import { openPcsc } from '../drivers/card/pcsc.ts';
import type { ReaderService } from '../drivers/card/reader.ts';
import { openReaderService } from '../fixtures/chip/reader-service.ts';
import { startProgram } from '../fixtures/processes.ts';
import { type BenchRow, timed } from './row.ts';

type NativeReader = Parameters<Parameters<ReturnType<typeof openContext>['on']>[1]>[0];

/** GET CHALLENGE: the smallest command that the card answers with data. */
const command = Uint8Array.of(0x00, 0x84, 0x00, 0x00, 0x08);
const commands = 300;

/** One command through our channel against one through the bare binding, on the same reader service and card. */
export async function cardCommand(): Promise<BenchRow> {
  const service = await openReaderService({ readers: 1 });
  const port = String(service.ports[0]);
  const card = startProgram(fileURLToPath(new URL('../fixtures/chip/virtual-card.ts', import.meta.url)), [
    '--port',
    port,
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
  const service = openPcsc();
  try {
    const channel = await service.connect(await readerWithCard(service));
    const ms = await timed(commands, () => channel.transmit(command));
    await channel.close();
    return ms;
  } finally {
    await service.close();
  }
}

function readerWithCard(service: ReaderService): Promise<string> {
  return new Promise((resolve) => {
    service.onEvent((event) => event.kind === 'card-inserted' && resolve(event.reader));
  });
}

async function bare(): Promise<number> {
  const context = openContext();
  // The binding tells of being closed, and later of the service's end, as of errors: each reader has two slots that do.
  context.on('error', () => undefined);
  context.on('reader', (slot) => slot.on('error', () => undefined));
  const [reader] = (await once(context, 'reader')) as [NativeReader];
  await new Promise<void>((resolve) => {
    reader.on('status', ({ state }) => (state & reader.SCARD_STATE_PRESENT) !== 0 && resolve());
  });
  const protocol = await new Promise<number>((resolve, reject) => {
    reader.connect({ share_mode: reader.SCARD_SHARE_EXCLUSIVE }, (error, active) =>
      error ? reject(error) : resolve(active),
    );
  });
  const ms = await timed(
    commands,
    () =>
      new Promise<Buffer>((resolve, reject) => {
        reader.transmit(Buffer.from(command), 258, protocol, (error, response) =>
          error ? reject(error) : resolve(response),
        );
      }),
  );
  await new Promise<void>((resolve) => reader.disconnect(reader.SCARD_RESET_CARD, () => resolve()));
  reader.close();
  context.close();
  return ms;
}
