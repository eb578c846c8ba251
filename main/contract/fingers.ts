import { z } from 'zod';
import { Bytes, CaptureId, OfficerId } from './ids.ts';
import { ErrorNotice } from './notice.ts';
import { Verdict, VerdictReason } from './verdict.ts';

/** One finger: 1 right thumb … 5 right little, 6 left thumb … 10 left little (ISO/IEC 19794-4 table 4). */
const Finger = z.number().int().min(1).max(10);

/** Why a finger cannot be printed, or not well. Of the first two there is nothing to capture. */
export const fingerExceptions = ['amputated', 'bandaged', 'worn', 'deformed'] as const;
export const FingerExceptionCode = z.enum(fingerExceptions);
export type FingerExceptionCode = z.infer<typeof FingerExceptionCode>;

export const FingerException = z.strictObject({
  position: Finger,
  code: FingerExceptionCode,
  note: z.string().max(200),
  photoCaptureId: CaptureId.optional(),
});
export type FingerException = z.infer<typeof FingerException>;

/** Something about who the fingers of a placement belong to, found by comparing all placements of the session. */
export const FingerFinding = z.discriminatedUnion('kind', [
  /** This finger is the one captured as another. */
  z.strictObject({ kind: z.literal('same-finger'), position: Finger, as: Finger }),
  /** Slap and single disagree: it is rather the finger `like`, or, without that, none of this session. */
  z.strictObject({ kind: z.literal('other-finger'), position: Finger, like: Finger.optional() }),
  /** It is a finger of an officer of this station. */
  z.strictObject({ kind: z.literal('officer-finger'), position: Finger }),
  z.strictObject({ kind: z.literal('wrong-hand') }),
  z.strictObject({ kind: z.literal('wrong-count'), seen: z.number().int(), expected: z.number().int() }),
]);
export type FingerFinding = z.infer<typeof FingerFinding>;

/** One finger as a placement shows it. */
export const JudgedFinger = z.strictObject({
  position: Finger,
  /** 0–100, an NFIQ2-like estimate of the station's own; never to be called NFIQ 2. */
  score: z.number().min(0).max(100),
  hint: VerdictReason.optional(),
  /** Pixels of the picture: middle, size across and along the finger, and how far it leans clockwise in radians. */
  box: z.strictObject({
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    angle: z.number(),
  }),
});
export type JudgedFinger = z.infer<typeof JudgedFinger>;

/** Why the officer keeps what is below the threshold, or what does not seem to be the right finger. */
export const keepReasons = ['worn', 'wet', 'dry', 'trembling', 'citizen-unable', 'other'] as const;
export const KeepReason = z.enum(keepReasons);
export type KeepReason = z.infer<typeof KeepReason>;

/** One placement of the dated configuration, in its order. */
export const FingerSnapshot = z.strictObject({
  /** 13 right four, 14 left four, 15 both thumbs, 1 … 10 a single finger, rolled (ANSI/NIST-ITL table 8). */
  position: z.number().int(),
  /** `skipped`: of all its fingers there is nothing to capture. */
  state: z.enum(['todo', 'capturing', 'captured', 'failed', 'skipped']),
  attempts: z.number().int(),
  /** The picture that counts: the last one; once the tries are used up, the best of them. */
  captureId: CaptureId.optional(),
  verdict: Verdict.optional(),
  /** Empty before a capture, and when the fingers that are seen cannot be told apart. */
  fingers: z.array(JudgedFinger),
  /** Of the picture, pixels. */
  size: z.strictObject({ width: z.number().int(), height: z.number().int() }).optional(),
  findings: z.array(FingerFinding),
  /** `bySupervisor` is the officer's id. */
  kept: z.strictObject({ reason: KeepReason, bySupervisor: z.string().optional() }).optional(),
  /** The tries are used up and something is wrong: it may be kept with a reason. */
  mayKeep: z.boolean(),
  /** And only a supervisor may. */
  needsSupervisor: z.boolean(),
  notice: ErrorNotice.optional(),
});
export type FingerSnapshot = z.infer<typeof FingerSnapshot>;

/** What keeps an application from being sealed as far as fingers go. */
export const fingerGaps = [
  /** `position` is the placement's. */
  z.strictObject({
    kind: z.literal('fingers-missing'),
    step: z.literal('fingers'),
    position: z.number().int(),
  }),
  /** A finger seems not to be the one it should be: taken again, or kept with a reason. */
  z.strictObject({
    kind: z.literal('finger-finding'),
    step: z.literal('fingers'),
    position: z.number().int(),
  }),
] as const;

/** What an officer can want of fingers. */
export const fingerIntentions = [
  z.strictObject({ kind: z.literal('capture-fingers'), position: z.number().int() }),
  z.strictObject({
    kind: z.literal('keep-fingers'),
    position: z.number().int(),
    reason: KeepReason,
    supervisor: z.strictObject({ officerId: OfficerId, password: z.string().max(200) }).optional(),
  }),
  /** Without a code the finger is as others again; its placements are then open again. */
  z.strictObject({
    kind: z.literal('set-finger-exception'),
    position: Finger,
    code: FingerExceptionCode.nullable(),
    note: z.string().max(200),
  }),
  z.strictObject({
    kind: z.literal('photograph-exception'),
    position: Finger,
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
  }),
  z.strictObject({ kind: z.literal('stop-capture') }),
] as const;
