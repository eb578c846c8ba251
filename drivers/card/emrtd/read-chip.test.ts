import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openVirtualCard, type VirtualCard } from '../../../fixtures/chip/card.ts';
import { type Fault, parseFault } from '../../../fixtures/chip/faults.ts';
import { personalize } from '../../../fixtures/chip/lds.ts';
import { type CardSettings, openCard } from '../../../fixtures/chip/open-card.ts';
import { passwordOf } from '../../../fixtures/chip/passwords.ts';
import {
  canPassword,
  cardWith,
  channelTo,
  mrzPassword,
  notPassed,
  optionsWith,
  plainCard,
  read,
  smallFace,
  testTrust,
} from '../../../fixtures/chip/reading.ts';
import { exchangeAt25, neighbour } from '../../../fixtures/people/people.ts';
import { DriverError } from '../../errors.ts';
import type { CardChannel } from '../reader.ts';
import type { ChipPassword, ChipProgress, ChipReading } from './chip-reading.ts';
import { openKeptFiles } from './kept-files.ts';
import { meterChannel } from './metered-channel.ts';
import { readChip } from './read-chip.ts';
import { openReadLengths } from './read-lengths.ts';

const wrongPassword = { ...mrzPassword, expiry: '300101' };
const plainFiles = personalize(exchangeAt25, plainCard);
/** Four ways to EF.CardAccess and one to EF.ATR/INFO, none of which is there; application, challenge, authentication. */
const commandsToOpen = 8;
/** Then each file in parts of 231 bytes. The length of a SOD varies with its signature. */
const commandsOfPlainCard = [...plainFiles.values()].reduce(
  (sum, file) => sum + Math.ceil(file.length / 231),
  commandsToOpen,
);
/** The last part of DG13, which is shorter than the answer could be; after it only DG2 is left. */
const shortPart = commandsOfPlainCard - 1;
const inFile = commandsToOpen + 3;

function plainCardWith(...faults: readonly string[]): VirtualCard {
  return withFaults(openVirtualCard(plainFiles), ...faults);
}

function withFaults(card: VirtualCard, ...faults: readonly string[]): VirtualCard {
  for (const fault of faults) card.faults.add(parseFault(fault));
  return card;
}

describe('a good card', () => {
  it('is read whole and found genuine', async () => {
    const reading = await read(openCard(exchangeAt25));
    const { residence, spouseName: _none, ...rest } = exchangeAt25;
    expect(reading).toMatchObject({
      verdict: 'genuine',
      access: { protocol: 'PACE-GM', cipher: 'AES-128', parameterId: 13 },
      mrz: { personalId: rest.personalId, surname: 'DANG', givenNames: 'NGOC MAU' },
      holder: { fullName: rest.fullName, residence, motherName: rest.motherName },
      face: { mime: 'image/jpeg' },
    });
    expect(reading.files.map(({ name }) => name)).toEqual([
      'CardAccess',
      'SOD',
      'DG14',
      'COM',
      'DG15',
      'DG1',
      'DG13',
      'DG2',
    ]);
    expect(notPassed(reading)).toEqual([]);
    expect(reading.evidence?.challenge).toHaveLength(8);
  });

  it('is untrusted when its issuer is not known here, and incomplete when it proves nothing besides', async () => {
    const unknownIssuer = optionsWith({ anchors: [], crls: [] });
    expect((await read(cardWith(), unknownIssuer)).verdict).toBe('untrusted-issuer');
    expect((await read(cardWith(plainCard), unknownIssuer)).verdict).toBe('incomplete');
    expect((await read(cardWith(plainCard))).verdict).toBe('incomplete');
  });

  it('opened by basic access needs no command more than its bytes do', async () => {
    expect((await read(openVirtualCard(plainFiles))).apdus).toBe(commandsOfPlainCard);
  });

  it('tells each file and each tenth of a long one', async () => {
    const told: ChipProgress[] = [];
    await read(openCard(exchangeAt25), { onProgress: (progress) => told.push(progress) });
    expect([...new Set(told.map(({ file, fileNumber }) => `${fileNumber} ${file}`))]).toEqual([
      '1 SOD',
      '2 DG14',
      '3 COM',
      '4 DG15',
      '5 DG1',
      '6 DG13',
      '7 DG2',
    ]);
    expect(new Set(told.map(({ fileCount }) => fileCount))).toEqual(new Set([7]));
    const face = told.filter(({ file }) => file === 'DG2');
    expect(face).toHaveLength(11);
    expect(face.at(-1)?.doneBytes).toBe(face.at(-1)?.totalBytes);
  });

  it.each([
    ['basic access', plainCard],
    ['PACE and extended length', { hasExtendedLength: true }],
  ] as const)('may hold a portrait beyond the reach of the short offset: %s', async (_how, settings) => {
    const face = new Uint8Array(70_000).map((_, i) => smallFace[i] ?? i % 251);
    const reading = await read(cardWith({ ...settings, face }));
    expect(reading.face?.bytes).toEqual(face);
    expect(reading.checks.filter(({ id }) => id.startsWith('dg-hash:2')).map(({ status }) => status)).toEqual(
      ['pass'],
    );
  });

  it('may have no DG13', async () => {
    const reading = await read(cardWith({ hasDg13: false }));
    expect([reading.verdict, reading.holder, notPassed(reading)]).toEqual([
      'genuine',
      undefined,
      ['dg-hash:13 not-supported not-on-card'],
    ]);
  });
});

