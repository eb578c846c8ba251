import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { changeState, saveDraft } from '../../db/applications.ts';
import { insertCapture, type NewCapture } from '../../db/captures.ts';
import type { Store } from '../../db/open.ts';
import type { TrustMaterial } from '../../drivers/card/emrtd/passive/trust.ts';
import type { FingerPreview } from '../../drivers/fingerprint/scanner.ts';
import type { IrisPreview } from '../../drivers/iris/scanner.ts';
import { checkForm } from '../applications/fields.ts';
import type { FormSituation } from '../applications/form-sections.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { type CaptureRules, rulesOn } from '../applications/rules.ts';
import type { BiometricsPool } from '../biometrics/pool.ts';
import { CaptureId } from '../contract/ids.ts';
import type { ErrorNotice } from '../contract/notice.ts';
import type { Devices } from '../devices.ts';
import type { Live } from '../live.ts';
import type { StationSettings } from '../settings.ts';
import { type FieldProblems, gapsOf, nextStepOf } from './snapshot.ts';
import type { EnrollmentState } from './state.ts';
import type { StationKeys } from './station-keys.ts';

/** What every enrollment at this station works with. */
export interface Desk {
  readonly store: Store;
  readonly devices: Devices;
  readonly biometrics: BiometricsPool;
  readonly settings: StationSettings;
  readonly keys: StationKeys;
  /** The live picture of the scanner, while one captures. */
  readonly preview: Live<LiveFingers | null>;
  /** The same of the iris scanner. */
  readonly eyePreview: Live<IrisPreview | null>;
  /** Whom the station believes when it reads a chip. */
  trust(): TrustMaterial;
  now(): number;
  /** Gives a failure its incident number and a line in the log. */
  report(error: unknown): ErrorNotice;
  /** A draft has been stored. */
  saved(): void;
  /** A packet has been put in the outbox. */
  sealed(): void;
}

/** A live picture of the scanner, and which fingers of the placement are not to be expected on it. */
export interface LiveFingers {
  readonly preview: FingerPreview;
  readonly missing: readonly number[];
}

/** How fingers and portraits are captured for this application: the rules of the day it was received. */
export function captureRulesOf({ receivedAtMs }: EnrollmentState): CaptureRules {
  return rulesOn(receptionDay(receivedAtMs)).captures;
}

/** What decides the form of this application. */
export function situationOf({ type, receivedAtMs, fields }: EnrollmentState): FormSituation {
  const values = Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
  return { type, receivedAtMs, values };
}

/** What is wrong with each field of the form. */
export function problemsOf(state: EnrollmentState): FieldProblems {
  return checkForm(situationOf(state));
}

/** Writes the draft and what the desk's list shows of it. Runs in the caller's transaction. */
export function saveState(desk: Desk, state: EnrollmentState): void {
  const { applicationId, fields } = state;
  const nextStep = nextStepOf(gapsOf(state, problemsOf(state)));
  saveDraft(desk.store, applicationId, {
    savedAtMs: desk.now(),
    revision: state.review.revision,
    fullName: fields.fullName?.value ?? '',
    personalId: fields.personalId?.value ?? '',
    birthDate: fields.birthDate?.value ?? '',
    sex: fields.sex?.value ?? '',
    nextStep: nextStep ?? null,
    draft: JSON.stringify(state),
  });
  if (state.state !== 'draft') changeState(desk.store, applicationId, state.state);
}

/** Stores one capture as the current one of its kind and label. Runs in the caller's transaction. */
export function storeCapture(
  desk: Desk,
  state: EnrollmentState,
  capture: Omit<NewCapture, 'id' | 'applicationId' | 'sha256' | 'capturedAtMs'> & { readonly id?: CaptureId },
): void {
  insertCapture(desk.store, {
    ...capture,
    id: capture.id ?? newCaptureId(),
    applicationId: state.applicationId,
    sha256: createHash('sha256').update(capture.bytes).digest('hex'),
    capturedAtMs: desk.now(),
  });
}

export function newCaptureId(): CaptureId {
  return CaptureId.parse(uuidv7());
}
