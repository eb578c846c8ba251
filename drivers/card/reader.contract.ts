import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bsiPassword, bsiReferenceCard } from '../../fixtures/chip/bsi-card.ts';
import { openVirtualCard, type VirtualCard } from '../../fixtures/chip/card.ts';
import { personalize } from '../../fixtures/chip/lds.ts';
import { type CardSettings, openCard } from '../../fixtures/chip/open-card.ts';
import { passwordOf } from '../../fixtures/chip/passwords.ts';
import { optionsWith, testTrust } from '../../fixtures/chip/reading.ts';
import { exchangeAt25, neighbour, type Person } from '../../fixtures/people/people.ts';
import { readChip } from './emrtd/read-chip.ts';
import type { CardChannel, ReaderEvent, ReaderService } from './reader.ts';

const samples = process.env['STATION_SAMPLES'];

function readWith(channel: CardChannel, person: Person): ReturnType<typeof readChip> {
  return readChip(channel, [passwordOf(person)], optionsWith(testTrust));
}

/** A desk with two readers, and the hands at it. */
export interface ReaderBench {
  /** One more program that uses the readers. */
  openService(): ReaderService;
  /** The names of the two readers, as the service gives them. */
  readonly names: readonly [string, string];
  insert(reader: string, card: VirtualCard): Promise<void>;
  remove(reader: string): Promise<void>;
  /** Takes the service away, and brings it back after `whileDown`. */
  restart(whileDown: () => Promise<void>): Promise<void>;
}