describe('lengths', () => {
  const face = new Uint8Array(15_000).map((_, i) => smallFace[i] ?? i % 251);

  /** Lengths asked for in READ BINARY under protection are not visible from outside; answers are. */
  async function longestAnswer(settings: CardSettings, lengths = openReadLengths()) {
    const channel = await channelTo(openCard(exchangeAt25, { ...settings, face }));
    let longest = 0;
    const watched: CardChannel = {
      ...channel,
      transmit: async (command, signal) => {
        const answer = await channel.transmit(command, signal);
        longest = Math.max(longest, answer.length);
        return answer;
      },
    };
    const reading = await readChip(watched, [mrzPassword], { ...optionsWith(testTrust), lengths });
    return { longest, reading };
  }

  it('stay short when the card announces nothing', async () => {
    const { longest, reading } = await longestAnswer({});
    expect(longest).toBeLessThanOrEqual(258);
    expect(reading.verdict).toBe('genuine');
  });

  it('are long when it does, and 25 commands after PACE are enough', async () => {
    const { longest, reading } = await longestAnswer({ hasExtendedLength: true });
    expect(longest).toBeGreaterThan(4096);
    // EF.CardAccess, EF.ATR/INFO and five commands of PACE come before.
    expect(reading.apdus - 7).toBeLessThanOrEqual(25);
  });

  it('step down to what the card takes, and are remembered for its kind', async () => {
    const lengths = openReadLengths();
    const first = await longestAnswer({ ...plainCard, maxReadBytes: 128 }, lengths);
    const second = await longestAnswer({ ...plainCard, maxReadBytes: 128 }, lengths);
    expect([first.reading.verdict, first.reading.files.length]).toEqual(['incomplete', 5]);
    // 231, 223 and 160 were refused the first time, and are not asked for again.
    expect(first.reading.apdus - second.reading.apdus).toBe(3);
  });
});

describe('resuming', () => {
  it('a card that was lifted goes on at the file it was lifted at', async () => {
    const kept = openKeptFiles();
    const whole = (await read(openCard(exchangeAt25))).apdus;
    const lifted = withFaults(openCard(exchangeAt25), `remove ${whole - 20}`);
    await expect(read(lifted, { kept })).rejects.toMatchObject({
      code: 'card/removed',
      details: { filesRead: ['SOD', 'DG14', 'COM', 'DG15', 'DG1', 'DG13'] },
    });
    const again = await read(openCard(exchangeAt25), { kept });
    expect([again.verdict, notPassed(again), again.files.length]).toEqual(['genuine', [], 8]);
    // DG1 and DG13 need not be read again: some commands less, all of DG2 all the same.
    expect(again.apdus).toBeLessThan(whole);
  });

  it('takes nothing of one card for another', async () => {
    const kept = openKeptFiles();
    const whole = (await read(cardWith())).apdus;
    await expect(read(withFaults(cardWith(), `remove ${whole}`), { kept })).rejects.toMatchObject({
      code: 'card/removed',
    });
    const { documentNumber, birth, expiry } =
      (await read(openCard(neighbour), {}, [passwordOf(neighbour)])).mrz ?? {};
    const other = await read(openCard(neighbour, { face: smallFace }), { kept }, [passwordOf(neighbour)]);
    expect([other.verdict, other.mrz]).toMatchObject(['genuine', { documentNumber, birth, expiry }]);
  });

  it('says which files there were, whenever the card goes', async () => {
    const whole = (await read(cardWith())).apdus;
    for (let at = 1; at <= whole; at++) {
      const outcome = await read(withFaults(cardWith(), `remove ${at}`)).catch((error: unknown) => error);
      expect(outcome).toMatchObject({ code: 'card/removed', details: { filesRead: expect.any(Array) } });
    }
  });
});

