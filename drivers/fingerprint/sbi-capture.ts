import { createHash, randomUUID, type X509Certificate } from 'node:crypto';
import { DriverError } from '../errors.ts';
import type { SbiDevice } from './sbi-device.ts';
import { isSbiError, sbiErrorOf } from './sbi-errors.ts';
import { deviceSubIdOf, fingersOf, nameOf, placementOf, positionOf } from './sbi-fingers.ts';
import { callSbi } from './sbi-http.ts';
import {
  captureRequest,
  type FingerData,
  readCaptureAnswer,
  readDigitalId,
  readFingerData,
  type SealedFinger,
  sbiVersion,
} from './sbi-messages.ts';
import { readFingerRecord } from './sbi-record.ts';
import { openSigned } from './sbi-trust.ts';
import type { CaptureOptions, FingerCapture, FingerPosition, PackedFinger } from './scanner.ts';

/** A service that does not keep its own time limit is not waited for much longer. */
const graceMs = 5000;
/** The device's clock may be a little off; that nothing old is replayed is the transaction's affair. */
const mostClockErrorMs = 5 * 60_000;

export interface CaptureTrust {
  readonly roots: readonly X509Certificate[];
  readonly environment: string;
}

/** A placement, and the hash the next capture's chain begins with. */
export interface ChainedCapture {
  readonly capture: FingerCapture;
  readonly lastHash: string;
}

/** Where a chain of captures begins: SHA-256 of nothing. */
export const firstHash = sha256().toString('hex').toUpperCase();

/** What was asked, which the answer must be an answer to. */
interface Asked {
  readonly device: SbiDevice;
  readonly environment: string;
  readonly transactionId: string;
  readonly captureTime: Date;
  readonly position: FingerPosition;
  readonly fingers: readonly FingerPosition[];
}

/**
 * Asks for one registration capture (RCAPTURE) and believes the answer only when everything in it proves that this device took these
 * fingers for this request.
 *
 * @throws DriverError `finger/untrusted`, `finger/incomplete` when fingers are missing, and what the service's own codes mean
 * @throws LineError
 */
export async function captureOnce(
  device: SbiDevice,
  options: CaptureOptions,
  trust: CaptureTrust,
  previousHash: string,
): Promise<ChainedCapture> {
  const { position, timeoutMs, missing = [], signal } = options;
  const asked: Asked = {
    device,
    environment: trust.environment,
    transactionId: randomUUID(),
    captureTime: new Date(),
    position,
    fingers: fingersOf(position).filter((finger) => !missing.includes(finger)),
  };
  const answer = await callSbi({
    port: device.port,
    verb: 'RCAPTURE',
    body: captureRequest({
      env: asked.environment,
      transactionId: asked.transactionId,
      captureTime: asked.captureTime,
      timeoutMs,
      deviceId: device.deviceId,
      deviceSubId: deviceSubIdOf(position, device.deviceSubType),
      fingers: asked.fingers.map(nameOf),
      missing: fingersOf(position)
        .filter((finger) => missing.includes(finger))
        .map(nameOf),
      previousHash,
    }),
    timeoutMs: timeoutMs + graceMs,
    ...(signal ? { signal } : {}),
  });
  const sealed = readCaptureAnswer(answer);
  const failed = sealed.find(({ errorCode }) => isSbiError(errorCode));
  if (failed) throw sbiErrorOf(failed.errorCode);
  return openAnswer(sealed, asked, trust, previousHash);
}

async function openAnswer(
  sealed: readonly SealedFinger[],
  asked: Asked,
  trust: CaptureTrust,
  previousHash: string,
): Promise<ChainedCapture> {
  let lastHash = previousHash;
  const taken: PackedFinger[] = [];
  for (const finger of sealed) {
    if (finger.specVersion !== sbiVersion) throw fault('the answer is of another version');
    const data = readFingerData(await openSigned(finger.data, { roots: trust.roots, now: new Date() }));
    await requireAnswer(data, asked, trust);
    const record = Buffer.from(data.bioValue, 'base64url');
    lastHash = requireHash(finger.hash, lastHash, record);
    taken.push(fingerOf(data, record, asked));
  }
  return { capture: placementOf(asked.position, inOrder(taken, asked)), lastHash };
}

/** The answer is to this request, from this device, for this purpose. */
async function requireAnswer(data: FingerData, asked: Asked, trust: CaptureTrust): Promise<void> {
  const now = Date.now();
  const digitalId = readDigitalId(
    await openSigned(data.digitalId, { roots: trust.roots, now: new Date(now) }),
  );
  const takenAt = Date.parse(data.timestamp);
  const isInTime =
    takenAt >= asked.captureTime.getTime() - mostClockErrorMs && takenAt <= now + mostClockErrorMs;
  const claims: Readonly<Record<string, boolean>> = {
    transaction: data.transactionId === asked.transactionId,
    time: isInTime,
    device: data.deviceCode === asked.device.deviceCode,
    serial: digitalId.serialNo === asked.device.serial,
    purpose: data.purpose === 'Registration',
    environment: data.env === asked.environment,
    type: data.bioType === 'Finger' && digitalId.type === 'Finger',
  };
  const wrong = Object.keys(claims).find((claim) => !claims[claim]);
  if (wrong !== undefined) throw untrusted(`the answer belongs to another request: ${wrong}`);
}

/** SBI 0.9.5: SHA-256 over the hash before and the record's own, in upper-case hexadecimal. */
export function nextHash(previousHash: string, record: Uint8Array): string {
  const hash = sha256(Buffer.from(previousHash, 'hex'), sha256(record));
  return hash.toString('hex').toUpperCase();
}

function requireHash(given: string, previousHash: string, record: Uint8Array): string {
  const hash = nextHash(previousHash, record);
  if (given.toUpperCase() !== hash) throw untrusted('the chain of hashes is broken');
  return hash;
}

/** The name and the record must agree on which finger it is, as far as each says. */
function fingerOf({ bioSubType, qualityScore }: FingerData, bytes: Uint8Array, asked: Asked): PackedFinger {
  const record = readFingerRecord(bytes);
  const named = positionOf(bioSubType ?? '');
  const recorded = record.position === 0 ? undefined : record.position;
  if (named !== undefined && recorded !== undefined && named !== recorded)
    throw fault('a finger by one name and of another position');
  const position = named ?? recorded ?? onlyFinger(asked);
  const isAsked = asked.fingers.some((finger) => finger === position) || position === asked.position;
  if (!isAsked) throw fault('a finger nobody asked for');
  return { ...record, position: position as FingerPosition, quality: qualityScore };
}

/** A record that says of no finger which one it is can only be meant when one was asked for. */
function onlyFinger({ fingers }: Asked): FingerPosition | undefined {
  return fingers.length === 1 ? fingers[0] : undefined;
}

/** Each finger once, left to right; or the whole placement in one picture. */
function inOrder(taken: readonly PackedFinger[], { position, fingers }: Asked): PackedFinger[] {
  const [first] = taken;
  if (taken.length === 1 && first?.position === position) return [first];
  const ordered = fingers.flatMap((finger) => taken.filter((one) => one.position === finger));
  if (ordered.length < taken.length || taken.length > fingers.length)
    throw fault('more fingers than were asked for');
  if (new Set(ordered.map((one) => one.position)).size < fingers.length)
    throw new DriverError('finger/incomplete', 'fingers are missing in the answer');
  return ordered;
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function fault(message: string): DriverError {
  return new DriverError('finger/fault', message);
}

function untrusted(message: string): DriverError {
  return new DriverError('finger/untrusted', message);
}
