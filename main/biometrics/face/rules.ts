/** Between what a measure must lie. */
export interface Limit {
  readonly min?: number;
  readonly max?: number;
}

/** What is asked of a portrait: dated configuration of the station, each limit with the unit of its measure. */
export interface FaceRules {
  readonly limits: {
    readonly interEyePx: Limit;
    /** From crown to chin, as a share of the picture's height. */
    readonly headHeightShare: Required<Limit>;
    /** How far the card's crop reaches over an edge of the picture where there is room elsewhere, as a share of the crop. */
    readonly offCentreShare: Limit;
    /** How much of the crop's width the picture has. */
    readonly cropWidthShare: Limit;
    readonly yawDegrees: Limit;
    readonly pitchDegrees: Limit;
    readonly rollDegrees: Limit;
    /** Distance of the lids, of the eye that is opened less, as a share of eyes to chin. */
    readonly eyeOpening: Limit;
    /** Distance of the inner lips, as a share of eyes to chin. */
    readonly mouthOpening: Limit;
    /** How neutral the expression seems, 0 … 1. Advice. */
    readonly neutrality: Limit;
    /** Standard deviation of the Laplacian of luma in percent of the mean luma, over the face at 90 pixels between the eyes. */
    readonly sharpness: Limit;
    /** Mean luminance of the face, linear, 0 … 1. */
    readonly meanLuminance: Limit;
    /** Share of the face that is white beyond telling. */
    readonly saturatedShare: Limit;
    /** Difference of the luma of the cheeks as a share of the brighter one. */
    readonly cheekDifferenceShare: Limit;
    /** Distance of the cheeks' colour from that of skin, CIELAB. */
    readonly skinDistance: Limit;
    /** Of the darkest part of the ground: mean luma, 0 … 255. */
    readonly backgroundLuma: Limit;
    /** Of the most coloured part of the ground, CIELAB. */
    readonly backgroundChroma: Limit;
    /** Standard deviation of luma in the most uneven part of the ground. */
    readonly backgroundDeviation: Limit;
  };
  /** The card's picture. */
  readonly crop: {
    readonly widthToHeight: readonly [number, number];
    /** From crown to chin, as a share of the crop's height. */
    readonly headHeightShare: number;
    /** Height of the eyes above the lower edge, as a share of the crop's height. */
    readonly eyeHeightShare: number;
    readonly mostHeightPx: number;
    readonly mostBytes: number;
  };
}

/** Whether a value lies within its limit. */
export function isWithin(value: number, { min = -Infinity, max = Infinity }: Limit): boolean {
  return value >= min && value <= max;
}
