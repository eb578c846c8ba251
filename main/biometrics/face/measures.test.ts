import { describe, expect, it } from 'vitest';
import { rulesOn } from '../../applications/rules.ts';
import { areaOf } from './area.ts';
import { checksOf, type FaceMeasures, firstHint } from './checks.ts';
import { cutCrop, guideOf, headHeightPx, offCentre, wantedCrop } from './crop.ts';
import type { FaceLandmarks } from './landmarks.ts';
import { faceLightOf } from './light.ts';
import { labOf, luminanceAt } from './luminance.ts';
import { parameters, sigmoid } from './quality.ts';
import { sharpnessOf } from './sharpness.ts';

const rules = rulesOn('2026-11-25').portrait;

describe('the qualities of ISO/IEC 29794-5', () => {
  it.each([
    // At x0 a sigmoid is half-way; further by hand.
    ['70 pixels between the eyes', sigmoid(70, parameters.interEyeDistance), 50],
    ['90 pixels', sigmoid(90, parameters.interEyeDistance), 73.106],
    ['lids 0.05 T apart', sigmoid(0.05, parameters.eyesOpen), 95.257],
    ['lips 0.2 T apart', sigmoid(0.2, parameters.mouthClosed), 50],
    ['lips together', sigmoid(0, parameters.mouthClosed), 96.555],
    ['no pixel too dark', sigmoid(0, parameters.underExposure), 99.84],
    ['colour of skin', sigmoid(0, parameters.naturalColour), 100],
    ['colour 10 from skin', sigmoid(10, parameters.naturalColour), 53.788],
  ])('have the published value for %s', (_what, quality, expected) => {
    expect(quality).toBeCloseTo(expected, 2);
  });
});

describe('light and colour', () => {
  it('has the luminance of sRGB', () => {
    expect(luminanceAt(Uint8Array.of(255, 255, 255), 0)).toBeCloseTo(1, 6);
    // IEC 61966-2-1: ((188/255 + 0.055) / 1.055) ^ 2.4
    expect(luminanceAt(Uint8Array.of(188, 188, 188), 0)).toBeCloseTo(0.5029, 3);
    expect(luminanceAt(Uint8Array.of(0, 255, 0), 0)).toBeCloseTo(0.7152, 4);
  });

  it('has red where CIELAB has it', () => {
    const [l, a, b] = labOf([1, 0, 0]);
    expect([l, a, b].map(Math.round)).toEqual([53, 80, 67]);
  });

  it('tells one cheek from the other, and what is white beyond telling', () => {
    const [width, height] = [100, 100];
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) =>
      Math.floor(at / 3) % width < 50 ? 255 : 100,
    );
    const light = faceLightOf({ width, height, pixels }, {
      rightEye: [30, 40],
      leftEye: [70, 40],
      eyeMiddle: [50, 40],
      mouth: [50, 70],
      interEyePx: 40,
      outline: [
        [20, 20],
        [80, 20],
        [80, 80],
        [20, 80],
      ],
    } as unknown as Parameters<typeof faceLightOf>[1]);
    expect(light.overExposed).toBeCloseTo(0.5, 2);
    expect(light.cheekIntersection).toBe(0);
    expect(light.cheeks[0]).toBeCloseTo(1, 6);
    expect(light.luminanceEntropy).toBeCloseTo(1, 2);
  });
});

describe('areas and sharpness', () => {
  it('has the pixels whose middle lies inside', () => {
    const square = [
      [1, 1],
      [4, 1],
      [4, 3],
      [1, 3],
    ] as const;
    expect(areaOf(square, { width: 10, height: 10 })).toEqual([
      { y: 1, from: 1, to: 4 },
      { y: 2, from: 1, to: 4 },
    ]);
  });

  it('is nothing on a slope, and does not grow with the light', () => {
    const size = { width: 20, height: 20 };
    const outline = [
      [2, 2],
      [18, 2],
      [18, 18],
      [2, 18],
    ] as const;
    const of = (value: (x: number) => number): number =>
      sharpnessOf(
        Float32Array.from({ length: 400 }, (_, at) => value(at % 20)),
        size,
        { outline },
      );
    expect(of((x) => 50 + 3 * x)).toBeCloseTo(0, 5);
    // Stripes of 50 and 150: the Laplacian is ±200, the mean 100.
    expect(of((x) => 100 + 50 * (-1) ** x)).toBeCloseTo(200, 5);
    expect(of((x) => 50 + 25 * (-1) ** x)).toBeCloseTo(200, 5);
  });
});