/** What every reader service must do. Runs with virtual cards on any transport. */
export function describeReaderService(transport: string, openBench: () => Promise<ReaderBench>): void {
  describe(`reader service: ${transport}`, () => {
    let bench: ReaderBench;
    let desk: Desk;
    const small = { face: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9) };
    const cardOf = (person: Person): VirtualCard => openVirtualCard(personalize(person, small));

    beforeEach(async () => {
      bench = await openBench();
      desk = await openDesk(bench);
    });
    afterEach(async () => {
      // The next test must not see this one's cards.
      for (const reader of bench.names) await desk.take(reader);
      await desk.service.close();
    });

    it('tells what comes and goes, on the reader where it happens', async () => {
      const [first, second] = bench.names;
      await desk.put(first, cardOf(exchangeAt25));
      await desk.put(second, cardOf(neighbour));
      await desk.take(first);
      const cards = desk.events.filter(({ kind }) => kind.startsWith('card-'));
      expect(cards).toEqual([
        { kind: 'card-inserted', reader: first },
        { kind: 'card-inserted', reader: second },
        { kind: 'card-removed', reader: first },
      ]);
    });

    it('reads a chip whole', async () => {
      const [reader] = bench.names;
      await desk.put(reader, openVirtualCard(personalize(exchangeAt25)));
      const channel = await desk.service.connect(reader);
      const reading = await readWith(channel, exchangeAt25);
      await channel.close();
      expect(Buffer.from(channel.atr).toString('hex')).toBe('3b89800156434343442d53494d23');
      expect([reading.verdict, reading.holder?.fullName, reading.files.length]).toEqual([
        'genuine',
        exchangeAt25.fullName,
        8,
      ]);
    });

    it.each<[string, CardSettings]>([
      ['basic access', { access: 'bac' }],
      ['PACE, integrated mapping', { pace: [{ mapping: 'IM', cipher: 'AES-256', parameterId: 16 }] }],
      [
        'PACE, chip authentication mapping',
        { pace: [{ mapping: 'CAM', cipher: 'AES-128', parameterId: 13 }] },
      ],
      [
        'PACE modulo a prime, keys of 256 bytes',
        { pace: [{ mapping: 'GM', cipher: '3DES', parameterId: 2 }] },
      ],
      ['extended length', { hasExtendedLength: true }],
    ])('reads a chip by %s', async (_how, settings) => {
      const [reader] = bench.names;
      await desk.put(reader, openCard(exchangeAt25, settings));
      const channel = await desk.service.connect(reader);
      const { verdict, access } = await readWith(channel, exchangeAt25);
      await channel.close();
      const protocol = settings.access === 'bac' ? 'BAC' : `PACE-${settings.pace?.[0]?.mapping ?? 'GM'}`;
      expect([verdict, access.protocol]).toEqual(['genuine', protocol]);
    });

    it.skipIf(samples === undefined)(
      `reads the reference set of others, with its keys${samples === undefined ? ' (skipped: set STATION_SAMPLES)' : ''}`,
      async () => {
        const [reader] = bench.names;
        await desk.put(reader, bsiReferenceCard(samples ?? ''));
        const channel = await desk.service.connect(reader);
        const { verdict, checks, files } = await readChip(channel, [bsiPassword], optionsWith(testTrust));
        await channel.close();
        // A passport, and nobody here knows who signed it: intact and proved as far as that goes.
        const reasonOf = (id: string) => checks.find((check) => check.id === id)?.reason;
        expect([
          verdict,
          reasonOf('chain'),
          reasonOf('ca'),
          reasonOf('sod-signature'),
          reasonOf('dg-hash:2'),
        ]).toEqual(['incomplete', 'untrusted-no-anchor', 'key-proven', 'signature-good', 'hash-equal']);
        expect(files.map(({ name }) => name)).toEqual(['SOD', 'DG14', 'COM', 'DG1', 'DG2']);
      },
    );

    it('reads two cards at once, each on its own reader', async () => {
      const people = [exchangeAt25, neighbour] as const;
      for (const [i, person] of people.entries()) await desk.put(bench.names[i] ?? '', cardOf(person));
      const names = await Promise.all(
        people.map(async (person, i) => {
          const channel = await desk.service.connect(bench.names[i] ?? '');
          const reading = await readWith(channel, person);
          await channel.close();
          return reading.holder?.fullName;
        }),
      );
      expect(names).toEqual(people.map(({ fullName }) => fullName));
    });

    it('says so when the key is wrong, and the right one opens the chip afterwards', async () => {
      const [reader] = bench.names;
      await desk.put(reader, cardOf(exchangeAt25));
      const channel = await desk.service.connect(reader);
      await expect(readWith(channel, neighbour)).rejects.toMatchObject({
        code: 'card/wrong-key',
      });
      expect((await readWith(channel, exchangeAt25)).mrz?.personalId).toBe(exchangeAt25.personalId);
      await channel.close();
    });

    it('sends commands one after the other, however fast they are given', async () => {
      const [reader] = bench.names;
      const card = cardOf(exchangeAt25);
      let underWay = 0;
      let most = 0;
      const watched: VirtualCard = {
        ...card,
        answer: async (command) => {
          most = Math.max(most, ++underWay);
          const answer = await card.answer(command);
          underWay--;
          return answer;
        },
      };
      await desk.put(reader, watched);
      const channel = await desk.service.connect(reader);
      card.faults.add({ kind: 'delay', at: 1, ms: 50 });
      const answers = await Promise.all(Array.from({ length: 5 }, () => channel.transmit(selectMasterFile)));
      await channel.close();
      expect([most, answers.map((answer) => Buffer.from(answer).toString('hex'))]).toEqual([
        1,
        ['6d00', '6d00', '6d00', '6d00', '6d00'],
      ]);
    });

    it('gives a card to one program at a time', async () => {
      const [reader] = bench.names;
      const other = await openDesk(bench);
      await desk.put(reader, cardOf(exchangeAt25));
      await other.hasCard(reader, true);
      const channel = await desk.service.connect(reader);
      await expect(other.service.connect(reader)).rejects.toMatchObject({ code: 'card/in-use' });
      await expect(desk.service.connect(reader)).rejects.toMatchObject({ code: 'card/in-use' });
      await channel.close();
      const next = await other.service.connect(reader);
      expect((await next.transmit(selectMasterFile)).length).toBe(2);
      await next.close();
      await other.service.close();
    });

    it('begins anew after a close: the chip has forgotten the session', async () => {
      const [reader] = bench.names;
      await desk.put(reader, cardOf(exchangeAt25));
      const first = await desk.service.connect(reader);
      await readWith(first, exchangeAt25);
      await first.close();
      await first.close();
      await expect(first.transmit(selectMasterFile)).rejects.toMatchObject({ code: 'card/removed' });
      const second = await desk.service.connect(reader);
      const readCom = Uint8Array.of(0x00, 0xb0, 0x9e, 0x00, 0x04);
      expect(Buffer.from(await second.transmit(readCom)).toString('hex')).toBe('6982');
      await second.close();
    });

    it('has no card to open before one lies there, and none on a reader it does not know', async () => {
      const [reader] = bench.names;
      await expect(desk.service.connect(reader)).rejects.toMatchObject({ code: 'card/no-card' });
      await expect(desk.service.connect('no such reader')).rejects.toMatchObject({ code: 'card/no-reader' });
    });

    it('notices a card that is taken between two commands', async () => {
      const [reader] = bench.names;
      await desk.put(reader, cardOf(exchangeAt25));
      const channel = await desk.service.connect(reader);
      await desk.take(reader);
      await expect(channel.transmit(selectMasterFile)).rejects.toMatchObject({ code: 'card/removed' });
      await channel.close();
      expect(desk.service.readers().find(({ name }) => name === reader)?.hasCard).toBe(false);
    });

    it('notices a card that is taken in the middle of a command, and reads it when it is back', async () => {
      const [reader] = bench.names;
      const card = cardOf(exchangeAt25);
      card.faults.add({ kind: 'remove', at: 9 });
      await desk.put(reader, card);
      const channel = await desk.service.connect(reader);
      await expect(readWith(channel, exchangeAt25)).rejects.toMatchObject({
        code: 'card/removed',
      });
      await channel.close();
      await desk.hasCard(reader, false);
      await desk.put(reader, card);
      const again = await desk.service.connect(reader);
      expect((await readWith(again, exchangeAt25)).files).toHaveLength(8);
      await again.close();
    });

    it('keeps an old conversation from reaching a card that was swapped in, however fast', async () => {
      const [reader] = bench.names;
      await desk.put(reader, cardOf(exchangeAt25));
      const channel = await desk.service.connect(reader);
      await bench.remove(reader);
      await bench.insert(reader, cardOf(neighbour));
      await expect(readWith(channel, exchangeAt25)).rejects.toMatchObject({
        code: 'card/removed',
      });
      await channel.close();
    });

    it('reads the card that was swapped in as another one', async () => {
      const [reader] = bench.names;
      await desk.put(reader, cardOf(exchangeAt25));
      await desk.take(reader);
      await desk.put(reader, cardOf(neighbour));
      const channel = await desk.service.connect(reader);
      await expect(readWith(channel, exchangeAt25)).rejects.toMatchObject({
        code: 'card/wrong-key',
      });
      expect((await readWith(channel, neighbour)).mrz?.personalId).toBe(neighbour.personalId);
      await channel.close();
    });

    it.each([
      ['one byte', 1, 'card/removed'],
      ['half of it', 100, 'card/session-broken'],
    ])('takes no answer that was cut to %s', async (_length, bytes, code) => {
      const [reader] = bench.names;
      const card = cardOf(exchangeAt25);
      card.faults.add({ kind: 'truncate', at: 12, bytes });
      await desk.put(reader, card);
      const channel = await desk.service.connect(reader);
      await expect(readWith(channel, exchangeAt25)).rejects.toMatchObject({ code });
      await channel.close();
    });

    it('does not begin a command that nobody wants any more', async () => {
      const [reader] = bench.names;
      await desk.put(reader, cardOf(exchangeAt25));
      const channel = await desk.service.connect(reader);
      const signal = AbortSignal.abort();
      await expect(channel.transmit(selectMasterFile, signal)).rejects.toMatchObject({
        code: 'device/cancelled',
      });
      expect((await channel.transmit(selectMasterFile)).length).toBe(2);
      await channel.close();
    });

    it('lets go of a caller who stops waiting for a slow card, and of the card afterwards', async () => {
      const [reader] = bench.names;
      const card = cardOf(exchangeAt25);
      card.faults.add({ kind: 'delay', at: 1, ms: 1000 });
      await desk.put(reader, card);
      const channel = await desk.service.connect(reader);
      const slow = channel.transmit(selectMasterFile, AbortSignal.timeout(50));
      const next = channel.transmit(selectMasterFile);
      const first = await Promise.race([slow.catch((error: unknown) => error), next]);
      expect(first).toMatchObject({ code: 'device/cancelled' });
      expect((await next).length).toBe(2);
      await channel.close();
      const again = await desk.service.connect(reader);
      expect((await again.transmit(selectMasterFile)).length).toBe(2);
      await again.close();
    });

    it('outlives the service: says that it is gone, and is back by itself', async () => {
      const [reader] = bench.names;
      const card = cardOf(exchangeAt25);
      await desk.put(reader, card);
      const channel = await desk.service.connect(reader);
      await bench.restart(async () => {
        await desk.until(() => !desk.service.isUp(), 'the service is down');
        expect(desk.service.readers()).toEqual([]);
        await expect(desk.service.connect(reader)).rejects.toMatchObject({ code: 'card/service-down' });
      });
      await channel.close();
      await desk.until(() => desk.service.readers().length >= 2, 'the readers are back');
      await bench.remove(reader);
      await desk.put(reader, card);
      const again = await desk.service.connect(reader);
      expect((await readWith(again, exchangeAt25)).files).toHaveLength(8);
      await again.close();
      expect(desk.events.filter(({ kind }) => kind.startsWith('service-')).slice(-2)).toEqual([
        { kind: 'service-down' },
        { kind: 'service-up' },
      ]);
    });
  });
}

