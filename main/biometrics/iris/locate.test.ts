import { describe, expect, it } from 'vitest';
import { eyeLooks } from '../../../fixtures/iris/conditions.ts';
import { type EyePicture, paintEye } from '../../../fixtures/iris/eye.ts';
import { irisTexture } from '../../../fixtures/iris/texture.ts';
import { randomFrom } from '../../../fixtures/random.ts';
import { fitCircle } from './circle.ts';
import { locateEye } from './locate.ts';

const textures = Array.from({ length: 20 }, (_, seed) => irisTexture(seed + 1));

/** Any eye that a scanner may see and take. `STATION_IRIS_EYES` asks for more of them. */
const count = Number(process.env['STATION_IRIS_EYES'] ?? 160);

function anyEye(seed: number): EyePicture {
  const random = randomFrom(seed + 500);
  const within = (least: number, most: number): number => least + (most - least) * random();
  const look = {
    ...eyeLooks.good,
    irisRadiusPixels: within(80, 145),
    pupilRatio: within(0.22, 0.65),
    upperLid: within(0.7, 1.1),
    lowerLid: within(0.85, 1.1),
    place: [within(0.38, 0.62), within(0.42, 0.58)] as const,
    blur: within(0.4, 2),
    exposure: within(0.4, 1.15),
    irisGray: within(85, 122),
    noise: within(1, 5),
  };
  const texture = textures[seed % textures.length];
  if (!texture) throw new Error('no texture');
  return paintEye({ width: 320, height: 240, eye: seed % 2 ? 'left' : 'right', texture, look, take: seed });
}

interface Round {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}
const apart = (a: Round, b: Round): number =>
  Math.max(Math.hypot(a.x - b.x, a.y - b.y), Math.abs(a.radius - b.radius));

describe('an eye', () => {
  it(`is found where it is, in each of ${count}`, { timeout: 600_000 }, () => {
    const wrong: unknown[] = [];
    for (let seed = 0; seed < count; seed += 1) {
      const picture = anyEye(seed);
      const found = locateEye(picture);
      const pupil = found ? apart(found.pupil, picture.pupil) : Number.POSITIVE_INFINITY;
      const iris = found ? apart(found.iris, picture.iris) : Number.POSITIVE_INFINITY;
      // Half a picture's size: as much as 2 and 4 pixels of 640.
      if (pupil > 1 || iris > 2) wrong.push({ seed, pupil, iris });
    }
    expect(wrong).toEqual([]);
  });

  it('is not found in a gray nothing, nor in noise', () => {
    const size = { width: 640, height: 480 };
    const random = randomFrom(1);
    const noise = Uint8Array.from({ length: 640 * 480 }, () => Math.floor(random() * 256));
    expect(locateEye({ ...size, pixels: new Uint8Array(640 * 480).fill(128) })).toBeUndefined();
    expect(locateEye({ ...size, pixels: noise })).toBeUndefined();
    expect(locateEye({ width: 1, height: 1, pixels: new Uint8Array(1) })).toBeUndefined();
  });
});

describe('a circle', () => {
  it('is fitted to the points on it, without those that lie off it', () => {
    const points = Array.from({ length: 40 }, (_, index) => {
      const radius = index % 8 === 0 ? 75 : 50;
      return { x: 100 + radius * Math.cos(index), y: 80 + radius * Math.sin(index) };
    });
    const circle = fitCircle(points);
    expect(circle?.x).toBeCloseTo(100, 3);
    expect(circle?.y).toBeCloseTo(80, 3);
    expect(circle?.radius).toBeCloseTo(50, 3);
    expect(circle?.spread).toBeLessThan(0.01);
  });

  it('is none through points on a line, or too few', () => {
    expect(fitCircle(Array.from({ length: 20 }, (_, index) => ({ x: index, y: 2 * index })))).toBeUndefined();
    expect(fitCircle([{ x: 0, y: 0 }])).toBeUndefined();
  });
});
