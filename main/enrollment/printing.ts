import { readCapture } from '../../db/captures.ts';
import { readOfficer } from '../../db/officers.ts';
import { exchangeFee } from '../applications/fees.ts';
import { applicationTypes } from '../applications/index.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import { fieldNames } from '../contract/form.ts';
import { type Cc01Data, renderCc01 } from '../forms/cc01.ts';
import type { Cc01Fingers } from '../forms/cc01-captures.ts';
import { type Cc02Data, renderCc02 } from '../forms/cc02.ts';
import { newCaptureId, situationOf, storeCapture } from './desk.ts';
import { chosenTry, type FingerState } from './finger-state.ts';
import type { Work } from './session.ts';
import type { EnrollmentState } from './state.ts';

/** A sheet ready for the printer. */
export interface PrintedForm {
  readonly fileName: string;
  readonly pdf: Uint8Array;
  /** The revision the sheet shows. */
  readonly revision: number;
}

/**
 * Makes a sheet of the application as it is stored now. A printed CC01 is kept: it is what the citizen signs.
 *
 * @throws StationError `application/incomplete` when what the sheet needs is not there yet; `print/failed`
 */
export async function printForm(work: Work, form: 'CC01' | 'CC02'): Promise<PrintedForm> {
  const state = work.state();
  const { revision } = state.review;
  const fileName = `${form}-${state.receiptNo}-${revision}.pdf`;
  if (form === 'CC02') return { fileName, pdf: await cc02(work, state), revision };
  const pdf = await cc01(work, state);
  if (state.state !== 'draft') return { fileName, pdf, revision };
  // A sheet that no longer shows what is stored must not be signed.
  if (!isSameContent(state, work.state())) return printForm(work, form);
  keepSheet(work, revision, pdf);
  return { fileName, pdf, revision };
}

function isSameContent(printed: EnrollmentState, now: EnrollmentState): boolean {
  return (
    printed.fields === now.fields &&
    printed.fingers === now.fingers &&
    printed.exceptions === now.exceptions &&
    printed.portrait === now.portrait
  );
}

function keepSheet(work: Work, revision: number, pdf: Uint8Array): void {
  const { desk } = work;
  const state = work.state();
  work.commit({ kind: 'printed', revision }, () => {
    storeCapture(desk, state, {
      id: newCaptureId(),
      kind: 'printed-form',
      label: 'CC01',
      mime: 'application/pdf',
      bytes: pdf,
    });
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: state.officerId,
      event: 'print',
      subject: state.applicationId,
      details: { form: 'CC01', revision },
    });
  });
}

async function cc01(work: Work, state: EnrollmentState): Promise<Uint8Array> {
  const { portrait } = state;
  const picture = portrait.taken && readCapture(work.desk.store, portrait.taken.captureId);
  if (!picture || !portrait.taken)
    throw new StationError('application/incomplete', 'CC01 needs the portrait');
  const data: Cc01Data = {
    ...headOf(work, state),
    revision: state.review.revision,
    values: situationOf(state).values,
    changed: fieldNames.filter((name) => state.fields[name]?.before !== undefined),
    fingers: state.fingers.flatMap(fingersOf),
    exceptions: state.exceptions,
    portrait: {
      image: picture.bytes,
      mime: picture.mime === 'image/png' ? 'image/png' : 'image/jpeg',
      score: Math.round(portrait.taken.score),
      keptBelowThreshold: portrait.kept !== undefined,
    },
  };
  return rendered(() => renderCc01(data));
}

async function cc02(work: Work, state: EnrollmentState): Promise<Uint8Array> {
  if (!state.dueDate) throw new StationError('application/incomplete', 'CC02 is printed after sealing');
  const {
    fullName = '',
    birthDate = '',
    personalId = '',
    permanentAddress,
    currentAddress,
    phone = '',
  } = situationOf(state).values;
  const data: Cc02Data = {
    ...headOf(work, state),
    fullName,
    birthDate,
    personalId,
    residence: permanentAddress || currentAddress || '',
    phone,
    dueDate: state.dueDate,
    fee: exchangeFee(state.reason, receptionDay(state.receivedAtMs)).amount,
  };
  return rendered(() => renderCc02(data));
}

/** What stands at the head of every sheet. */
function headOf({ desk }: Work, state: EnrollmentState) {
  const type = applicationTypes[state.type];
  return {
    office: desk.settings.office,
    stationNo: desk.settings.stationNo,
    receiptNo: state.receiptNo,
    receivedAtMs: state.receivedAtMs,
    printedAtMs: desk.now(),
    procedure: type.title,
    reason: type.reasons.find(({ reason }) => reason === state.reason)?.title ?? '',
    officerName: readOfficer(desk.store, state.officerId)?.name ?? '',
  };
}

function fingersOf(finger: FingerState): Cc01Fingers[] {
  const { position, attempts, kept } = finger;
  const chosen = chosenTry(finger);
  if (!chosen) return [];
  return [{ position, score: Math.round(chosen.verdict.score), attempts, isKept: kept !== undefined }];
}

async function rendered(render: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await render();
  } catch (cause) {
    throw new StationError('print/failed', 'the sheet could not be made', { cause });
  }
}
