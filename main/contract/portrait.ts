import { z } from 'zod';
import { ApplicationId, Bytes, CaptureId, OfficerId } from './ids.ts';

/** What is looked at in a portrait; the measures are those of ISO/IEC 29794-5. */
export const portraitCheckNames = [
  'single-face',
  /** Pixels between the eyes. */
  'resolution',
  /** How large the head is in the picture. */
  'distance',
  'centred',
  'yaw',
  'pitch',
  'roll',
  'eyes-open',
  'mouth-closed',
  'expression',
  'sharpness',
  'exposure',
  /** Left against right of the face. */
  'even-light',
  'natural-colour',
  'background',
  /** The card's crop lies in the picture. */
  'not-cropped',
] as const;
export const PortraitCheckName = z.enum(portraitCheckNames);
export type PortraitCheckName = z.infer<typeof PortraitCheckName>;

/** What is said to the citizen; left and right are his own. */
const portraitHints = [
  'no-face',
  'several-faces',
  'too-near',
  'too-far',
  'too-small',
  'move-left',
  'move-right',
  'move-up',
  'move-down',
  'turn-left',
  'turn-right',
  'chin-up',
  'chin-down',
  'tilt-left',
  'tilt-right',
  'eyes-closed',
  'mouth-open',
  'not-neutral',
  'blurred',
  'too-dark',
  'too-bright',
  'dark-left',
  'dark-right',
  'tinted',
  'background-dark',
  'background-uneven',
  'cropped',
] as const;
export const PortraitHint = z.enum(portraitHints);
export type PortraitHint = z.infer<typeof PortraitHint>;

export const PortraitCheck = z.strictObject({
  name: PortraitCheckName,
  /** In the unit of its limit; null when it cannot be measured, for want of a face. */
  value: z.number().nullable(),
  limit: z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
  isMet: z.boolean(),
  /** Said, and does not keep the picture from counting. */
  isAdvice: z.boolean(),
  hint: PortraitHint.optional(),
});
export type PortraitCheck = z.infer<typeof PortraitCheck>;

/** Parts of the ground, as seen in the picture. */
const backgroundPlaces = ['top-left', 'top', 'top-right', 'left', 'right'] as const;

const Fraction = z.number();

/** What one live frame tells. */
export const PortraitGuidance = z.strictObject({
  /** The ellipse around the face, in fractions of the frame's width and height: middle and full size; `angle` clockwise in radians. */
  face: z
    .strictObject({
      oval: z.strictObject({
        x: Fraction,
        y: Fraction,
        width: Fraction,
        height: Fraction,
        angle: z.number(),
      }),
    })
    .optional(),
  /** Without those that a small frame cannot tell: `resolution`. */
  checks: z.array(PortraitCheck),
  /** What to mend first. */
  hint: PortraitHint.optional(),
  /** Everything that the frame can tell is right. */
  isReady: z.boolean(),
  /** Where the ground is worst, when it is not as it should be. */
  backgroundAt: z.enum(backgroundPlaces).optional(),
});
export type PortraitGuidance = z.infer<typeof PortraitGuidance>;

/** Where a face belongs in a live frame, by the rules. In shares of the frame's height; the crop lies in the middle of the frame. */
export const PortraitGuide = z.strictObject({
  /** The card's picture. */
  crop: z.strictObject({ width: Fraction, height: Fraction }),
  /** From the top of the crop down to the eyes. */
  eyes: Fraction,
  /** The ellipse of the head; `middle` from the top of the crop down. */
  head: z.strictObject({ width: Fraction, height: Fraction, middle: Fraction }),
});
export type PortraitGuide = z.infer<typeof PortraitGuide>;

/** Asked with one live frame after the other: the next when the answer is there. */
export const PortraitFrame = z.strictObject({
  applicationId: ApplicationId,
  /** Scaled down to 640 pixels of height at most. */
  image: Bytes.refine(({ byteLength }) => byteLength <= 2 ** 20, 'a live frame has 1 MiB at most'),
  mime: z.enum(['image/jpeg', 'image/png']),
});

/** Why the officer keeps a portrait that is not as it should be, by measure or by eye. */
const portraitKeepReasons = ['disability', 'medical', 'trembling', 'child', 'equipment', 'other'] as const;
export const PortraitKeepReason = z.enum(portraitKeepReasons);
export type PortraitKeepReason = z.infer<typeof PortraitKeepReason>;