describe('passwords', () => {
  /** How often the card was asked whether a password is right, and what came of it. */
  async function attempts(settings: CardSettings, passwords: readonly ChipPassword[], tries = { used: 0 }) {
    const channel = await channelTo(cardWith(settings));
    let authentications = 0;
    const counting: CardChannel = {
      ...channel,
      transmit: (command, signal) => {
        // MUTUAL AUTHENTICATE, or the first command of PACE.
        if (command[1] === 0x82 || (command[1] === 0x22 && command[2] === 0xc1)) authentications++;
        return channel.transmit(command, signal);
      },
    };
    return readChip(counting, passwords, { ...optionsWith(testTrust), tries }).then(
      () => ({ authentications, code: 'read' }),
      (error: unknown) => ({
        authentications,
        code: error instanceof DriverError ? error.code : String(error),
        ...(error instanceof DriverError ? error.details : {}),
      }),
    );
  }
  const wrong = ['300101', '310101', '320101'].map((expiry) => ({ ...mrzPassword, expiry }));

  it.each([
    ['PACE', {}],
    ['basic access', plainCard],
  ])('are tried in order until one opens: %s', async (_how, settings) => {
    expect(await attempts(settings, [wrongPassword, mrzPassword])).toEqual({
      authentications: 2,
      code: 'read',
    });
  });

  it.each([
    ['PACE', {}],
    ['basic access', plainCard],
  ])('are three at most, each tried once: %s', async (_how, settings) => {
    expect(await attempts(settings, [...wrong, mrzPassword])).toEqual({
      authentications: 3,
      code: 'card/wrong-key',
      triesLeft: 0,
    });
  });

  it('are counted for as long as the card lies there', async () => {
    const tries = { used: 0 };
    expect(await attempts({}, wrong.slice(0, 2), tries)).toMatchObject({
      code: 'card/wrong-key',
      triesLeft: 1,
    });
    expect(await attempts({}, wrong, tries)).toMatchObject({ authentications: 1, triesLeft: 0 });
    expect(await attempts({}, [mrzPassword], tries)).toEqual({ authentications: 0, code: 'card/tries-used' });
  });

  it('that the card does not take are passed over', async () => {
    expect(await attempts(plainCard, [canPassword])).toEqual({
      authentications: 0,
      code: 'card/wrong-key',
      triesLeft: 3,
    });
    expect(await attempts(plainCard, [canPassword, mrzPassword])).toEqual({
      authentications: 1,
      code: 'read',
    });
  });

  it('may be six digits where the card does PACE', async () => {
    expect(await attempts({}, [{ kind: 'can', can: '999999' }, canPassword])).toEqual({
      authentications: 2,
      code: 'read',
    });
  });
});

