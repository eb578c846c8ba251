import type { ChipProgress, ChipReading } from '../../drivers/card/emrtd/chip-reading.ts';
import { DriverError } from '../../drivers/errors.ts';
import { factsFromChip, factsFromKey } from '../applications/card-facts.ts';
import { passwordsFrom } from '../applications/card-key.ts';
import { parseCardQr, qrFields } from '../applications/card-qr.ts';
import { fieldsFromChip } from '../applications/chip-fields.ts';
import type { CardKey, CardSnapshot, RetypePart } from '../contract/enrollment.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { newCaptureId, storeCapture } from './desk.ts';
import { isDistrusted } from './disagreements.ts';
import { compareFaces } from './face-comparison.ts';
import { hasCard } from './laid-card.ts';
import type { Work } from './session.ts';
import type { EnrollmentState, FieldValues } from './state.ts';

/** After these the key was wrong; anything else leaves it good for the next card laid down. */
const keyRefusals: ReadonlySet<ErrorCode> = new Set(['card/wrong-key', 'card/tries-used']);

/** These end when a card is laid down, so the reading then starts by itself. */
const endedByCard: ReadonlySet<ErrorCode> = new Set([
  'card/no-reader',
  'card/service-down',
  'card/no-card',
  'card/removed',
  'card/swapped',
  'card/mute',
  'card/session-broken',
]);

/** What may be wrong in a key that the chip refused. */
const retypeParts: Readonly<Record<CardKey['kind'], readonly RetypePart[]>> = {
  qr: ['document-number'],
  mrz: ['document-number', 'birth', 'expiry'],
  fields: ['document-number', 'birth', 'expiry'],
  can: ['can'],
};

/**
 * Takes what the officer gives to open the chip. A QR code fills the form at once: it stays if the chip cannot be read.
 *
 * @returns whether a card can be read now; otherwise the key waits for one
 * @throws StationError `qr/not-card`, `qr/garbled`, `mrz/invalid`, `application/field-invalid`; nothing has changed then
 */
export function takeKey(work: Work, key: CardKey): boolean {
  passwordsFrom(key);
  const values = key.kind === 'qr' ? qrFields(parseCardQr(key.text)) : {};
  const isSecondPress = work.state().card.state === 'waiting' && keyOf(work.state().card) !== undefined;
  work.commit({ kind: 'key-given', ...factsFromKey(key), values });
  // Without a reader, or when asked twice, the device process says what is in the way.
  const isWaiting = work.desk.devices.list().readers.length > 0 && !hasCard(work.desk.devices);
  if (!isWaiting || isSecondPress) return true;
  work.show({ kind: 'card-awaited', key: key.kind });
  return false;
}

/** The key that is kept for the next card laid down. */
export function keyOf(card: CardSnapshot): CardKey['kind'] | undefined {
  return card.state === 'waiting' || card.state === 'failed' ? card.key : undefined;
}

/** Whether a card laid down now is read by itself. */
export function awaitsCard(card: CardSnapshot): boolean {
  if (keyOf(card) === undefined) return false;
  return card.state === 'waiting' || (card.state === 'failed' && endedByCard.has(card.notice.code));
}

/** Reads the card on the reader and fills the form from it. */
export async function readCard(work: Work, key: CardKey): Promise<void> {
  const { desk } = work;
  const progress = openProgress(work);
  try {
    const chip = await desk.devices.call(
      'read-chip',
      { passwords: passwordsFrom(key), trust: desk.trust() },
      { signal: work.signal, onProgress: progress.tell },
    );
    if (isAnotherDocument(chip))
      throw new DriverError('card/unknown', 'the chip is of another kind of document');
    if (isAnotherCard(work.state(), chip))
      throw new DriverError('card/swapped', 'the chip names another person than before');
    keepReading(work, chip);
    await compareFaces(work);
  } catch (error) {
    const notice = desk.report(error);
    const { filesRead, triesLeft } = error instanceof DriverError ? error.details : {};
    const isRefused = keyRefusals.has(notice.code);
    work.commit({
      kind: 'card-failed',
      card: {
        state: 'failed',
        notice,
        filesRead: [...(filesRead ?? progress.filesRead())],
        retype: isRefused ? [...retypeParts[key.kind]] : [],
        ...(triesLeft === undefined ? {} : { triesLeft }),
        ...(isRefused ? {} : { key: key.kind }),
      },
    });
  }
}

