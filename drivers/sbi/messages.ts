import { z } from 'zod';
import { SbiError } from './errors.ts';

/** Messages of the Secure Biometric Interface 0.9.5, as far as registration needs them. Nothing here waits or trusts. */

export const sbiVersion = '0.9.5';

/** Implementations write numbers as strings and as numbers. */
const word = z.union([z.string().max(300), z.number()]).transform(String);
const words = z.array(word).max(32);
const failure = z.object({ errorCode: word }).nullish();
/** A JWS; what it may hold is limited by the answer it comes in. */
const token = z.string().min(1);

/** What a device captures. */
export type SbiType = 'Finger' | 'Iris' | 'Face';

const digitalIdSchema = z.object({
  serialNo: z.string().min(1).max(100),
  make: z.string().max(100),
  model: z.string().max(100),
  type: z.string(),
  deviceSubType: z.string(),
});
export type DigitalId = z.output<typeof digitalIdSchema>;

const discoveredSchema = z.object({
  deviceId: z.string().min(1).max(100),
  deviceStatus: z.string(),
  digitalId: token,
  purpose: z.string(),
  error: failure,
});

/** A scanner as discovery tells of it. Nothing of this is signed. */
export interface Discovered {
  readonly deviceId: string;
  /** `Ready`, `Busy`, `Not Ready` or `Not Registered`. */
  readonly status: string;
  readonly digitalId: DigitalId;
}

const mostDevices = 16;

/** @returns the scanners for registration, of every type; undefined when this is no answer to a discovery */
export function readDiscovery(answer: unknown): readonly Discovered[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  return answer.slice(0, mostDevices).flatMap((entry: unknown): Discovered[] => {
    const device = discoveredSchema.safeParse(entry);
    if (!device.success || device.data.purpose === 'Auth') return [];
    const { deviceId, deviceStatus, digitalId: packed } = device.data;
    const digitalId = digitalIdSchema.safeParse(unsignedPayload(packed));
    if (!digitalId.success) return [];
    return [{ deviceId, status: deviceStatus, digitalId: digitalId.data }];
  });
}

/** In a discovery it is the payload alone, in base64url; some send a JWS. */
function unsignedPayload(packed: string): unknown {
  const payload = packed.split('.')[1] ?? packed;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const infoAnswer = z.array(z.object({ deviceInfo: z.string(), error: failure })).max(mostDevices);

/** The signed device infos of an answer, still closed. */
export function readInfoAnswer(answer: unknown): readonly string[] {
  return expect(infoAnswer, answer, 'device info').map(({ deviceInfo }) => deviceInfo);
}

const deviceInfoSchema = z.object({
  deviceId: z.string(),
  deviceCode: z.string(),
  firmware: z.string().max(100),
  env: z.string(),
  purpose: z.string(),
  specVersion: words,
  digitalId: token,
});
export type DeviceInfo = z.output<typeof deviceInfoSchema>;

export function readDeviceInfo(payload: unknown): DeviceInfo {
  return expect(deviceInfoSchema, payload, 'device info');
}

export function readDigitalId(payload: unknown): DigitalId {
  return expect(digitalIdSchema, payload, 'digital id');
}

export interface CaptureRequest {
  readonly env: string;
  readonly transactionId: string;
  readonly captureTime: Date;
  readonly timeoutMs: number;
  readonly deviceId: string;
  readonly type: SbiType;
  readonly wanted: WantedParts;
  readonly previousHash: string;
}

/** What of a body is to be captured, in the words of SBI. */
export interface WantedParts {
  /** Which part of the device is asked; 0 where there is but one. */
  readonly deviceSubId: number;
  readonly count: number;
  /** `bioSubType`; none for a face. */
  readonly names: readonly string[];
  /** Of what the part would capture, what the citizen does not have. */
  readonly missing: readonly string[];
}

/** All values are strings, which is what MOSIP's compliance kit asks for and its implementations read. */
export function captureRequest(request: CaptureRequest): unknown {
  const { env, transactionId, captureTime, timeoutMs, type, wanted } = request;
  return {
    env,
    purpose: 'Registration',
    specVersion: sbiVersion,
    timeout: String(timeoutMs),
    captureTime: captureTime.toISOString(),
    transactionId,
    bio: [
      {
        type,
        count: String(wanted.count),
        bioSubType: wanted.names,
        exception: wanted.missing,
        requestedScore: '0',
        deviceId: request.deviceId,
        deviceSubId: String(wanted.deviceSubId),
        previousHash: request.previousHash,
      },
    ],
    customOpts: null,
  };
}

const captureAnswer = z.object({
  biometrics: z
    .array(
      z.object({
        specVersion: word.nullish(),
        data: z.string().nullish(),
        hash: z.string().max(200).nullish(),
        error: failure,
      }),
    )
    .min(1)
    .max(16),
});

/** One picture of an answer, still closed. */
export interface SealedPicture {
  readonly specVersion: string;
  readonly data: string;
  readonly hash: string;
  /** Empty or `0` when all is well. */
  readonly errorCode: string;
}

export function readCaptureAnswer(answer: unknown): readonly SealedPicture[] {
  return expect(captureAnswer, answer, 'capture').biometrics.map(({ specVersion, data, hash, error }) => ({
    specVersion: specVersion ?? '',
    data: data ?? '',
    hash: hash ?? '',
    errorCode: error?.errorCode ?? '',
  }));
}

const captureDataSchema = z.object({
  digitalId: token,
  deviceCode: z.string(),
  bioType: z.string(),
  bioSubType: z.string().nullish(),
  purpose: z.string(),
  env: z.string(),
  bioValue: z.string(),
  transactionId: z.string(),
  timestamp: z.string(),
  qualityScore: z.coerce.number().min(0).max(100),
});
export type CaptureData = z.output<typeof captureDataSchema>;

export function readCaptureData(payload: unknown): CaptureData {
  return expect(captureDataSchema, payload, 'capture data');
}

function expect<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join('.') ?? '';
  throw new SbiError('fault', `${what} is not as agreed at ${where || 'its top'}`);
}
