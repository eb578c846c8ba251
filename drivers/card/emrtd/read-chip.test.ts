import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openVirtualCard, type VirtualCard } from '../../../fixtures/chip/card.ts';
import { type Fault, parseFault } from '../../../fixtures/chip/faults.ts';
import { inProcessReaders } from '../../../fixtures/chip/in-process.ts';
import { personalize } from '../../../fixtures/chip/lds.ts';
import { passwordOf } from '../../../fixtures/chip/passwords.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import { DriverError } from '../../errors.ts';
import type { CardChannel } from '../reader.ts';
import type { ChipProgress, ChipReading } from './chip-reading.ts';
import { meterChannel } from './metered-channel.ts';
import { type ReadChipOptions, readChip } from './read-chip.ts';

const password = passwordOf(exchangeAt25);
const wrongPassword = { ...password, expiry: '300101' };
/** The smallest thing with a JPEG's first bytes: most tests are not about long files. */
const smallFace = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
const smallFiles = personalize(exchangeAt25, { face: smallFace });
/** Application, challenge, authentication; then each file in parts of 231 bytes. The length of a SOD varies with its signature. */
const commandsOfSmallCard = [...smallFiles.values()].reduce(
  (sum, file) => sum + Math.ceil(file.length / 231),
  3,
);
/** The last part of DG13, which is shorter than the answer could be; after it only DG2 is left. */
const shortPart = commandsOfSmallCard - 1;

async function channelTo(card: VirtualCard): Promise<CardChannel> {
  const { openService, controls } = inProcessReaders(['A']);
  controls.insert('A', card);
  return openService().connect('A');
}

async function read(
  card: VirtualCard,
  options: ReadChipOptions = {},
  passwords = [password],
): Promise<ChipReading> {
  return readChip(await channelTo(card), passwords, options);
}

function cardWith(...faults: readonly string[]): VirtualCard {
  const card = openVirtualCard(smallFiles);
  for (const fault of faults) card.faults.add(parseFault(fault));
  return card;
}

function failed({ checks }: ChipReading): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ id, reason }) => `${id} ${reason}`);
}

describe('a good card', () => {
  it('is read whole, and not called genuine while nothing is checked against an issuer', async () => {
    const reading = await read(openVirtualCard(personalize(exchangeAt25)));
    const { residence, spouseName: _none, ...rest } = exchangeAt25;
    expect(reading).toMatchObject({
      verdict: 'incomplete',
      access: { protocol: 'BAC', cipher: '3DES' },
      mrz: { personalId: rest.personalId, surname: 'DANG', givenNames: 'NGOC MAU' },
      holder: { fullName: rest.fullName, residence, motherName: rest.motherName },
      face: { mime: 'image/jpeg' },
    });
    expect(reading.files.map(({ name }) => name)).toEqual(['COM', 'SOD', 'DG1', 'DG13', 'DG2']);
    expect(reading.checks.filter(({ status }) => status === 'not-run').map(({ id }) => id)).toEqual([
      'sod-signature',
      'ds-certificate',
      'chain',
      'revocation',
      'ca',
      'aa',
    ]);
  });

  it('needs no command more than its bytes do', async () => {
    expect((await read(openVirtualCard(smallFiles))).apdus).toBe(commandsOfSmallCard);
  });

  it('tells each file and each tenth of a long one', async () => {
    const told: ChipProgress[] = [];
    await read(openVirtualCard(personalize(exchangeAt25)), { onProgress: (progress) => told.push(progress) });
    expect([...new Set(told.map(({ file, fileNumber }) => `${fileNumber} ${file}`))]).toEqual([
      '1 COM',
      '2 SOD',
      '3 DG1',
      '4 DG13',
      '5 DG2',
    ]);
    const face = told.filter(({ file }) => file === 'DG2');
    expect(face).toHaveLength(11);
    expect(face.at(-1)?.doneBytes).toBe(face.at(-1)?.totalBytes);
  });

  it('may hold a portrait beyond the reach of the short offset', async () => {
    const face = new Uint8Array(70_000).map((_, i) => smallFace[i] ?? i % 251);
    const reading = await read(openVirtualCard(personalize(exchangeAt25, { face })));
    expect(reading.face?.bytes).toEqual(face);
    expect(failed(reading)).toEqual(['expiry expired']);
  });

  it('may refuse long answers', async () => {
    const reading = await read(openVirtualCard(smallFiles, { maxReadBytes: 128 }));
    expect(failed(reading)).toEqual(['expiry expired']);
    expect(reading.files).toHaveLength(5);
  });

  it('may have no DG13', async () => {
    const reading = await read(
      openVirtualCard(personalize(exchangeAt25, { face: smallFace, hasDg13: false })),
    );
    expect(reading.holder).toBeUndefined();
    expect(reading.checks).toContainEqual({
      id: 'dg-hash:13',
      status: 'not-supported',
      reason: 'not-on-card',
    });
    expect(reading.verdict).toBe('incomplete');
  });
});

