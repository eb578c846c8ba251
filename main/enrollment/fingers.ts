import { makeCurrent } from '../../db/captures.ts';
import { nextCounter, readCounter } from '../../db/counters.ts';
import { DriverError } from '../../drivers/errors.ts';
import type { CapturingScanner, HostCalls } from '../../drivers/host-protocol.ts';
import type { FingerStep } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';
import type { PartedFinger } from '../biometrics/finger/placement.ts';
import { partedBy } from '../biometrics/finger/unpack.ts';
import type { CaptureId } from '../contract/ids.ts';
import { readOfficerFingers } from '../officers/officer-fingers.ts';
import { captureRulesOf, newCaptureId, storeCapture } from './desk.ts';
import { compareFingers } from './finger-comparison.ts';
import { excusedOf, missingOf } from './finger-placements.ts';
import { advanceFingers, type FingersEvent, type FingerTry } from './finger-state.ts';
import type { Work } from './session.ts';

/** How long the scanner waits for fingers. */
const captureTimeoutMs = 15_000;
/** Counts what the glass has seen since the station was set up. */
const glassCounter = 'finger-captures';

/**
 * Captures one placement, judges what will be stored, compares its fingers with all others of the session, and keeps the picture, good or not;
 * the officer decides what to do with a poor one.
 */
export async function captureFingers(work: Work, position: FingerStep): Promise<void> {
  const { desk } = work;
  const missing = missingOf(position, work.state().exceptions);
  work.show({ kind: 'fingers-capturing', position });
  try {
    const captured = await desk.devices.call(
      'capture-fingers',
      { position, timeoutMs: captureTimeoutMs, missing },
      { signal: work.signal, onProgress: (preview) => desk.preview.set({ preview, missing }) },
    );
    desk.preview.set(null);
    const master = await masterOf(work, captured);
    const taken = await judge(work, position, master);
    await keep(work, position, { taken, png: master.png, scanner: captured.scanner });
  } catch (error) {
    const wasStopped = work.signal.aborted;
    work.commit({ kind: 'fingers-failed', position, ...(wasStopped ? {} : { notice: desk.report(error) }) });
  } finally {
    desk.preview.set(null);
  }
}

/** The lossless file to keep. */
interface Master {
  readonly png: Uint8Array;
  readonly resolutionPpi: number;
  readonly isLossy: boolean;
  readonly parted?: readonly PartedFinger[];
}

async function masterOf(
  { desk, signal }: Work,
  captured: HostCalls['capture-fingers']['output'],
): Promise<Master> {
  if ('packed' in captured)
    return desk.biometrics.run('unpack', { packed: captured.packed }, signal).catch((cause: unknown) => {
      throw new DriverError('finger/fault', 'the scanner packed no picture', { cause });
    });
  const { image } = captured;
  const { png } = await desk.biometrics.run('png', { image }, signal);
  const parted = image.fingers && partedBy(image.fingers);
  return { png, resolutionPpi: image.resolutionPpi, isLossy: false, ...(parted ? { parted } : {}) };
}

/** Judges the file that will be stored; its minutiae stay in memory. */
async function judge(
  { desk, state, templates, signal }: Work,
  position: FingerStep,
  { png, resolutionPpi, isLossy, parted }: Master,
): Promise<FingerTry> {
  const { exceptions } = state();
  const placement = {
    bytes: png,
    resolutionPpi,
    position,
    missing: missingOf(position, exceptions),
    ...(parted ? { parted } : {}),
  };
  const { minScore } = captureRulesOf(state());
  const demands = { minScore, excused: excusedOf(position, exceptions) };
  const [judged, fingers] = await Promise.all([
    desk.biometrics.run('fingers', { ...placement, demands }, signal),
    desk.biometrics.run('minutiae', placement, signal),
  ]);
  const officers = readOfficerFingers(desk.store);
  const lent =
    officers.length === 0 ? [] : await desk.biometrics.run('officers', { fingers, officers }, signal);
  const captureId = newCaptureId();
  templates.set(captureId, fingers);
  return {
    captureId,
    verdict: judged.verdict,
    fingers: judged.fingers,
    size: { width: judged.width, height: judged.height },
    resolutionPpi,
    isLossy,
    findings: [
      ...judged.findings,
      ...lent.map((finger) => ({ kind: 'officer-finger', position: finger }) as const),
    ],
  };
}

interface Taken {
  readonly taken: FingerTry;
  readonly png: Uint8Array;
  readonly scanner: CapturingScanner;
}

async function keep(work: Work, position: FingerStep, { taken, png, scanner }: Taken): Promise<void> {
  const { desk } = work;
  const { attempts, cleanGlassAfter } = captureRulesOf(work.state());
  const event = {
    kind: 'fingers-captured',
    position,
    taken,
    mostTries: attempts,
    compared: new Map(),
    shouldCleanGlass: (readCounter(desk.store, glassCounter) + 1) % cleanGlassAfter === 0,
  } as const satisfies FingersEvent;
  const chosen = chosenAfter(work, event);
  const compared = await compareFingers(work, advanceFingers(work.state(), event));
  work.signal.throwIfAborted();
  work.commit({ ...event, compared }, () => {
    nextCounter(desk.store, glassCounter);
    storePicture(work, position, { taken, png, scanner });
    if (chosen !== undefined && chosen !== taken.captureId) makeCurrent(desk.store, chosen);
  });
}

/** The picture that counts once this one is taken. */
function chosenAfter(
  work: Work,
  event: Extract<FingersEvent, { kind: 'fingers-captured' }>,
): CaptureId | undefined {
  return advanceFingers(work.state(), event).fingers.find(({ position }) => position === event.position)
    ?.captureId;
}

function storePicture(work: Work, position: FingerStep, { taken, png, scanner }: Taken): void {
  const { desk } = work;
  const state = work.state();
  const { captureId, verdict, fingers, findings, size, resolutionPpi } = taken;
  storeCapture(desk, state, {
    id: captureId,
    kind: 'finger',
    label: String(position),
    mime: 'image/png',
    bytes: png,
    ...size,
    device: JSON.stringify({ ...scanner, resolutionPpi }),
    verdict: JSON.stringify({ ...verdict, fingers, findings }),
  });
  recordEvent(desk.store, {
    atMs: desk.now(),
    actor: state.officerId,
    event: 'capture-attempt',
    subject: state.applicationId,
    details: { kind: 'finger', label: String(position), verdict: verdict.kind, device: scanner.serial },
  });
}