const selectMasterFile = Uint8Array.of(0x00, 0xa4, 0x00, 0x0c);
const patienceMs = 10_000;

/** One program's view: what it was told, and waits for what it will be told. */
interface Desk {
  readonly service: ReaderService;
  readonly events: readonly ReaderEvent[];
  until(isSo: () => boolean, what: string): Promise<void>;
  hasCard(reader: string, expected: boolean): Promise<void>;
  /** Inserts, or removes, and waits until the service has told. */
  put(reader: string, card: VirtualCard): Promise<void>;
  take(reader: string): Promise<void>;
}

async function openDesk(bench: ReaderBench): Promise<Desk> {
  const service = bench.openService();
  const events: ReaderEvent[] = [];
  service.onEvent((event) => events.push(event));
  const until = (isSo: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), patienceMs);
      const look = (): void => {
        if (!isSo()) return;
        clearTimeout(timer);
        stop();
        resolve();
      };
      const stop = service.onEvent(look);
      look();
    });
  const hasCard = (reader: string, expected: boolean): Promise<void> =>
    until(
      () => service.readers().some(({ name, hasCard: is }) => name === reader && is === expected),
      `${reader} ${expected ? 'has a card' : 'is empty'}`,
    );
  await until(
    () => bench.names.every((name) => service.readers().some((reader) => reader.name === name)),
    'two readers',
  );

  return {
    service,
    events,
    until,
    hasCard,
    put: async (reader, card) => {
      await bench.insert(reader, card);
      await hasCard(reader, true);
    },
    take: async (reader) => {
      await bench.remove(reader);
      await hasCard(reader, false);
    },
  };
}
