import { readCapture, readCurrentCapture } from '../../db/captures.ts';
import { readOfficer } from '../../db/officers.ts';
import { exchangeFee } from '../applications/fees.ts';
import { applicationTypes } from '../applications/index.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import { type Cc01Data, renderCc01 } from '../forms/cc01.ts';
import { type Cc02Data, renderCc02 } from '../forms/cc02.ts';
import { situationOf, storeCapture } from './desk.ts';
import { sha256Hex } from './packet.ts';
import type { Work } from './session.ts';
import { contentChange, sheetContentOf } from './sheet-content.ts';
import type { Sheet } from './signature.ts';
import type { EnrollmentState } from './state.ts';

/** A sheet ready for the printer. */
export interface PrintedForm {
  readonly fileName: string;
  readonly pdf: Uint8Array;
  /** The revision the sheet shows. */
  readonly revision: number;
}

/**
 * A sheet for the printer. CC01 is made once for each revision and kept: it is what the citizen signs, and every copy is of the same
 * bytes, with the signature of the pad in its place once there is one.
 *
 * @throws StationError `application/incomplete` when what the sheet needs is not there yet; `print/failed`
 */
export async function printForm(work: Work, form: 'CC01' | 'CC02'): Promise<PrintedForm> {
  if (form === 'CC02') {
    const state = work.state();
    return printed(state, form, await cc02(work, state));
  }
  const made = await makeSheet(work);
  if (work.state().state === 'draft') keepSheet(work, made, 'paper');
  return printed(work.state(), form, signedPdf(work) ?? made.pdf);
}

function printed(
  { receiptNo, review: { revision } }: EnrollmentState,
  form: string,
  pdf: Uint8Array,
): PrintedForm {
  return { fileName: `${form}-${receiptNo}-${revision}.pdf`, pdf, revision };
}

/**
 * The citizen reads the sheet on the screen: it is made and kept as if it were printed.
 *
 * @throws StationError `signature/no-sheet` when the screen shows another revision; as `printForm`
 */
export async function showSheet(work: Work, revision: number): Promise<void> {
  const made = await makeSheet(work);
  if (work.state().review.revision !== revision)
    throw new StationError('signature/no-sheet', 'the screen shows another revision');
  keepSheet(work, made, 'screen');
}

/** The kept sheet once more, of the same day, with a picture of the signature in its field. */
export async function renderSignedSheet(
  work: Work,
  { madeAtMs }: Sheet,
  signature: Uint8Array,
): Promise<Uint8Array> {
  return renderCc01Of(work, work.state(), madeAtMs, signature);
}

interface MadeSheet extends Sheet {
  readonly pdf: Uint8Array;
  readonly isNew: boolean;
}

/** The sheet of what is stored now: the kept one if there is one. */
async function makeSheet(work: Work): Promise<MadeSheet> {
  const state = work.state();
  const { sheet } = state.review;
  const kept = sheet && readCurrentCapture(work.desk.store, state.applicationId, 'printed-form', 'CC01');
  if (sheet && kept?.sha256 === sheet.sha256) return { ...sheet, pdf: kept.bytes, isNew: false };
  const madeAtMs = work.desk.now();
  const pdf = await renderCc01Of(work, state, madeAtMs);
  // A sheet that no longer shows what is stored must not be signed; and of one revision there is one sheet.
  const now = work.state();
  if (contentChange(state, now) || now.review.sheet !== sheet) return makeSheet(work);
  return { sha256: sha256Hex(pdf), madeAtMs, pdf, isNew: true };
}

function keepSheet(
  work: Work,
  { sha256, madeAtMs, pdf, isNew }: MadeSheet,
  medium: 'paper' | 'screen',
): void {
  const { desk } = work;
  const state = work.state();
  const { revision, sheet } = state.review;
  work.commit({ kind: 'printed', revision, sheet: { sha256, madeAtMs }, medium }, () => {
    if (isNew)
      storeCapture(desk, state, { kind: 'printed-form', label: 'CC01', mime: 'application/pdf', bytes: pdf });
    recordEvent(desk.store, {
      atMs: desk.now(),
      actor: state.officerId,
      event: 'print',
      subject: state.applicationId,
      details: { form: 'CC01', revision, copy: medium === 'screen' ? 0 : (sheet?.copies ?? 0) + 1 },
    });
  });
}

/** The sheet with the signature of the pad. */
function signedPdf({ desk, state }: Work): Uint8Array | undefined {
  const { applicationId, review } = state();
  if (review.signed?.method !== 'pad') return undefined;
  return readCurrentCapture(desk.store, applicationId, 'signature', 'sheet')?.bytes;
}

async function renderCc01Of(
  work: Work,
  state: EnrollmentState,
  madeAtMs: number,
  signature?: Uint8Array,
): Promise<Uint8Array> {
  const { portrait, ...content } = sheetContentOf(state);
  const picture = portrait && readCapture(work.desk.store, portrait.captureId);
  if (!picture) throw new StationError('application/incomplete', 'CC01 needs the portrait');
  const data: Cc01Data = {
    ...headOf(work, state),
    ...content,
    printedAtMs: madeAtMs,
    revision: state.review.revision,
    portrait: {
      ...portrait,
      image: picture.bytes,
      mime: picture.mime === 'image/png' ? 'image/png' : 'image/jpeg',
    },
    ...(signature ? { signature } : {}),
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

async function rendered(render: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await render();
  } catch (cause) {
    throw new StationError('print/failed', 'the sheet could not be made', { cause });
  }
}