describe('the crop', () => {
  it('says to which side it reaches over, where there is room', () => {
    const crop = { x: -20, y: 30, width: 100, height: 150 };
    expect(offCentre(crop, { width: 300, height: 160 })).toEqual({ across: -0.2, down: 20 / 150 });
    expect(offCentre(crop, { width: 90, height: 300 })).toEqual({ across: 0, down: 0 });
  });

  it('is guided to where it would be cut around a head of the middling size', () => {
    const guide = guideOf(rules);
    // A face on the marks of a frame 1000 pixels high, its crop as far from above as from below.
    const top = 500 * (1 - guide.crop.height);
    const eyeToChinPx = top + 1000 * (guide.head.middle + guide.head.height / 2) - (top + 1000 * guide.eyes);
    const landmarks = { eyeMiddle: [0, top + 1000 * guide.eyes], eyeToChinPx } as unknown as FaceLandmarks;
    expect(headHeightPx(landmarks)).toBeCloseTo(1000 * guide.head.height);
    const crop = wantedCrop(landmarks, rules.crop);
    expect(crop.y).toBeCloseTo(top);
    expect(crop.height).toBeCloseTo(1000 * guide.crop.height);
    expect(crop.width).toBeCloseTo(1000 * guide.crop.width);
    const { min, max } = rules.limits.headHeightShare;
    expect(guide.head.height).toBeCloseTo((min + max) / 2);
  });

  it('is cut inside the picture at its own shape', () => {
    expect(cutCrop({ x: -20, y: 30, width: 100, height: 150 }, { width: 300, height: 120 }, [2, 3])).toEqual({
      x: 0,
      y: 0,
      width: 80,
      height: 120,
    });
  });
});

describe('the hint', () => {
  const fine: FaceMeasures = {
    faceCount: 1,
    interEyePx: 150,
    headHeightShare: 0.6,
    offCentre: { across: 0, down: 0 },
    cropWidthShare: 1.3,
    pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    eyeOpening: 0.09,
    mouthOpening: 0.02,
    neutrality: 0.9,
    sharpness: 6,
    light: {
      meanLuminance: 0.4,
      luminanceVariance: 0.03,
      underExposed: 0,
      overExposed: 0,
      luminanceEntropy: 7,
      cheekIntersection: 0.5,
      cheeks: [0.4, 0.4],
      skinDistance: 0,
    },
    background: { luma: 235, chroma: 1, deviation: 3, worstAt: 'top' },
  };
  const hintOf = (change: Partial<FaceMeasures>) => firstHint(checksOf({ ...fine, ...change }, rules));

  it.each([
    [{}, undefined],
    [{ offCentre: { across: 0, down: -0.1 } }, 'move-down'],
    [{ offCentre: { across: 0.01, down: 0.1 } }, 'move-up'],
    [{ neutrality: 0 }, 'not-neutral'],
    [{ background: undefined }, 'background-uneven'],
    [{ background: { luma: 235, chroma: 20, deviation: 3, worstAt: 'top' } }, 'background-dark'],
    [{ light: { ...fine.light, overExposed: 0.03 } }, 'too-bright'],
    // What the citizen does comes before what the officer does, and advice last.
    [{ headHeightShare: 0.2, background: undefined, neutrality: 0 }, 'too-far'],
    [{ eyeOpening: 0, light: { ...fine.light, meanLuminance: 0.01 } }, 'eyes-closed'],
  ] as const)('of %j is %s', (change, hint) => {
    expect(hintOf(change as Partial<FaceMeasures>)).toBe(hint);
  });
});
