import { createHash, randomUUID, type X509Certificate } from 'node:crypto';
import type { ScanOptions } from '../scanner.ts';
import type { SbiDevice } from './device.ts';
import { isSbiError, SbiError, sbiErrorOf } from './errors.ts';
import { callSbi } from './http.ts';
import {
  type CaptureData,
  captureRequest,
  readCaptureAnswer,
  readCaptureData,
  readDigitalId,
  type SealedPicture,
  sbiVersion,
} from './messages.ts';
import type { SbiItem, SbiModality } from './modality.ts';
import { openSigned } from './trust.ts';

/** A service that does not keep its own time limit is not waited for much longer. */
const graceMs = 5000;
/** The device's clock may be a little off; that nothing old is replayed is the transaction's affair. */
const mostClockErrorMs = 5 * 60_000;

export interface CaptureTrust {
  readonly roots: readonly X509Certificate[];
  readonly environment: string;
}

/** A capture, and the hash the next one's chain begins with. */
export interface ChainedCapture<Capture> {
  readonly capture: Capture;
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
}

/**
 * Asks for one registration capture (RCAPTURE) and believes the answer only when everything in it proves that this device took these
 * pictures for this request.
 *
 * @throws SbiError `untrusted`, `incomplete` when something is missing, and what the service's own codes mean
 * @throws LineError
 */
export async function captureOnce<Options extends ScanOptions<Preview>, Capture, Preview>(
  modality: SbiModality<Options, Capture, Preview>,
  device: SbiDevice,
  options: Options,
  trust: CaptureTrust,
  previousHash: string,
): Promise<ChainedCapture<Capture>> {
  const { timeoutMs, signal } = options;
  const wanted = modality.want(options, device.deviceSubType);
  const asked: Asked = {
    device,
    environment: trust.environment,
    transactionId: randomUUID(),
    captureTime: new Date(),
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
      type: device.type,
      wanted,
      previousHash,
    }),
    timeoutMs: timeoutMs + graceMs,
    ...(signal ? { signal } : {}),
  });
  const sealed = readCaptureAnswer(answer);
  const failed = sealed.find(({ errorCode }) => isSbiError(errorCode));
  if (failed) throw sbiErrorOf(failed.errorCode);
  const { items, lastHash } = await openAnswer(sealed, asked, trust, previousHash);
  return { capture: modality.read(items, options, wanted), lastHash };
}

async function openAnswer(
  sealed: readonly SealedPicture[],
  asked: Asked,
  trust: CaptureTrust,
  previousHash: string,
): Promise<{ readonly items: readonly SbiItem[]; readonly lastHash: string }> {
  let lastHash = previousHash;
  const items: SbiItem[] = [];
  for (const picture of sealed) {
    if (picture.specVersion !== sbiVersion) throw new SbiError('fault', 'the answer is of another version');
    const data = readCaptureData(await openSigned(picture.data, { roots: trust.roots, now: new Date() }));
    await requireAnswer(data, asked, trust);
    const record = Buffer.from(data.bioValue, 'base64url');
    lastHash = requireHash(picture.hash, lastHash, record);
    const name = data.bioSubType ? { name: data.bioSubType } : {};
    items.push({ ...name, quality: data.qualityScore, record });
  }
  return { items, lastHash };
}

/** The answer is to this request, from this device, for this purpose. */
async function requireAnswer(data: CaptureData, asked: Asked, trust: CaptureTrust): Promise<void> {
  const now = Date.now();
  const digitalId = readDigitalId(
    await openSigned(data.digitalId, { roots: trust.roots, now: new Date(now) }),
  );
  const takenAt = Date.parse(data.timestamp);
  const isInTime =
    takenAt >= asked.captureTime.getTime() - mostClockErrorMs && takenAt <= now + mostClockErrorMs;
  const { type } = asked.device;
  const claims: Readonly<Record<string, boolean>> = {
    transaction: data.transactionId === asked.transactionId,
    time: isInTime,
    device: data.deviceCode === asked.device.deviceCode,
    serial: digitalId.serialNo === asked.device.serial,
    purpose: data.purpose === 'Registration',
    environment: data.env === asked.environment,
    type: data.bioType === type && digitalId.type === type,
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

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function untrusted(message: string): SbiError {
  return new SbiError('untrusted', message);
}
