import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { mutated } from '../../../fixtures/chip/mutations.ts';
import type { CardSettings } from '../../../fixtures/chip/open-card.ts';
import {
  cardWith,
  channelTo,
  mrzPassword,
  optionsWith,
  plainCard,
  testTrust,
} from '../../../fixtures/chip/reading.ts';
import { randomFrom } from '../../../fixtures/random.ts';
import { DriverError } from '../../errors.ts';
import type { ResponseApdu } from '../apdu.ts';
import type { CardChannel } from '../reader.ts';
import type { ChipCheck, ChipReading } from './chip-reading.ts';
import { vnCccd } from './profiles/profile.ts';
import { readChip } from './read-chip.ts';

// More than 100,000 answers spoilt in every way, at fixed seeds, in whole readings. A reading ends with a verdict that is not
// `genuine`, or with a code: never with a crash, never hanging, never keeping what it was sent.

const longestReadingMs = 20_000;
const mostHeapBytes = 32 * 1024 * 1024;
/** No second way anywhere: basic access after PACE, or another length, would end in an honest, genuine reading. */
const profile = { ...vnCccd, bacAfterPace: false, triesPauseMs: 0 };
const lengthsOf = ({ hasExtendedLength, maxReadBytes = 223 }: CardSettings): readonly number[] => [
  hasExtendedLength ? 4096 : maxReadBytes,
];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Tally {
  spoilt: number;
  slowestMs: number;
  readonly outcomes: Map<string, number>;
}

/** Certificates do not change between readings: the same SOD gets the same answer, so that the time goes into spoilt answers. */
function rememberingOptions(settings: CardSettings) {
  const options = optionsWith(testTrust);
  const known = new Map<string, Promise<readonly ChipCheck[]>>();
  const checkSod = (file: Uint8Array): Promise<readonly ChipCheck[]> => {
    const name = createHash('sha256').update(file).digest('hex');
    const checks = known.get(name) ?? options.passive.checkSod(file);
    if (known.size < 100) known.set(name, checks);
    return checks;
  };
  const readBytes = lengthsOf(settings);
  return { ...options, profile: { ...profile, readBytes }, passive: { ...options.passive, checkSod } };
}

/** Reads until so many answers were spoilt. @param open a channel whose answers are spoilt, told each time one is */
async function readUntilSpoilt(
  wanted: number,
  settings: CardSettings,
  open: ReturnType<typeof onTheWire>,
): Promise<Tally> {
  const options = rememberingOptions(settings);
  const tally: Tally = { spoilt: 0, slowestMs: 0, outcomes: new Map() };
  while (tally.spoilt < wanted) {
    const before = tally.spoilt;
    const channel = await open(settings, () => tally.spoilt++);
    const startedMs = performance.now();
    const outcome = await outcomeOf(readChip(channel, [mrzPassword], options));
    tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedMs);
    if (tally.spoilt > before) tally.outcomes.set(outcome, (tally.outcomes.get(outcome) ?? 0) + 1);
  }
  return tally;
}

async function outcomeOf(reading: Promise<ChipReading>): Promise<string> {
  try {
    return (await reading).verdict;
  } catch (error) {
    if (error instanceof DriverError) return error.code;
    throw error;
  }
}

/**
 * Spoilt on the wire, from the first answer that anything is protected by. EF.CardAccess may be asked for in other ways and
 * EF.ATR/INFO need not be there: an honest chip behind those answers stays one.
 */
function onTheWire(rate: number, seed: number) {
  const random = randomFrom(seed);
  return async (settings: CardSettings, onSpoilt: () => void): Promise<CardChannel> => {
    const channel = await channelTo(cardWith(settings));
    const transmit: CardChannel['transmit'] = async (command, signal) => {
      const answer = await channel.transmit(command, signal);
      const isAboutAccess = [0x84, 0x82, 0x86].includes(command[1] ?? 0) || (command[0] ?? 0) !== 0x00;
      if (!isAboutAccess || random() >= rate) return answer;
      const changed = mutated(answer, random);
      if (Buffer.compare(changed, answer) !== 0) onSpoilt();
      return changed;
    };
    return { ...channel, transmit };
  };
}

/** Spoilt by a chip that knows the keys and protects what it spoils: everything behind the protection is reached. */
function insideTheChip(rate: number, seed: number) {
  const random = randomFrom(seed);
  return async (settings: CardSettings, onSpoilt: () => void): Promise<CardChannel> => {
    const spoil = (answer: ResponseApdu): ResponseApdu => {
      if (random() >= rate) return answer;
      const changed = { ...answer, ...spoiltAnswer(answer, random) };
      const isChanged = changed.sw !== answer.sw || Buffer.compare(changed.data, answer.data) !== 0;
      if (isChanged) onSpoilt();
      return changed;
    };
    return channelTo(cardWith({ ...settings, spoil }));
  };
}

/** The first bytes of a file say how long it is: while they stand, a reading goes on however wrong the rest. */
const headBytes = 8;

/** Mostly such that the reading goes on, and much is spoilt in one; now and then anything. */
function spoiltAnswer({ data, sw }: ResponseApdu, random: () => number): Partial<ResponseApdu> {
  if (data.length > headBytes && random() < 0.97) {
    const at = headBytes + Math.floor(random() * (data.length - headBytes));
    return { data: data.with(at, Math.floor(random() * 256)) };
  }
  if (random() < 0.3) return { sw: Math.floor(random() * 0x10000) };
  const whole = mutated(Uint8Array.from([...data, sw >> 8, sw & 0xff]), random);
  // No more than was asked for: that would end the conversation before anything reads it.
  return { data: whole.subarray(0, Math.max(data.length, 1)) };
}

const cases: readonly [string, number, CardSettings, ReturnType<typeof onTheWire>][] = [
  ['on the wire, basic access', 1_000, plainCard, onTheWire(0.1, 1)],
  ['on the wire, PACE and proofs', 150, {}, onTheWire(0.08, 2)],
  ['on the wire, extended length', 100, { hasExtendedLength: true }, onTheWire(0.1, 3)],
  ['inside the chip, basic access', 97_000, { ...plainCard, maxReadBytes: 32 }, insideTheChip(0.9, 4)],
  ['inside the chip, PACE and proofs', 2_000, {}, insideTheChip(0.9, 5)],
];

describe('answers spoilt', () => {
  it.each(cases)('%s: %i', { timeout: 240_000 }, async (_where, wanted, settings, open) => {
    collectGarbage();
    const heapBefore = process.memoryUsage().heapUsed;
    const { spoilt, slowestMs, outcomes } = await readUntilSpoilt(wanted, settings, open);
    collectGarbage();
    expect(outcomes.get('genuine')).toBeUndefined();
    expect(spoilt).toBeGreaterThanOrEqual(wanted);
    expect(slowestMs).toBeLessThan(longestReadingMs);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(mostHeapBytes);
  });

  it('are 100,000 and more', () => {
    expect(cases.reduce((sum, [, wanted]) => sum + wanted, 0)).toBeGreaterThan(100_000);
  });
});
