import { readPictureHeader } from '../picture.ts';
import { unknownDevice } from '../records/capture-block.ts';
import { type IrisImage, type Range, writeIrisRecord } from '../records/iris-record.ts';
import type { Circle } from './circle.ts';

/** An eye as it goes into the record: its lossless master and what was measured of it. */
export interface EyeToSend {
  readonly eye: 'right' | 'left';
  readonly png: Uint8Array;
  readonly capturedAtMs: number;
  readonly score: number;
  readonly iris?: Circle | undefined;
}

/** The station's own quality algorithm; no maker's number is claimed. */
const ownAlgorithm = { vendor: 0, algorithm: 2 } as const;
const unknown: Range = [0, 0];
/** Of the measures, pixels. */
const tolerance = 2;
const vga = { width: 640, height: 480 } as const;

/** The iris record of an application: ISO/IEC 19794-6:2011, PNG, kind 2 for pictures of 640 × 480 and kind 1 for others. */
export async function irisRecord(eyes: readonly EyeToSend[]): Promise<Uint8Array> {
  return writeIrisRecord(await Promise.all(eyes.map(imageOf)));
}

async function imageOf({ eye, png, capturedAtMs, score, iris }: EyeToSend): Promise<IrisImage> {
  const { width, height } = await readPictureHeader(png);
  return {
    eye,
    kind: width === vga.width && height === vga.height ? 'vga' : 'uncropped',
    capturedAt: new Date(capturedAtMs),
    device: unknownDevice,
    quality: [{ ...ownAlgorithm, score }],
    distance: 0,
    width,
    height,
    encoding: 'png',
    bytes: png,
    centreAcross: iris ? rangeOf(iris.x) : unknown,
    centreDown: iris ? rangeOf(iris.y) : unknown,
    diameter: iris ? rangeOf(2 * iris.radius) : unknown,
  };
}

function rangeOf(value: number): Range {
  return [Math.max(1, Math.floor(value - tolerance)), Math.ceil(value + tolerance)];
}
