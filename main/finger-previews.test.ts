import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { BiometricsPool } from './biometrics/pool.ts';
import type { LiveFingers } from './enrollment/desk.ts';
import { fingerPreviews } from './finger-previews.ts';
import { live } from './live.ts';

const shown = { width: 1, height: 1, png: new Uint8Array(), outlines: [], fingerCount: 0, hand: 'unknown' };

/** A live picture whose one pixel is its number. */
function frame(number: number, position: 13 | 14 = 13): LiveFingers {
  const pixels = Uint8Array.of(number);
  return {
    preview: { kind: 'gray', position, width: 1, height: 1, resolutionPpi: 125, pixels },
    missing: [5],
  };
}

/** Judges one picture after another, when the test says so. */
function slowBiometrics() {
  const asked: { live: number; previous: number | undefined; end: PromiseWithResolvers<unknown> }[] = [];
  const numberOf = (picture: { pixels: Uint8Array } | undefined) => picture?.pixels[0];
  const biometrics = {
    run: (_name: string, input: { live: { pixels: Uint8Array }; previous?: { pixels: Uint8Array } }) => {
      const end = Promise.withResolvers<unknown>();
      asked.push({ live: numberOf(input.live) ?? -1, previous: numberOf(input.previous), end });
      return end.promise;
    },
  } as unknown as BiometricsPool;
  return { biometrics, asked };
}

it('passes over pictures that come while one is judged, for the newest', async () => {
  const { biometrics, asked } = slowBiometrics();
  const fingers = live<LiveFingers | null>(null);
  const stop = new AbortController();
  const seen: number[] = [];
  const watching = (async () => {
    for await (const { position } of fingerPreviews(biometrics, fingers, stop.signal)) seen.push(position);
  })();
  const show = async (next: LiveFingers | null): Promise<void> => {
    fingers.set(next);
    await turn();
  };
  for (const number of [1, 2, 3, 4]) await show(frame(number));
  expect(asked.map(({ live: number, previous }) => [number, previous])).toEqual([[1, undefined]]);
  asked[0]?.end.resolve(shown);
  await turn();
  expect(asked.map(({ live: number, previous }) => [number, previous])).toEqual([
    [1, undefined],
    [4, 1],
  ]);

  // A picture that is none does not end the show, and another placement is not compared with this one.
  asked[1]?.end.reject(new Error('no picture'));
  await turn();
  await show(frame(5, 14));
  asked[2]?.end.resolve(shown);
  await turn();
  await show(null);
  await show(frame(6, 14));
  expect(asked.slice(2).map(({ live: number, previous }) => [number, previous])).toEqual([
    [5, undefined],
    [6, undefined],
  ]);
  expect(seen).toEqual([13, 14]);
  stop.abort();
  asked[3]?.end.resolve(shown);
  await watching;
});
