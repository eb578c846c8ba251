import { z } from 'zod';
import { CameraChoice } from './camera.ts';
import {
  ApplicationReason,
  ApplicationState,
  ApplicationType,
  EnrollmentSnapshot,
  Intention,
  StepName,
} from './enrollment.ts';
import { errorCodes } from './errors.ts';
import { FormSection } from './form.ts';
import { ApplicationId, Bytes, CaptureId, OfficerId } from './ids.ts';
import { ErrorNotice } from './notice.ts';
import { LivePage } from './papers.ts';
import { PortraitFrame, PortraitGuidance } from './portrait.ts';
import {
  CentreStatusName,
  ConflictChoice,
  QueueEntry,
  QueueHold,
  QueueOrder,
  QueuePage,
  QueueWindow,
} from './queue.ts';
import { VerdictReason } from './verdict.ts';

/** Who may make a call: `anyone` at the sign-in screen, or a signed-in `officer`. */
export type Access = 'anyone' | 'officer';

export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly access: Access;
  readonly input: I;
  readonly output: O;
}

export interface StreamDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly access: Access;
  readonly input: I;
  readonly item: O;
}

function call<I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): CallDefinition<I, O> {
  return { kind: 'call', access, input, output };
}

function stream<I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  item: O,
): StreamDefinition<I, O> {
  return { kind: 'stream', access, input, item };
}

const nothing = z.strictObject({});

const Officer = z.strictObject({
  id: OfficerId,
  name: z.string(),
  role: z.enum(['officer', 'supervisor', 'administrator']),
});

