import { decodeGray } from '../picture.ts';
import type {
  FingerSegment,
  ItlFinger,
  ItlFingerWithoutPicture,
  MissingFinger,
} from '../records/itl-finger.ts';
import { type ItlHeader, itlVersion } from '../records/itl-header.ts';
import { writeItlTransaction } from '../records/itl-transaction.ts';
import { type Quality, stationAlgorithm } from '../records/quality.ts';
import type { FingerOfPlacement } from './judge-placement.ts';
import { slapKindOf } from './placement.ts';
import type { LeaningBox } from './segment/finger-box.ts';
import { encodeWsq } from './wsq/encode.ts';
import { WsqError } from './wsq/error.ts';

type FingerToSend = Omit<FingerOfPlacement, 'hint'>;

/** A placement as it goes to the centre. */
export interface PlacementToSend {
  /** 13, 14, 15 or 1 … 10. */
  readonly position: number;
  /** YYYYMMDD of the capture, or of the reception when there is none. */
  readonly date: string;
  readonly missing: readonly MissingFinger[];
  /** Absent when all its fingers are missing. */
  readonly captured?: {
    /** The lossless master. */
    readonly png: Uint8Array;
    readonly resolutionPpi: number;
    /** The scanner had thrown detail away already. */
    readonly isLossy: boolean;
    readonly fingers: readonly FingerToSend[];
  };
}

/** Who sends the fingers to whom. */
export interface TransactionHead extends Omit<ItlHeader, 'version' | 'kind'> {
  /** The agency that captured (14.004). */
  readonly source: string;
}

/** What the numbers of 14.024 are; vendor 0000 names nobody. */
const comment = 'Quality: NFIQ2-like estimate of the station itself, not an NFIQ 2 score';

/**
 * All placements as one ANSI/NIST-ITL transaction: type 1, and a type 14 for each. Pictures are WSQ at 0.75 bits per pixel, made from the
 * lossless masters; what the scanner compressed is not compressed again. The same content gives the same bytes.
 *
 * @throws Error when a master cannot be decoded; RecordError
 */
export async function fingerTransaction(
  { source, ...header }: TransactionHead,
  placements: readonly PlacementToSend[],
): Promise<Uint8Array> {
  const fingers: (ItlFinger | ItlFingerWithoutPicture)[] = [];
  for (const placement of placements) fingers.push(await recordOf(placement, source));
  return writeItlTransaction({
    header: { ...header, version: itlVersion, kind: 'ENROLL' },
    descriptions: [],
    binaryFingers: [],
    faces: [],
    fingers,
  });
}

async function recordOf(
  { position, date, missing, captured }: PlacementToSend,
  source: string,
): Promise<ItlFinger | ItlFingerWithoutPicture> {
  const isSlap = slapKindOf(position) !== undefined;
  const impression = isSlap ? 'live-plain' : 'live-rolled';
  const common = { position, impression, source, date, missing } as const;
  if (!captured) return common;
  const { png, resolutionPpi, isLossy, fingers } = captured;
  const { width, height, pixels } = await decodeGray(png);
  const size = { width, height };
  return {
    ...common,
    ...size,
    ...(isLossy ? asKept(png) : compress({ ...size, pixels }, png, resolutionPpi)),
    resolutionPpi,
    comment,
    quality: isSlap ? [] : fingers.map(qualityOf),
    segments: isSlap ? fingers.map((finger) => segmentOf(finger, size)) : [],
  };
}

/** WSQ has limits of size; a picture beyond them goes as it is kept. */
function compress(
  picture: Parameters<typeof encodeWsq>[0],
  png: Uint8Array,
  resolutionPpi: number,
): Pick<ItlFinger, 'encoding' | 'bytes'> {
  try {
    return { encoding: 'wsq', bytes: encodeWsq(picture, { resolutionPpi }) };
  } catch (error) {
    if (!(error instanceof WsqError)) throw error;
    return asKept(png);
  }
}

function asKept(png: Uint8Array): Pick<ItlFinger, 'encoding' | 'bytes'> {
  return { encoding: 'png', bytes: png };
}

function qualityOf({ score }: FingerToSend): Quality {
  return { score: Math.round(score), ...stationAlgorithm };
}

/** The upright rectangle around a leaning one, inside the picture. */
function segmentOf(finger: FingerToSend, size: { width: number; height: number }): FingerSegment {
  const { x, y } = finger.box;
  const { across, down } = reachOf(finger.box);
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));
  return {
    position: finger.position,
    left: within(x - across, size.width - 1),
    right: within(x + across, size.width - 1),
    top: within(y - down, size.height - 1),
    bottom: within(y + down, size.height - 1),
    quality: [qualityOf(finger)],
  };
}

/** Half the sides of the rectangle around an ellipse: a print has no corners. */
function reachOf({ width, height, angle }: LeaningBox): { across: number; down: number } {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    across: Math.hypot(width * cos, height * sin) / 2,
    down: Math.hypot(width * sin, height * cos) / 2,
  };
}
