import type { ChipReading } from '../../drivers/card/emrtd/chip-reading.ts';
import { DriverError } from '../../drivers/errors.ts';
import { passwordsFrom } from '../applications/card-key.ts';
import { parseCardQr, qrFields } from '../applications/card-qr.ts';
import { fieldsFromChip } from '../applications/chip-fields.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { newCaptureId, storeCapture } from './desk.ts';
import type { Work } from './session.ts';
import type { EnrollmentState, FieldValues } from './state.ts';

/** Data of a card with these verdicts fills nothing in: it is not what was issued. */
const distrusted: ReadonlySet<ChipReading['verdict']> = new Set([
  'tampered',
  'clone-suspected',
  'unreadable',
]);

/**
 * Reads the card on the reader and fills the form from it.
 *
 * The QR code, when that is how the chip is opened, fills the form first: it stays if the chip cannot be read.
 */
export async function readCard(work: Work, key: CardKey): Promise<void> {
  const { desk } = work;
  try {
    const passwords = passwordsFrom(key);
    if (key.kind === 'qr') work.commit({ kind: 'qr-scanned', values: qrFields(parseCardQr(key.text)) });
    work.show(reading('', 0, 0, 0, 0));
    const chip = await desk.devices.call(
      'read-chip',
      { passwords },
      {
        signal: work.signal,
        onProgress: ({ file, fileNumber, fileCount, doneBytes, totalBytes }) =>
          work.show(reading(file, fileNumber, fileCount, doneBytes, totalBytes)),
      },
    );
    if (isAnotherCard(work.state(), chip))
      throw new DriverError('card/swapped', 'the chip names another person than before');
    keepReading(work, chip);
  } catch (error) {
    work.commit({ kind: 'card-failed', notice: desk.report(error) });
  }
}

function reading(file: string, fileNumber: number, fileCount: number, doneBytes: number, totalBytes: number) {
  return {
    kind: 'card-reading',
    progress: { state: 'reading', file, fileNumber, fileCount, doneBytes, totalBytes },
  } as const;
}

/** A card laid down later must be the one the form was filled from. */
function isAnotherCard(state: EnrollmentState, chip: ChipReading): boolean {
  const { personalId } = state.fields;
  const fromChip =
    personalId?.source === 'chip'
      ? personalId.value
      : personalId?.before?.source === 'chip' && personalId.before.value;
  return Boolean(fromChip && chip.mrz && chip.mrz.personalId !== fromChip);
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
  work.commit({ kind: 'card-read', card, values: valuesOf(chip) }, () => {
    const state = work.state();
    for (const { name, bytes } of chip.files) {
      storeCapture(work.desk, state, {
        kind: 'chip-file',
        label: name,
        mime: 'application/octet-stream',
        bytes,
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
  return distrusted.has(chip.verdict) ? {} : fieldsFromChip(chip.holder, chip.mrz);
}