describe('passwords', () => {
  /** What the card was asked, by instruction. */
  async function attempts(passwords: Parameters<typeof readChip>[1]) {
    const channel = await channelTo(openVirtualCard(smallFiles));
    let authentications = 0;
    const counting: CardChannel = {
      ...channel,
      transmit: (command, signal) => {
        if (command[1] === 0x82) authentications++;
        return channel.transmit(command, signal);
      },
    };
    const code = await readChip(counting, passwords).then(
      () => 'read',
      (error: unknown) => (error instanceof DriverError ? error.code : String(error)),
    );
    return { authentications, code };
  }

  it('are tried in order until one opens', async () => {
    expect(await attempts([wrongPassword, password])).toEqual({ authentications: 2, code: 'read' });
  });

  it('are three at most, each tried once', async () => {
    const wrong = ['300101', '310101', '320101'].map((expiry) => ({ ...password, expiry }));
    expect(await attempts([...wrong, password])).toEqual({ authentications: 3, code: 'card/wrong-key' });
  });

  it('that nothing here can use are wrong without asking the card', async () => {
    expect(await attempts([{ kind: 'can', can: '000000' }])).toEqual({
      authentications: 0,
      code: 'card/wrong-key',
    });
  });
});

describe('a card that is not right', () => {
  it.each([
    ['DG1', ['tampered', ['dg-hash:1 hash-differs', 'dg-structure:1 malformed-or-missing']]],
    ['DG13', ['tampered', ['dg-hash:13 hash-differs', 'expiry expired']]],
    ['DG2', ['tampered', ['dg-hash:2 hash-differs', 'expiry expired']]],
  ] as const)('a changed %s is found by its hash', async (file, expected) => {
    const reading = await read(cardWith(`changed ${file}`));
    expect([reading.verdict, failed(reading)]).toEqual(expected);
  });

  it('a listed file that is not there is a finding', async () => {
    const files = new Map(smallFiles);
    files.delete('DG13');
    const reading = await read(openVirtualCard(files));
    expect([reading.verdict, failed(reading)]).toEqual([
      'tampered',
      ['dg-hash:13 file-missing', 'expiry expired'],
    ]);
  });

  it('without a SOD it is read, and unreadable as a proof', async () => {
    const files = new Map(smallFiles);
    files.delete('SOD');
    const reading = await read(openVirtualCard(files));
    expect([reading.verdict, reading.mrz?.personalId]).toEqual(['unreadable', exchangeAt25.personalId]);
  });

  it.each([
    ['status 1 6a82', 'card/unknown'],
    ['status 2 6d00', 'card/session-broken'],
    ['status 3 6982', 'card/session-broken'],
    ['huge-length COM', 'card/data-invalid'],
    ['huge-length SOD', 'card/data-invalid'],
    ['huge-length DG1', 'card/data-invalid'],
    ['huge-length DG2', 'card/data-invalid'],
    ['huge-length DG13', 'card/data-invalid'],
    ['empty 5', 'card/data-invalid'],
    ['empty 7', 'card/data-invalid'],
    ['too-long 7', 'card/data-invalid'],
    [`too-long ${shortPart}`, 'card/session-broken'],
    ['wrong-mac 7', 'card/session-broken'],
    ['status 7 9000', 'card/session-broken'],
    ['status 7 6982', 'card/session-broken'],
    ['truncate 7 0', 'card/removed'],
    ['truncate 7 1', 'card/removed'],
    ['truncate 7 2', 'card/session-broken'],
    ['truncate 7 100', 'card/session-broken'],
    ['remove 7', 'card/removed'],
  ])('%s: %s', async (fault, code) => {
    await expect(read(cardWith(fault))).rejects.toMatchObject({ code });
  });

  it('a file that comes byte by byte ends with the last command a reading has', async () => {
    const card = openVirtualCard(personalize(exchangeAt25));
    card.faults.add({ kind: 'endless', file: 'DG2' });
    await expect(read(card)).rejects.toMatchObject({
      code: 'card/data-invalid',
      message: 'no end after 4096 commands',
    });
  });

  it('whatever goes wrong, and when, there is a reading or a code', async () => {
    const at = fc.integer({ min: 1, max: commandsOfSmallCard + 2 });
    const commandFault = fc.oneof(
      fc.record({ kind: fc.constantFrom('remove', 'empty', 'too-long', 'wrong-mac'), at }),
      fc.record({ kind: fc.constant('status'), at, sw: fc.integer({ min: 0, max: 0xffff }) }),
      fc.record({ kind: fc.constant('truncate'), at, bytes: fc.nat({ max: 260 }) }),
    ) as fc.Arbitrary<Fault>;
    await fc.assert(
      fc.asyncProperty(fc.array(commandFault, { minLength: 1, maxLength: 3 }), async (faults) => {
        const card = openVirtualCard(smallFiles);
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
    const reading = read(openVirtualCard(smallFiles), {
      signal: abort.signal,
      onProgress: ({ file }) => file === 'DG1' && abort.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'device/cancelled' });
  });

  it('the caller may stop between two passwords', async () => {
    const abort = new AbortController();
    const reading = read(openVirtualCard(smallFiles), { signal: abort.signal }, [wrongPassword, password]);
    setTimeout(() => abort.abort(), 20);
    await expect(reading).rejects.toMatchObject({ code: 'device/cancelled' });
  });

  it('a card that is too slow is mute, not cancelled', async () => {
    const channel = await channelTo(openVirtualCard(smallFiles));
    const metered = meterChannel(channel, 10, AbortSignal.abort());
    await expect(metered.transmit(Uint8Array.of(0, 0x84, 0, 0, 8))).rejects.toMatchObject({
      code: 'card/mute',
    });
  });

  it('leaves the card as it was found: the next reading works', async () => {
    const channel = await channelTo(cardWith('wrong-mac 7'));
    await expect(readChip(channel, [password])).rejects.toMatchObject({ code: 'card/session-broken' });
    expect((await readChip(channel, [password])).files).toHaveLength(5);
  });
});
