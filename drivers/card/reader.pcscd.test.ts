import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVirtualCard } from '../../fixtures/chip/card.ts';
import { personalize } from '../../fixtures/chip/lds.ts';
import {
  openReaderService,
  type VirtualReaderService,
  whyNoReaderService,
} from '../../fixtures/chip/reader-service.ts';
import { type InsertedCard, insertIntoVpcd } from '../../fixtures/chip/vpcd.ts';
import { neighbour } from '../../fixtures/people/people.ts';
import { openPcsc } from './pcsc.ts';
import { describeReaderService } from './reader.contract.ts';
import type { ReaderEvent } from './reader.ts';

const reason = await whyNoReaderService();
const driver = fileURLToPath(new URL('pcsc.ts', import.meta.url));

describe.skipIf(reason !== undefined)(`pcscd${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let machine: VirtualReaderService;
  beforeAll(async () => {
    machine = await openReaderService({ readers: 2 });
  });
  afterAll(() => machine.stop());

  describeReaderService('pcscd, vpcd and pcsclite', async () => {
    const names: [string, string] = ['VCCCD Reader A 00 00', 'VCCCD Reader B 00 00'];
    const lying = new Map<string, InsertedCard>();
    return {
      openService: openPcsc,
      names,
      insert: async (reader, card) => {
        const port = machine.ports[names.indexOf(reader)] ?? 0;
        lying.set(reader, await insertIntoVpcd(card, port));
      },
      remove: async (reader) => {
        await lying.get(reader)?.remove();
        lying.delete(reader);
      },
      restart: (whileDown) => machine.restart(whileDown),
    };
  });

  it('is not held up by a card that never answers', async () => {
    const service = openPcsc();
    const told = (wanted: ReaderEvent['kind']): Promise<string> =>
      new Promise((resolve) => {
        service.onEvent((event) => 'reader' in event && event.kind === wanted && resolve(event.reader));
      });
    const inserted = told('card-inserted');
    const card = openVirtualCard(personalize(neighbour));
    // vpcd takes an empty answer for none and goes on waiting.
    card.faults.add({ kind: 'truncate', at: 1, bytes: 0 });
    const lying = await insertIntoVpcd(card, machine.ports[0] ?? 0);
    const reader = await inserted;
    const channel = await service.connect(reader);
    const selectMasterFile = Uint8Array.of(0x00, 0xa4, 0x00, 0x0c);
    await expect(channel.transmit(selectMasterFile, AbortSignal.timeout(100))).rejects.toMatchObject({
      code: 'device/cancelled',
    });
    await channel.close();

    const removed = told('card-removed');
    await lying.remove();
    await removed;
    const back = told('card-inserted');
    const again = await insertIntoVpcd(card, machine.ports[0] ?? 0);
    const next = await service.connect(await back);
    expect((await next.transmit(selectMasterFile)).length).toBe(2);
    await next.close();
    await again.remove();
    await service.close();
  });

  it('comes up by itself when the service is started after it, also over the files of a killed one', async () => {
    let service = openPcsc();
    try {
      await machine.restart(async () => {
        await service.close();
        service = openPcsc();
        expect([service.isUp(), service.readers()]).toEqual([false, []]);
      }, 'SIGKILL');
      await new Promise<void>((resolve) => {
        service.onEvent(({ kind }) => kind === 'reader-added' && resolve());
      });
      expect(service.isUp()).toBe(true);
    } finally {
      await service.close();
    }
  });

  it('does not wait for itself when the service goes while a card is open', async () => {
    for (let round = 0; round < 5; round++) {
      const service = openPcsc();
      const inserted = new Promise<string>((resolve) => {
        service.onEvent((event) => event.kind === 'card-inserted' && resolve(event.reader));
      });
      const down = new Promise<void>((resolve) => {
        service.onEvent(({ kind }) => kind === 'service-down' && resolve());
      });
      const lying = await insertIntoVpcd(openVirtualCard(personalize(neighbour)), machine.ports[0] ?? 0);
      const channel = await service.connect(await inserted);
      await machine.restart(() => down);
      await channel.close();
      await service.close();
      expect(await lying.gone).toBe('stopped');
    }
  });

  it('waits for the card of a program that was killed in the middle of a command', async () => {
    const card = openVirtualCard(personalize(neighbour));
    card.faults.add({ kind: 'delay', at: 1, ms: 1500 });
    const service = openPcsc();
    const inserted = new Promise<string>((resolve) => {
      service.onEvent((event) => event.kind === 'card-inserted' && resolve(event.reader));
    });
    const lying = await insertIntoVpcd(card, machine.ports[0] ?? 0);
    const reader = await inserted;
    const script = `
      import { openPcsc } from ${JSON.stringify(driver)};
      const service = openPcsc();
      service.onEvent(async (event) => {
        if (event.kind !== 'card-inserted') return;
        const channel = await service.connect(event.reader);
        void channel.transmit(Uint8Array.of(0x00, 0xa4, 0x00, 0x0c));
        console.log('sent');
      });
    `;
    const killed = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const channel = await service.connect(reader);
    expect((await channel.transmit(Uint8Array.of(0x00, 0xa4, 0x00, 0x0c))).length).toBe(2);
    await channel.close();
    await lying.remove();
    await service.close();
  });

  it('lets the process end once it is closed', async () => {
    const script = `
      import { openPcsc } from ${JSON.stringify(driver)};
      const service = openPcsc();
      service.onEvent(({ kind }) => kind === 'reader-added' && setTimeout(() => service.close(), 100));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
});
