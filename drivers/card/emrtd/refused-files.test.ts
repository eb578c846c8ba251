import { describe, expect, it } from 'vitest';
import type { CardSettings } from '../../../fixtures/chip/open-card.ts';
import {
  cardWith,
  channelTo,
  mrzPassword,
  notPassed,
  optionsWith,
  plainCard,
  read,
  testTrust,
} from '../../../fixtures/chip/reading.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import type { ChipReading } from './chip-reading.ts';
import { readChip } from './read-chip.ts';

/** Files in the order in which they are asked for, behind the answer to SELECT. */
const order = ['SOD', 'DG14', 'COM', 'DG15', 'DG1', 'DG13', 'DG2'] as const;

/**
 * Reads a card that answers the first command for one file with this status, protected as agreed. How many answers come before
 * that one a reading without the fault tells.
 */
async function readRefusing(name: (typeof order)[number], sw: number): Promise<ChipReading> {
  let answers = 0;
  const firstAnswers = new Map<string, number>();
  const watched = cardWith({
    spoil: (answer) => {
      answers++;
      return answer;
    },
  });
  await read(watched, {
    onProgress: ({ file, doneBytes, totalBytes }) => {
      // Told after the first part; the portrait here is as small as the rest.
      if (!firstAnswers.has(file)) firstAnswers.set(file, answers);
      expect(doneBytes).toBeLessThanOrEqual(totalBytes);
    },
  });
  const at = firstAnswers.get(name);
  let count = 0;
  return read(cardWith({ spoil: (answer) => (++count === at ? { data: new Uint8Array(), sw } : answer) }));
}

describe('a file the card has and does not give', () => {
  it.each([0x6982, 0x6985, 0x6a86, 0x6f00])('is a finding, and the rest is read: %i', async (sw) => {
    const reading = await readRefusing('DG13', sw);
    expect([reading.verdict, notPassed(reading)]).toEqual(['incomplete', ['dg-hash:13 not-run not-read']]);
    expect(reading.mrz?.personalId).toBe(exchangeAt25.personalId);
    expect(reading.face).toBeDefined();
  });

  it.each([
    ['DG14', 'ca fail key-file-missing'],
    ['DG15', 'aa fail key-file-missing'],
  ] as const)('is a missing proof when it is %s', async (name, expected) => {
    const reading = await readRefusing(name, 0x6982);
    expect(reading.verdict).toBe('clone-suspected');
    expect(notPassed(reading)).toContain(expected);
    expect(reading.mrz?.personalId).toBe(exchangeAt25.personalId);
  });

  it.each([
    ['SOD', 'unreadable'],
    ['DG1', 'unreadable'],
    ['DG2', 'incomplete'],
    // Nobody signed it, and its answer was protected with the new keys all the same.
    ['COM', 'genuine'],
  ] as const)('%s makes the card %s', async (name, verdict) => {
    expect((await readRefusing(name, 0x6982)).verdict).toBe(verdict);
  });
});

describe('a length the card refuses', () => {
  it.each([0x6700, 0x6c80, 0x6c00])('under protection is not asked for again: %i', async (sw) => {
    let refusals = 0;
    const spoil: NonNullable<CardSettings['spoil']> = (answer) => {
      if (answer.data.length <= 160) return answer;
      refusals++;
      return { data: new Uint8Array(), sw };
    };
    const reading = await read(cardWith({ spoil }));
    expect([reading.verdict, notPassed(reading), refusals]).toEqual(['genuine', [], 1]);
  });

  it('in the clear, as cards with contacts do, gets the same command with another length', async () => {
    const channel = await channelTo(cardWith(plainCard));
    const sent: Uint8Array[] = [];
    const reading = await readChip(
      {
        ...channel,
        transmit: async (command, signal) => {
          sent.push(command);
          const isFirst = command[1] === 0x84 && sent.filter(([, ins]) => ins === 0x84).length === 1;
          return isFirst ? Uint8Array.of(0x6c, 0x08) : channel.transmit(command, signal);
        },
      },
      [mrzPassword],
      optionsWith(testTrust),
    );
    expect(sent.filter(([, ins]) => ins === 0x84)).toHaveLength(2);
    expect(reading.mrz?.personalId).toBe(exchangeAt25.personalId);
  });
});

describe('a length that cannot be', () => {
  const gigabytes = Uint8Array.of(0x84, 0x7f, 0xff, 0xff, 0xff);
  const endless = Uint8Array.of(0x80);
  const fiveBytes = Uint8Array.of(0x85, 0x01, 0x2a, 0x05, 0xf2, 0x00);

  it.each([
    ['two gigabytes', gigabytes, 'claims 2147483653 bytes'],
    ['no end', endless, 'indefinite length'],
    ['five bytes of length', fiveBytes, 'length of 5 bytes'],
  ])(
    'is refused with the name of the file, and nothing is set aside for it: %s',
    async (_what, length, why) => {
      const tags = { SOD: 0x77, DG1: 0x61, DG2: 0x75, DG13: 0x6d } as const;
      for (const [name, tag] of Object.entries(tags)) {
        const spoil: NonNullable<CardSettings['spoil']> = ({ data, sw }) =>
          data[0] === tag && data.length > 8
            ? { data: Uint8Array.from([tag, ...length, 0, 0]), sw }
            : { data, sw };
        const before = process.memoryUsage().arrayBuffers;
        await expect(read(cardWith({ ...plainCard, spoil }))).rejects.toMatchObject({
          code: 'card/data-invalid',
          message: expect.stringMatching(new RegExp(`^${name} .*${why}`)),
        });
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
      }
    },
  );
});
