import { describe, expect, it } from 'vitest';
import { PadSignature } from '../../../main/contract/signature.ts';
import { advancePad, emptyPad, type PadEvent, type PadState, padSignature } from './pad-strokes.ts';

const at = (xMm: number, pressure = 0.5, atMs = xMm) => ({ xMm, yMm: 20, pressure, atMs });
const down = (id: number, pointer: PadState['pointer'], xMm: number, pressure?: number): PadEvent => ({
  kind: 'down',
  id,
  pointer,
  sample: at(xMm, pressure),
});
const move = (id: number, ...xs: number[]): PadEvent => ({
  kind: 'move',
  id,
  samples: xs.map((x) => at(x, 0.8)),
});
const up = (id: number): PadEvent => ({ kind: 'up', id });
const written = (...events: PadEvent[]): PadState => events.reduce(advancePad, emptyPad);
const xs = ({ strokes }: PadState) => strokes.map((stroke) => stroke.map(([x]) => x));

describe('the pad', () => {
  it('keeps every point of a stroke, the coalesced ones too, with its time since the first', () => {
    const pad = written(down(1, 'pen', 10, 0.3), move(1, 11, 12), up(1), move(1, 13));
    expect(pad.strokes).toEqual([
      [
        [10, 20, 0.3, 0],
        [11, 20, 0.8, 1],
        [12, 20, 0.8, 2],
      ],
    ]);
    expect(pad.hasPressure).toBe(true);
  });

  it('takes no second pointer while one writes', () => {
    expect(xs(written(down(1, 'touch', 10), down(2, 'touch', 50), move(2, 51), move(1, 11)))).toEqual([
      [10, 11],
    ]);
  });

  it('takes no hand once a pen has written', () => {
    expect(xs(written(down(1, 'pen', 10), up(1), down(2, 'touch', 50), move(2, 51)))).toEqual([[10]]);
  });

  it('forgets the hand that lay down before the pen', () => {
    expect(
      xs(written(down(1, 'touch', 50), move(1, 51), down(2, 'pen', 10), move(1, 52), move(2, 11))),
    ).toEqual([[10, 11]]);
  });

  it('writes without pressure too', () => {
    const pad = written(down(1, 'touch', 10, 0), move(1, 11));
    expect(pad.strokes.flat().map(([, , pressure]) => pressure)).toEqual([0.5, 0.5]);
    expect(pad.hasPressure).toBe(false);
  });

  it('takes back the last stroke, or all', () => {
    const two = [down(1, 'mouse', 10), up(1), down(1, 'mouse', 30), up(1)];
    expect(xs(written(...two, { kind: 'undo' }))).toEqual([[10]]);
    expect(written(...two, { kind: 'undo' }, { kind: 'undo' })).toBe(emptyPad);
    expect(written(...two, { kind: 'clear' })).toBe(emptyPad);
    expect(written({ kind: 'undo' })).toBe(emptyPad);
  });

  it('never grows beyond what is taken', () => {
    const long = Array.from({ length: 6000 }, (_, i) => 10 + (i % 100));
    const many = Array.from({ length: 250 }, (_, id) => [down(id, 'mouse', 10), up(id)]).flat();
    const pad = written(down(0, 'mouse', 10), move(0, ...long), up(0), ...many);
    expect(PadSignature.safeParse(padSignature(pad, { widthMm: 180, heightMm: 80 })).success).toBe(true);
  });
});
