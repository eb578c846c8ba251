import type { PadPoint, PadSignature } from '../../../main/contract/signature.ts';

/** Which pens may write: the one that is down, and none else until it is up. */
export interface PadState {
  readonly strokes: readonly (readonly PadPoint[])[];
  readonly active: { readonly id: number; readonly pointer: PadSignature['pointer'] } | null;
  /** A pen has written: whatever else touches the pad is the hand that holds it. */
  readonly pointer: PadSignature['pointer'];
  readonly hasPressure: boolean;
  /** Of the first point, on the clock of pointer events. */
  readonly startedAtMs: number | null;
}

export const emptyPad: PadState = {
  strokes: [],
  active: null,
  pointer: 'mouse',
  hasPressure: false,
  startedAtMs: null,
};

/** One place of a pointer: millimetres on the pad, clamped to it. */
export interface PadSample {
  readonly xMm: number;
  readonly yMm: number;
  readonly pressure: number;
  readonly atMs: number;
}

export type PadEvent =
  | {
      readonly kind: 'down';
      readonly id: number;
      readonly pointer: PadSignature['pointer'];
      readonly sample: PadSample;
    }
  | { readonly kind: 'move'; readonly id: number; readonly samples: readonly PadSample[] }
  | { readonly kind: 'up'; readonly id: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'clear' };

/** What a pointer without pressure is said to press (Pointer Events, section 4.1). */
const noPressure = 0.5;
/** A stroke has no more points, and a signature no more strokes, than the contract takes. */
const mostPoints = 5000;
const mostStrokes = 200;

/** What the pad has after something happened to it; what makes no sense changes nothing. */
export function advancePad(pad: PadState, event: PadEvent): PadState {
  switch (event.kind) {
    case 'down':
      return startStroke(pad, event);
    case 'move':
      return event.id === pad.active?.id ? event.samples.reduce(addSample, pad) : pad;
    case 'up':
      return event.id === pad.active?.id ? { ...pad, active: null } : pad;
    case 'undo': {
      const strokes = pad.strokes.slice(0, -1);
      return strokes.length === 0 ? emptyPad : { ...pad, strokes, active: null };
    }
    case 'clear':
      return emptyPad;
  }
}

function startStroke(pad: PadState, event: Extract<PadEvent, { kind: 'down' }>): PadState {
  const { id, pointer, sample } = event;
  const isPalmFirst = pointer === 'pen' && pad.active?.pointer === 'touch';
  if (pad.active && !isPalmFirst) return pad;
  if (pad.pointer === 'pen' && pointer === 'touch' && pad.strokes.length > 0) return pad;
  // The hand lay down before the pen did: what it drew was no stroke.
  const kept = isPalmFirst ? advancePad({ ...pad, active: null }, { kind: 'undo' }) : pad;
  if (kept.strokes.length >= mostStrokes) return kept;
  const begun = { ...kept, active: { id, pointer }, pointer, strokes: [...kept.strokes, []] };
  return addSample({ ...begun, startedAtMs: kept.startedAtMs ?? sample.atMs }, sample);
}

function addSample(pad: PadState, { xMm, yMm, pressure, atMs }: PadSample): PadState {
  const stroke = pad.strokes.at(-1);
  if (!stroke || stroke.length >= mostPoints) return pad;
  const tells = pad.active?.pointer === 'pen' && pressure > 0;
  const point: PadPoint = [
    rounded(xMm, 100),
    rounded(yMm, 100),
    tells ? rounded(Math.min(1, pressure), 1000) : noPressure,
    Math.max(0, Math.round(atMs - (pad.startedAtMs ?? atMs))),
  ];
  return {
    ...pad,
    hasPressure: pad.hasPressure || (tells && pressure !== noPressure),
    strokes: [...pad.strokes.slice(0, -1), [...stroke, point]],
  };
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

/** As it is sent to be kept. */
export function padSignature(pad: PadState, size: { widthMm: number; heightMm: number }): PadSignature {
  const { pointer, hasPressure } = pad;
  return { ...size, pointer, hasPressure, strokes: pad.strokes.map((stroke) => [...stroke]) };
}