export const DeviceStatus = z.strictObject({
  kind: z.enum(['card-reader', 'fingerprint', 'iris', 'face', 'camera', 'printer', 'clock', 'disk', 'store']),
  name: z.string(),
  state: z.enum(['ready', 'missing', 'fault']),
  code: z.enum(errorCodes).optional(),
  /** Serial number, free space, drift …: shown as it is. */
  detail: z.string().optional(),
  lastGoodAtMs: z.number().optional(),
  hasCard: z.boolean().optional(),
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;

export const StationStatus = z.strictObject({
  office: z.strictObject({ code: z.string(), superior: z.string(), name: z.string() }),
  stationNo: z.string(),
  version: z.string(),
  officer: Officer.nullable(),
  devices: z.array(DeviceStatus),
  line: z.enum(['up', 'down', 'unknown']),
  queue: z.strictObject({
    waiting: z.number().int(),
    sending: z.number().int(),
    needsPerson: z.number().int(),
    isPaused: z.boolean(),
  }),
  savedAtMs: z.number().nullable(),
  freeBytes: z.number(),
  /** Something just happened that the officer must know, e.g. `device/restarted`. */
  notice: ErrorNotice.extend({ atMs: z.number() }).nullable(),
});
export type StationStatus = z.infer<typeof StationStatus>;

const FingerPreviewItem = z.strictObject({
  /** The placement's. */
  position: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  png: Bytes,
  /** A closed line around each finger, from the left, in pixels of the picture: 64 points at most together. */
  outlines: z.array(z.array(z.tuple([z.number(), z.number()]))),
  /** The most important thing to say, if any. */
  hint: VerdictReason.optional(),
  fingerCount: z.number().int(),
  /** What the shape of four fingers tells; `unknown` unless it is clear. */
  hand: z.enum(['right', 'left', 'unknown']),
});

/** One row of the desk's list. The number is whole; the page masks it. */
export const ApplicationRow = z.strictObject({
  applicationId: ApplicationId,
  receiptNo: z.string(),
  receivedAtMs: z.number(),
  fullName: z.string(),
  personalId: z.string(),
  birthDate: z.string(),
  sex: z.string(),
  type: ApplicationType,
  reason: ApplicationReason,
  state: ApplicationState,
  /** First step that lacks something, for a draft. */
  nextStep: StepName.optional(),
  hold: QueueHold.optional(),
  centreStatus: CentreStatusName.optional(),
});
export type ApplicationRow = z.infer<typeof ApplicationRow>;

/** Everything the page may ask of the main process; both sides are typed and checked from this one table. */
export const calls = {
  'station.watch': stream('anyone', nothing, StationStatus),
  'officers.list': call('anyone', nothing, z.array(Officer)),
  'officers.sign-in': call(
    'anyone',
    z.strictObject({ officerId: OfficerId, password: z.string().max(200) }),
    Officer,
  ),
  'officers.sign-out': call('anyone', nothing, nothing),
  'applications.watch': stream(
    'officer',
    z.strictObject({ search: z.string().max(200) }),
    z.strictObject({
      rows: z.array(ApplicationRow),
      today: z.strictObject({ all: z.number().int(), drafts: z.number().int(), sealed: z.number().int() }),
    }),
  ),
  'applications.begin': call(
    'officer',
    z.strictObject({ type: ApplicationType, reason: ApplicationReason }),
    z.strictObject({ applicationId: ApplicationId }),
  ),
  'enrollment.form': call('officer', z.strictObject({ applicationId: ApplicationId }), z.array(FormSection)),
  'enrollment.watch': stream('officer', z.strictObject({ applicationId: ApplicationId }), EnrollmentSnapshot),
  'enrollment.perform': call(
    'officer',
    z.strictObject({ applicationId: ApplicationId, intention: Intention }),
    nothing,
  ),
  /** Live pictures while a capture runs, and what is to be said of each: as many as the page can take, the newest first. */
  'fingers.preview': stream('officer', nothing, FingerPreviewItem),
  'camera.chosen': call('officer', nothing, z.strictObject({ choice: CameraChoice.optional() })),
  'camera.choose': call('officer', z.strictObject({ choice: CameraChoice }), nothing),
  /** The sheet in one live frame of the camera. */
  'papers.preview': call(
    'officer',
    z.strictObject({
      applicationId: ApplicationId,
      image: Bytes,
      mime: z.enum(['image/jpeg', 'image/png']),
    }),
    LivePage,
  ),
  /** Judges one live frame of the camera by the code and the rules that judge the portrait itself. */
  'portrait.preview': call('officer', PortraitFrame, PortraitGuidance),
  /** Live pictures of the eyes while a capture runs. */
  'iris.preview': stream(
    'officer',
    nothing,
    z.strictObject({ width: z.number().int(), height: z.number().int(), png: Bytes }),
  ),
  'captures.read': call(
    'officer',
    z.strictObject({ captureId: CaptureId }),
    z.strictObject({ mime: z.string(), bytes: Bytes }),
  ),
  'forms.print': call(
    'officer',
    z.strictObject({ applicationId: ApplicationId, form: z.enum(['CC01', 'CC02']) }),
    z.strictObject({ fileName: z.string(), pdf: Bytes, revision: z.number().int() }),
  ),
  'queue.watch': stream('officer', QueueWindow, QueuePage),
  'queue.watch-entry': stream(
    'officer',
    z.strictObject({ applicationId: ApplicationId }),
    QueueEntry.nullable(),
  ),
  'queue.send-now': call('officer', nothing, nothing),
  'queue.order': call(
    'officer',
    z.strictObject({ applicationId: ApplicationId, order: QueueOrder }),
    nothing,
  ),
  'queue.decide': call(
    'officer',
    z.strictObject({
      applicationId: ApplicationId,
      choice: ConflictChoice,
      reason: z.string().trim().min(1).max(500),
    }),
    nothing,
  ),
  /** Stops or resumes the delivery of everything. */
  'queue.pause-all': call('officer', z.strictObject({ isPaused: z.boolean() }), nothing),
} as const satisfies Record<string, CallDefinition | StreamDefinition>;

export type Calls = typeof calls;
export type CallName = { [K in keyof Calls]: Calls[K] extends CallDefinition ? K : never }[keyof Calls];
export type StreamName = { [K in keyof Calls]: Calls[K] extends StreamDefinition ? K : never }[keyof Calls];
export type CallInput<K extends keyof Calls> = z.input<Calls[K]['input']>;
/** An input as its handler gets it: checked. */
export type CheckedInput<K extends keyof Calls> = z.output<Calls[K]['input']>;
export type CallOutput<K extends CallName> = z.output<Calls[K]['output']>;
export type StreamItem<K extends StreamName> = z.output<Calls[K]['item']>;
