import { useEffect, useRef } from 'react';
import type { PadPoint } from '../../../main/contract/signature.ts';
import { signatureText } from '../../text/signature.vi.ts';
import type { PadEvent, PadSample, PadState } from './pad-strokes.ts';

/** Of CSS: 1/96 inch to the pixel. */
const mmPerPixel = 25.4 / 96;

export interface PadSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

interface PadProps {
  readonly pad: PadState;
  readonly onEvent: (event: PadEvent) => void;
  readonly onSize: (size: PadSize) => void;
}

/** The surface the citizen writes on: pen, finger or mouse. What it draws is for the eye; what is kept is how the pen moved. */
export function Pad({ pad, onEvent, onSize }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef(pad);
  drawn.current = pad;
  const sized = useRef(onSize);
  sized.current = onSize;

  useEffect(() => {
    const surface = canvas.current;
    if (!surface) return undefined;
    const fit = (): void => {
      const { width, height } = surface.getBoundingClientRect();
      surface.width = Math.round(width * devicePixelRatio);
      surface.height = Math.round(height * devicePixelRatio);
      sized.current({ widthMm: width * mmPerPixel, heightMm: height * mmPerPixel });
      draw(surface, drawn.current.strokes);
    };
    const watcher = new ResizeObserver(fit);
    watcher.observe(surface);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, pad.strokes);
  }, [pad]);

  return (
    <canvas
      ref={canvas}
      className="pad"
      role="img"
      aria-label={signatureText.padLabel}
      // The focus stays where it is, with the officer.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { pointerId: id, pointerType, nativeEvent, currentTarget } = event;
        onEvent({
          kind: 'down',
          id,
          pointer: pointerOf(pointerType),
          sample: sampleOf(nativeEvent, currentTarget),
        });
      }}
      onPointerMove={({ pointerId: id, nativeEvent, currentTarget }) => {
        const parts = nativeEvent.getCoalescedEvents();
        const samples = (parts.length > 0 ? parts : [nativeEvent]).map((part) =>
          sampleOf(part, currentTarget),
        );
        onEvent({ kind: 'move', id, samples });
      }}
      onPointerUp={({ pointerId: id }) => onEvent({ kind: 'up', id })}
      onPointerCancel={({ pointerId: id }) => onEvent({ kind: 'up', id })}
    />
  );
}

function pointerOf(type: string): PadState['pointer'] {
  return type === 'pen' || type === 'touch' ? type : 'mouse';
}

function sampleOf({ clientX, clientY, pressure, timeStamp }: PointerEvent, surface: Element): PadSample {
  const { left, top, width, height } = surface.getBoundingClientRect();
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, value)) * mmPerPixel;
  return {
    xMm: within(clientX - left, width),
    yMm: within(clientY - top, height),
    pressure,
    atMs: timeStamp,
  };
}

/** Lines without and with full pressure, millimetres. */
const thinnest = 0.5;
const thickest = 1.6;

function draw(surface: HTMLCanvasElement, strokes: PadState['strokes']): void {
  const context = surface.getContext('2d');
  if (!context) return;
  const scale = devicePixelRatio / mmPerPixel;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, surface.width, surface.height);
  context.lineCap = 'round';
  context.strokeStyle = getComputedStyle(surface).color;
  for (const stroke of strokes) drawStroke(context, stroke);
}

/** A curve through the middles between points, each piece as wide as the pen was pressed. */
function drawStroke(context: CanvasRenderingContext2D, stroke: readonly PadPoint[]): void {
  let [fromX, fromY] = stroke[0] ?? [0, 0];
  for (const [index, [x, y, pressure]] of stroke.entries()) {
    const [nextX, nextY] = stroke[index + 1] ?? [x, y];
    const [toX, toY] = [(x + nextX) / 2, (y + nextY) / 2];
    context.lineWidth = thinnest + (thickest - thinnest) * pressure;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.quadraticCurveTo(x, y, toX, toY);
    context.stroke();
    [fromX, fromY] = [toX, toY];
  }
}
