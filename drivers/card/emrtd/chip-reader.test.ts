import { afterEach, expect, it, vi } from 'vitest';
import type { VirtualCard } from '../../../fixtures/chip/card.ts';
import { parseFault } from '../../../fixtures/chip/faults.ts';
import { openCard } from '../../../fixtures/chip/open-card.ts';
import { passwordOf } from '../../../fixtures/chip/passwords.ts';
import { cardWith, channelTo, mrzPassword, smallFace, testTrust } from '../../../fixtures/chip/reading.ts';
import { exchangeAt25, neighbour } from '../../../fixtures/people/people.ts';
import { type ChipReader, openChipReader } from './chip-reader.ts';
import type { ChipPassword, ChipReading } from './chip-reading.ts';

let chips: ChipReader | undefined;

afterEach(async () => {
  vi.useRealTimers();
  await chips?.close();
  chips = undefined;
});

async function readOn(
  reader: string,
  card: VirtualCard,
  passwords: readonly ChipPassword[] = [mrzPassword],
): Promise<ChipReading> {
  chips ??= openChipReader();
  return chips.read(reader, await channelTo(card), passwords, testTrust, {});
}

/** Lifted while the portrait is read: everything else is there. */
async function lifted(reader: string, afterCommands: number): Promise<void> {
  const card = cardWith();
  card.faults.add(parseFault(`remove ${afterCommands}`));
  await expect(readOn(reader, card)).rejects.toMatchObject({ code: 'card/removed' });
}

it('goes on where a card was lifted, on the same reader', async () => {
  const whole = await readOn('A', cardWith());
  await lifted('A', whole.apdus);
  const elsewhere = await readOn('B', cardWith());
  const again = await readOn('A', cardWith());
  const afterwards = await readOn('A', cardWith());
  expect(again.verdict).toBe(whole.verdict);
  expect(again.files.map(({ name }) => name)).toEqual(whole.files.map(({ name }) => name));
  // EF.CardAccess, SOD and COM are read in any case; the other files in one command each.
  expect([elsewhere.apdus, again.apdus, afterwards.apdus]).toEqual([
    whole.apdus,
    whole.apdus - commandsFor(whole, ['DG14', 'DG15', 'DG1', 'DG13']),
    whole.apdus,
  ]);
});

function commandsFor({ files }: ChipReading, names: readonly string[]): number {
  const taken = files.filter(({ name }) => names.includes(name));
  return taken.reduce((sum, { bytes }) => sum + Math.ceil(bytes.length / 223), 0);
}

it('takes nothing of a card that was lifted for the next one', async () => {
  const whole = await readOn('A', cardWith());
  await lifted('A', whole.apdus);
  const next = await readOn('A', openCard(neighbour, { face: smallFace }), [passwordOf(neighbour)]);
  expect([next.verdict, next.mrz?.personalId]).toEqual([whole.verdict, neighbour.personalId]);
  expect(next.checks.filter(({ id, status }) => id.startsWith('dg-hash') && status === 'fail')).toEqual([]);
});

it('forgets the files of a card that does not come back', async () => {
  const whole = await readOn('A', cardWith());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await lifted('A', whole.apdus);
  vi.advanceTimersByTime(120_000);
  vi.useRealTimers();
  expect((await readOn('A', cardWith())).apdus).toBe(whole.apdus);
});

it('counts the tries of a card until it goes', async () => {
  const wrong = ['300101', '310101', '320101'].map((expiry) => ({ ...mrzPassword, expiry }));
  await expect(readOn('A', cardWith(), wrong)).rejects.toMatchObject({ details: { triesLeft: 0 } });
  await expect(readOn('A', cardWith())).rejects.toMatchObject({ code: 'card/tries-used' });
  expect((await readOn('B', cardWith())).mrz?.personalId).toBe(exchangeAt25.personalId);
  chips?.forgetTries('A');
  expect((await readOn('A', cardWith())).mrz?.personalId).toBe(exchangeAt25.personalId);
});

it('checks files that were read earlier as it checks a card, but for what only a chip can show', async () => {
  const { files, checks } = await readOn('A', cardWith());
  const reader = openChipReader();
  const again = await reader.verify(files, testTrust);
  await reader.close();
  const live = new Set(['access', 'ca', 'aa', 'dg1-vs-password']);
  const without = (list: ChipReading['checks']) =>
    list.filter(({ id }) => !live.has(id)).toSorted((a, b) => a.id.localeCompare(b.id));
  expect(without(again.checks)).toEqual(without(checks));
  expect(again.checks.filter(({ id }) => live.has(id)).map(({ id, status }) => [id, status])).toEqual([
    ['access', 'not-run'],
    ['ca', 'not-run'],
    ['aa', 'not-run'],
  ]);
  expect([again.verdict, again.access.protocol, again.apdus]).toEqual(['incomplete', 'none', 0]);
});

it('reads what anchors a folder holds, and nothing after it is closed', async () => {
  const reader = openChipReader();
  const [anchor = new Uint8Array()] = testTrust.anchors;
  expect(reader.readTrust([{ name: 'anchor.cer', kind: 'certificates', bytes: anchor }])).toMatchObject([
    { kind: 'anchor', file: 'anchor.cer', bytes: anchor, country: 'VN' },
  ]);
  await reader.close();
  const reading = await reader.read('A', await channelTo(cardWith()), [mrzPassword], testTrust, {});
  expect(reading.checks.find(({ id }) => id === 'sod-signature')).toMatchObject({ status: 'not-run' });
});
