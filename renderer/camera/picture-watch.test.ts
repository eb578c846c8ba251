import { describe, expect, it } from 'vitest';
import { advanceWatch, noLook, type PictureWatch } from './picture-watch.ts';

const grey = (value: number): Uint8Array => new Uint8Array(64).fill(value);

/** Looks every 250 ms; each frame is the brightness of the whole picture and a number that stands for its noise. */
function watched(frames: readonly (readonly [brightness: number, noise: number])[]): PictureWatch {
  return frames.reduce<PictureWatch>(
    (watch, [brightness, noise], index) =>
      advanceWatch(watch, { luma: grey(brightness), pixels: grey(noise), atMs: index * 250 }),
    noLook,
  );
}

const moving = (brightness: number, count: number) =>
  Array.from({ length: count }, (_, index) => [brightness, index % 2] as const);
const still = (brightness: number, count: number) =>
  Array.from({ length: count }, () => [brightness, 7] as const);

describe('the watch over a live picture', () => {
  it('is sure of a picture once it has changed', () => {
    expect(watched(moving(120, 1)).state).toBe('unproven');
    expect(watched(moving(120, 2)).state).toBe('fine');
  });

  it('does not mind a camera whose first second is dark', () => {
    expect(watched([...moving(5, 5), ...moving(120, 2)]).state).toBe('fine');
  });

  it('finds a capped lens, also one that still has noise, and its end', () => {
    expect(watched([...moving(120, 3), ...moving(9, 6)]).state).toBe('fine');
    expect(watched([...moving(120, 3), ...moving(9, 8)]).state).toBe('black');
    expect(watched([...moving(120, 3), ...moving(9, 8), ...moving(120, 2)]).state).toBe('fine');
  });

  it('says black, not frozen, of a camera that sends the same darkness', () => {
    expect(watched(still(0, 20)).state).toBe('black');
  });

  it('finds a picture that stands still, and that it moves again', () => {
    expect(watched([...moving(120, 3), ...still(120, 8)]).state).toBe('fine');
    expect(watched([...moving(120, 3), ...still(120, 10)]).state).toBe('frozen');
    expect(watched([...moving(120, 3), ...still(120, 10), ...moving(120, 1)]).state).toBe('fine');
  });

  it('is never sure of a picture that has stood still from its beginning', () => {
    expect(watched(still(120, 8)).state).toBe('unproven');
    expect(watched(still(120, 10)).state).toBe('frozen');
  });
});