describe('a card that is not right', () => {
  it.each([
    ['DG1', ['tampered', ['dg-hash:1 fail hash-differs', 'dg-structure:1 fail malformed-or-missing']]],
    ['DG13', ['tampered', ['dg-hash:13 fail hash-differs']]],
    ['DG2', ['tampered', ['dg-hash:2 fail hash-differs']]],
  ] as const)('a changed %s is found by its hash', async (file, expected) => {
    const reading = await read(withFaults(cardWith(), `changed ${file}`));
    expect([reading.verdict, notPassed(reading)]).toEqual(expected);
  });

  it('a listed file that is not there is a finding', async () => {
    const reading = await read(withFaults(cardWith(), 'missing DG13'));
    expect([reading.verdict, notPassed(reading)]).toEqual(['tampered', ['dg-hash:13 fail file-missing']]);
  });

  it('without a SOD it is read, and unreadable as a proof', async () => {
    const reading = await read(withFaults(cardWith(), 'missing SOD'));
    expect([reading.verdict, reading.mrz?.personalId]).toEqual(['unreadable', exchangeAt25.personalId]);
  });

  it.each([
    ['status 6 6a82', 'card/unknown'],
    [`status ${inFile} 6d00`, 'card/session-broken'],
    ['status 8 6982', 'card/session-broken'],
    ['huge-length COM', 'card/data-invalid'],
    ['huge-length SOD', 'card/data-invalid'],
    ['huge-length DG1', 'card/data-invalid'],
    ['huge-length DG2', 'card/data-invalid'],
    ['huge-length DG13', 'card/data-invalid'],
    [`empty ${inFile - 2}`, 'card/data-invalid'],
    [`empty ${inFile}`, 'card/data-invalid'],
    [`too-long ${inFile}`, 'card/session-broken'],
    [`too-long ${shortPart}`, 'card/session-broken'],
    [`wrong-mac ${inFile}`, 'card/session-broken'],
    [`status ${inFile} 9000`, 'card/session-broken'],
    [`status ${inFile} 6982`, 'card/session-broken'],
    [`truncate ${inFile} 0`, 'card/removed'],
    [`truncate ${inFile} 1`, 'card/removed'],
    [`truncate ${inFile} 2`, 'card/session-broken'],
    [`truncate ${inFile} 100`, 'card/session-broken'],
    [`remove ${inFile}`, 'card/removed'],
    [`unprotected ${inFile}`, 'card/session-broken'],
    [`duplicate-object ${inFile}`, 'card/session-broken'],
    [`missing-status ${inFile}`, 'card/session-broken'],
    [`wrong-status-object ${inFile}`, 'card/session-broken'],
    ['zero-data DG1', 'card/data-invalid'],
    ['zero-data DG2', 'card/data-invalid'],
  ])('%s: %s', async (fault, code) => {
    await expect(read(plainCardWith(fault))).rejects.toMatchObject({ code });
  });

  it.each(['DG1', 'DG13', 'DG2', 'SOD', 'COM'])(
    'a %s nested without end is a finding, not the end',
    async (file) => {
      const reading = await read(withFaults(cardWith(), `deep-nesting ${file}`));
      expect(reading.verdict).not.toBe(file === 'COM' ? 'tampered' : 'genuine');
      expect(reading.files.length).toBeGreaterThan(5);
    },
  );

  it('a file that comes byte by byte ends with the last command a reading has', async () => {
    const card = withFaults(openCard(exchangeAt25), 'endless DG2');
    await expect(read(card)).rejects.toMatchObject({
      code: 'card/data-invalid',
      message: 'no end after 4096 commands',
    });
  });

  it('whatever goes wrong, and when, there is a reading or a code', async () => {
    const at = fc.integer({ min: 1, max: commandsOfPlainCard + 2 });
    const commandFault = fc.oneof(
      fc.record({ kind: fc.constantFrom('remove', 'empty', 'too-long', 'wrong-mac'), at }),
      fc.record({ kind: fc.constant('status'), at, sw: fc.integer({ min: 0, max: 0xffff }) }),
      fc.record({ kind: fc.constant('truncate'), at, bytes: fc.nat({ max: 260 }) }),
    ) as fc.Arbitrary<Fault>;
    await fc.assert(
      fc.asyncProperty(fc.array(commandFault, { minLength: 1, maxLength: 3 }), async (faults) => {
        const card = openVirtualCard(plainFiles);
        for (const fault of faults) card.faults.add(fault);
        const outcome = await read(card).catch((error: unknown) => error);
        expect(outcome instanceof DriverError || (outcome as ChipReading).files.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('stopping', () => {
  it('the caller may stop between two commands', async () => {
    const abort = new AbortController();
    const reading = read(openVirtualCard(plainFiles), {
      signal: abort.signal,
      onProgress: ({ file }) => file === 'DG1' && abort.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'device/cancelled' });
  });

  it('the caller may stop between two passwords', async () => {
    const abort = new AbortController();
    const reading = read(openVirtualCard(plainFiles), { signal: abort.signal }, [wrongPassword, mrzPassword]);
    setTimeout(() => abort.abort(), 20);
    await expect(reading).rejects.toMatchObject({ code: 'device/cancelled' });
  });

  it('a card that is too slow is mute, not cancelled', async () => {
    const channel = await channelTo(openVirtualCard(plainFiles));
    const metered = meterChannel(channel, 10, AbortSignal.abort());
    await expect(metered.transmit(Uint8Array.of(0, 0x84, 0, 0, 8))).rejects.toMatchObject({
      code: 'card/mute',
    });
  });

  it('leaves the card as it was found: the next reading works', async () => {
    const channel = await channelTo(plainCardWith(`wrong-mac ${inFile}`));
    await expect(readChip(channel, [mrzPassword], optionsWith(testTrust))).rejects.toMatchObject({
      code: 'card/session-broken',
    });
    expect((await readChip(channel, [mrzPassword], optionsWith(testTrust))).files).toHaveLength(5);
  });
});
