import { z } from 'zod';

const least = z.strictObject({ min: z.number() });
const most = z.strictObject({ max: z.number() });
const within = z.strictObject({ min: z.number(), max: z.number() });
const share = z.number().gt(0).lt(1);

/** One row of the portrait's table, beside its dates; `main/biometrics/face/rules.ts` says what each limit is of. */
export const portraitRules = {
  limits: z.strictObject({
    interEyePx: least,
    headHeightShare: within,
    offCentreShare: most,
    cropWidthShare: least,
    yawDegrees: within,
    pitchDegrees: within,
    rollDegrees: within,
    eyeOpening: least,
    mouthOpening: most,
    neutrality: least,
    sharpness: least,
    meanLuminance: within,
    saturatedShare: most,
    cheekDifferenceShare: most,
    skinDistance: most,
    backgroundLuma: least,
    backgroundChroma: most,
    backgroundDeviation: most,
  }),
  crop: z.strictObject({
    widthToHeight: z.tuple([z.number().int().positive(), z.number().int().positive()]),
    headHeightShare: share,
    eyeHeightShare: share,
    mostHeightPx: z.number().int().positive(),
    mostBytes: z.number().int().positive(),
  }),
};
