import { readCapture, type StoredCapture } from '../../db/captures.ts';
import { receptionDay } from '../applications/reception-day.ts';
import type { PlacementToSend } from '../biometrics/finger/transaction.ts';
import type { FingerException } from '../contract/fingers.ts';
import { isSkipped, missingOf } from './finger-placements.ts';
import { chosenTry, type FingerState, type FingersState, findingsOf } from './finger-state.ts';
import type { IrisState } from './iris-state.ts';
import type { PacketPart } from './packet.ts';
import type { Work } from './session.ts';
import type { EnrollmentState } from './state.ts';

/** Who the transaction is for: the ministry's department for administrative management of social order. */
const destination = 'C06';

/** Whether a stored capture goes with the application. Of fingers and eyes only what counts does: not a worse try, not a photo of what was taken back. */
export function isSent(
  { fingers, exceptions, irises }: FingersState & IrisState,
  { id, kind }: StoredCapture,
): boolean {
  if (kind === 'iris') return irises.some(({ captureId }) => captureId === id);
  if (kind !== 'finger') return true;
  const sent = [
    ...fingers.map(({ captureId }) => captureId),
    ...exceptions.map(({ photoCaptureId }) => photoCaptureId),
  ];
  return sent.some((captureId) => captureId === id);
}

/** What `application.json` says of the fingers. */
export function fingersContent({ fingers, exceptions }: FingersState): object {
  return {
    fingers: fingers.map((finger) => placementContent(finger, exceptions)),
    fingerExceptions: exceptions,
  };
}

function placementContent(finger: FingerState, exceptions: readonly FingerException[]): object {
  const { position, attempts, kept } = finger;
  const chosen = chosenTry(finger);
  return {
    position,
    state: isSkipped(position, exceptions) ? 'skipped' : 'captured',
    attempts,
    ...(chosen && { verdict: chosen.verdict, fingers: chosen.fingers, resolutionPpi: chosen.resolutionPpi }),
    findings: findingsOf(finger),
    ...(kept && { kept }),
  };
}

/** The ANSI/NIST-ITL file of all placements, made from their masters in a worker. */
export async function transactionPart(
  { desk, signal }: Work,
  state: EnrollmentState,
  sealedAtMs: number,
): Promise<PacketPart> {
  const { office, stationNo } = desk.settings;
  const head = {
    date: itlDay(sealedAtMs),
    destination,
    origin: `${office.code}-${stationNo}`,
    controlNumber: state.receiptNo,
    source: office.code,
  };
  const placements = state.fingers.map((finger) => {
    const chosen = chosenTry(finger);
    const master = chosen && readCapture(desk.store, chosen.captureId);
    if (chosen && !master) throw new Error('a picture of this application is not in the store');
    return placementToSend(state, finger, master);
  });
  const { bytes } = await desk.biometrics.run('transaction', { head, placements }, signal);
  return { name: 'fingers.an2', mime: 'application/octet-stream', bytes };
}

function placementToSend(
  { exceptions, receivedAtMs }: EnrollmentState,
  finger: FingerState,
  master: StoredCapture | undefined,
): PlacementToSend {
  const { position } = finger;
  const chosen = chosenTry(finger);
  const missing = missingOf(position, exceptions).map((missed) => ({
    position: missed,
    why: isAmputated(missed, exceptions) ? ('amputated' as const) : ('unprintable' as const),
  }));
  const common = { position, missing, date: itlDay(master?.capturedAtMs ?? receivedAtMs) };
  if (!chosen || !master) return common;
  const { resolutionPpi, isLossy, fingers } = chosen;
  return { ...common, captured: { png: master.bytes, resolutionPpi, isLossy, fingers } };
}

function isAmputated(finger: number, exceptions: readonly FingerException[]): boolean {
  return exceptions.some(({ position, code }) => position === finger && code === 'amputated');
}

/** YYYYMMDD at the station. */
function itlDay(ms: number): string {
  return receptionDay(ms).replaceAll('-', '');
}