/** What the officer sees and no program can tell: Circular 60/2021 art. 5.4. What does not hold is said so: a bandaged ear stays hidden. */
export const PortraitTicks = z.strictObject({
  noGlasses: z.boolean(),
  bothEars: z.boolean(),
  bareHead: z.boolean(),
  decentDress: z.boolean(),
});
export type PortraitTicks = z.infer<typeof PortraitTicks>;

/** Why a head need not be bare; face and ears stay clear all the same. */
export const headCoverings = ['religious', 'ethnic', 'medical'] as const;
export const HeadCovering = z.enum(headCoverings);
export type HeadCovering = z.infer<typeof HeadCovering>;

/** In the order they are spoken of. */
export const portraitTickNames = ['noGlasses', 'bothEars', 'bareHead', 'decentDress'] as const;

/** The ticks that were answered and do not hold; a head may be covered for its reasons. */
export function unheldTicks({
  ticks,
  headCovering,
}: {
  readonly ticks?: PortraitTicks | undefined;
  readonly headCovering?: HeadCovering | undefined;
}): (keyof PortraitTicks)[] {
  if (!ticks) return [];
  const isExcused = (name: keyof PortraitTicks) => name === 'bareHead' && headCovering !== undefined;
  return portraitTickNames.filter((name) => !ticks[name] && !isExcused(name));
}

/** The live face against the chip's. Advice: it never refuses anybody. */
export const Likeness = z.strictObject({
  /** 0 … 1 */
  score: z.number().min(0).max(1),
  band: z.enum(['alike', 'look-closely', 'different']),
});
export type Likeness = z.infer<typeof Likeness>;

/** Pixels of the master, upright. */
export const PortraitCrop = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});
export type PortraitCrop = z.infer<typeof PortraitCrop>;

export const PortraitSnapshot = z.strictObject({
  guide: PortraitGuide,
  captureId: CaptureId.optional(),
  attempts: z.number().int(),
  /** 0 … 100: the least of the measures' qualities (ISO/IEC 29794-5). */
  score: z.number().min(0).max(100).optional(),
  /** Empty before a picture is taken. */
  checks: z.array(PortraitCheck),
  hint: PortraitHint.optional(),
  /** `bySupervisor` is the officer's id. */
  kept: z.strictObject({ reason: PortraitKeepReason, bySupervisor: z.string().optional() }).optional(),
  /** There is a picture, and every check that is no advice is met or the picture is kept. */
  isUsable: z.boolean(),
  /** It may be kept with a reason: a measure is not met and the tries are used up, or all are met and a tick does not hold. */
  mayKeep: z.boolean(),
  /** And only a supervisor may. */
  needsSupervisor: z.boolean(),
  /** Absent before the officer has answered. */
  ticks: PortraitTicks.optional(),
  /** Instead of a bare head. */
  headCovering: HeadCovering.optional(),
  /** The officer has seen that it is the card's holder. */
  isRightPerson: z.boolean(),
  /** Absent without a picture in the chip, or a face in it. */
  likeness: Likeness.optional(),
  /** The 2:3 picture of the card. */
  crop: PortraitCrop.optional(),
});
export type PortraitSnapshot = z.infer<typeof PortraitSnapshot>;

export const portraitGaps = [
  /** None, or below the threshold and not kept. */
  z.strictObject({ kind: z.literal('portrait-missing'), step: z.literal('portrait') }),
  /** The ticks are not answered, or one does not hold and the picture is not kept. */
  z.strictObject({ kind: z.literal('portrait-not-confirmed'), step: z.literal('portrait') }),
  z.strictObject({ kind: z.literal('person-not-confirmed'), step: z.literal('portrait') }),
] as const;

/** What an officer can want of the portrait. A new picture takes back what was confirmed of the one before. */
export const portraitIntentions = [
  z.strictObject({
    kind: z.literal('take-portrait'),
    image: Bytes,
    mime: z.enum(['image/jpeg', 'image/png']),
    camera: z.string().max(200),
  }),
  /** With a face scanner instead of the camera; answered when the picture is stored. */
  z.strictObject({ kind: z.literal('scan-portrait') }),
  z.strictObject({
    kind: z.literal('keep-portrait'),
    reason: PortraitKeepReason,
    supervisor: z.strictObject({ officerId: OfficerId, password: z.string().max(200) }).optional(),
  }),
  z.strictObject({
    kind: z.literal('confirm-portrait'),
    ticks: PortraitTicks,
    headCovering: HeadCovering.optional(),
    isRightPerson: z.boolean(),
  }),
] as const;