/** Shows the reading at once, and then each file; a reading that goes on where a card was lifted keeps the files from before. */
function openProgress(work: Work) {
  const { card } = work.state();
  const names: string[] = card.state === 'failed' ? [...card.filesRead] : [];
  const show = (done: number, { file, fileNumber, fileCount, doneBytes, totalBytes }: ChipProgress): void => {
    const filesRead = names.slice(0, done);
    work.show({
      kind: 'card-reading',
      progress: { state: 'reading', filesRead, file, fileNumber, fileCount, doneBytes, totalBytes },
    });
  };
  let whole = names.length;
  show(whole, { file: '', fileNumber: 0, fileCount: 0, doneBytes: 0, totalBytes: 0 });
  return {
    filesRead: () => names.slice(0, whole),
    tell: (progress: ChipProgress): void => {
      const { file, fileNumber, doneBytes, totalBytes } = progress;
      names[fileNumber - 1] = file;
      show(fileNumber - 1, progress);
      whole = totalBytes > 0 && doneBytes >= totalBytes ? fileNumber : fileNumber - 1;
    },
  };
}

/** A passport, say: it opens and proves itself like a card, and is none. */
function isAnotherDocument({ checks }: ChipReading): boolean {
  return checks.some(({ id, status }) => id === 'dg-structure:1' && status === 'not-supported');
}

/** A card laid down later must be the one the form was filled from, unless the officer was to decide who this is. */
function isAnotherCard(
  { fields: { personalId }, sources, choices }: EnrollmentState,
  chip: ChipReading,
): boolean {
  const fromChip = personalId?.source === 'chip' ? personalId : personalId?.before;
  if (fromChip?.source !== 'chip' || !chip.mrz) return false;
  const isContested = sources.qr?.personalId !== undefined && sources.qr.personalId !== fromChip.value;
  if (isContested && choices.personalId === undefined) return false;
  return chip.mrz.personalId !== fromChip.value;
}

function keepReading(work: Work, chip: ChipReading): void {
  const faceCaptureId = chip.face ? newCaptureId() : undefined;
  const { verdict, ms, apdus } = chip;
  const card = {
    state: 'read',
    verdict,
    checks: chip.checks.map((check) => ({ ...check })),
    ms: Math.round(ms),
    apdus,
    ...(faceCaptureId ? { faceCaptureId } : {}),
  } as const;
  const facts = factsFromChip(chip.holder, chip.mrz);
  work.commit({ kind: 'card-read', card, values: valuesOf(chip), facts }, () => {
    const state = work.state();
    for (const { name, bytes } of chip.files) {
      storeCapture(work.desk, state, {
        kind: 'chip-file',
        label: name,
        mime: 'application/octet-stream',
        bytes,
      });
    }
    // The chip's signature over our challenge: whoever has DG15 can check it again.
    if (chip.evidence) {
      storeCapture(work.desk, state, {
        kind: 'chip-file',
        label: 'AA',
        mime: 'application/octet-stream',
        bytes: Buffer.concat([chip.evidence.challenge, chip.evidence.signature]),
      });
    }
    if (chip.face && faceCaptureId) {
      storeCapture(work.desk, state, {
        id: faceCaptureId,
        kind: 'chip-face',
        label: 'DG2',
        mime: chip.face.mime,
        bytes: chip.face.bytes,
      });
    }
  });
}

function valuesOf(chip: ChipReading): FieldValues {
  return isDistrusted(chip.verdict) ? {} : fieldsFromChip(chip.holder, chip.mrz);
}
