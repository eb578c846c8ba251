import { z } from 'zod';
import { CaptureId, OfficerId } from './ids.ts';
import { ErrorNotice } from './notice.ts';

/** The citizen's own right and left. */
export const eyes = ['right', 'left'] as const;
export const Eye = z.enum(eyes);
export type Eye = z.infer<typeof Eye>;

/** Why an eye is not captured. */
export const eyeExceptions = ['missing', 'cannot-open', 'bandaged', 'other'] as const;
export const EyeExceptionCode = z.enum(eyeExceptions);
export type EyeExceptionCode = z.infer<typeof EyeExceptionCode>;

export const EyeException = z.strictObject({
  eye: Eye,
  code: EyeExceptionCode,
  note: z.string().max(200),
});
export type EyeException = z.infer<typeof EyeException>;

/** What is checked of a picture of an eye, by the names of ISO/IEC 29794-6. */
export const irisCheckNames = [
  'eye-open',
  'iris-radius',
  'margin',
  'gaze',
  'glare',
  'usable-area',
  'sharpness',
  'gray-scale',
  'pupil-ratio',
  'pupil-circularity',
  'iris-pupil-contrast',
  'iris-sclera-contrast',
] as const;

/** What helps when a check is not met. */
export const irisHints = [
  'open-eye',
  'nearer',
  'centre',
  'look-straight',
  'glare',
  'lids',
  'hold-still',
  'more-light',
  'wide-pupil',
  'narrow-pupil',
  'low-contrast',
] as const;
export const IrisHint = z.enum(irisHints);
export type IrisHint = z.infer<typeof IrisHint>;

export const IrisCheck = z.strictObject({
  name: z.enum(irisCheckNames),
  value: z.number(),
  limit: z.strictObject({ least: z.number().optional(), most: z.number().optional() }),
  isMet: z.boolean(),
  hint: IrisHint.optional(),
});
export type IrisCheck = z.infer<typeof IrisCheck>;

/** Something about whose eye a picture shows. */
export const IrisFinding = z.discriminatedUnion('kind', [
  /** By the inner corner it is the other eye. */
  z.strictObject({ kind: z.literal('other-side') }),
  /** Both pictures show one eye. */
  z.strictObject({ kind: z.literal('same-eye') }),
]);
export type IrisFinding = z.infer<typeof IrisFinding>;

/** Why the officer keeps a picture below the limits, or one that does not seem to be the right eye. */
const irisKeepReasons = ['lids', 'trembling', 'disease', 'citizen-unable', 'other'] as const;
export const IrisKeepReason = z.enum(irisKeepReasons);
export type IrisKeepReason = z.infer<typeof IrisKeepReason>;

const Circle = z.strictObject({ x: z.number(), y: z.number(), radius: z.number() });

export const EyeSnapshot = z.strictObject({
  eye: Eye,
  /** `skipped`: there is nothing to capture. */
  state: z.enum(['todo', 'capturing', 'captured', 'failed', 'skipped']),
  attempts: z.number().int(),
  /** The picture that counts: the last one; once the tries are used up, the best of them. */
  captureId: CaptureId.optional(),
  /** 0–100, an estimate of the station's own. */
  score: z.number().optional(),
  isAccepted: z.boolean(),
  checks: z.array(IrisCheck),
  /** Of the picture, pixels. */
  size: z.strictObject({ width: z.number().int(), height: z.number().int() }).optional(),
  pupil: Circle.optional(),
  iris: Circle.optional(),
  findings: z.array(IrisFinding),
  /** `bySupervisor` is the officer's id. */
  kept: z.strictObject({ reason: IrisKeepReason, bySupervisor: z.string().optional() }).optional(),
  /** The tries are used up and something is wrong: it may be kept with a reason. */
  mayKeep: z.boolean(),
  needsSupervisor: z.boolean(),
  exception: EyeException.optional(),
  notice: ErrorNotice.optional(),
});
export type EyeSnapshot = z.infer<typeof EyeSnapshot>;

export const IrisSnapshot = z.strictObject({
  /** Of a child below the age of the rules nothing is captured. */
  isRequired: z.boolean(),
  /** The right eye first. */
  eyes: z.array(EyeSnapshot),
});
export type IrisSnapshot = z.infer<typeof IrisSnapshot>;

/** What keeps an application from being sealed as far as eyes go. */
export const irisGaps = [
  z.strictObject({ kind: z.literal('iris-missing'), step: z.literal('iris'), eye: Eye }),
  z.strictObject({ kind: z.literal('iris-finding'), step: z.literal('iris'), eye: Eye }),
] as const;

/** What an officer can want of eyes. */
export const irisIntentions = [
  /** Both at once, or one. */
  z.strictObject({ kind: z.literal('capture-iris'), eyes: z.array(Eye).min(1).max(2) }),
  z.strictObject({
    kind: z.literal('keep-iris'),
    eye: Eye,
    reason: IrisKeepReason,
    supervisor: z.strictObject({ officerId: OfficerId, password: z.string().max(200) }).optional(),
  }),
  /** Without a code the eye is as others again, and open. */
  z.strictObject({
    kind: z.literal('set-eye-exception'),
    eye: Eye,
    code: EyeExceptionCode.nullable(),
    note: z.string().max(200),
  }),
] as const;
