import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import type { FingerSnapshot, JudgedFinger } from '../../../main/contract/fingers.ts';
import type { VerdictReason } from '../../../main/contract/verdict.ts';
import { PictureFrame } from '../../components/picture-frame.tsx';
import { usePicture } from '../../state/picture.ts';
import { fingerText, positionNames } from '../../text/fingers.vi.ts';
import { shortHint } from '../../text/hints.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { LiveImage, type LiveView } from './live-view.tsx';
import { weaknessOf } from './placement.ts';
import { placeName } from './words.ts';

type Size = NonNullable<FingerSnapshot['size']>;

interface TakenPictureProps {
  readonly finger: FingerSnapshot;
  /** What was on the glass just before; shown until the picture is there, so that nothing flickers. */
  readonly live: LiveView | undefined;
}

/** The picture that was taken, and what was found in it: a box for each finger with its name, its score and what helps it. */
export function TakenPicture({ finger, live }: TakenPictureProps) {
  const { captureId, position, fingers, size } = finger;
  const url = usePicture(captureId);
  if (!url) return live ? <LiveImage live={live} /> : null;
  const name = fill(fingerText.alt, { position: positionNames[position] ?? '' });
  if (!size) return <img src={url} alt={name} />;
  const marks = fingers.map((one) => markOf(finger, one));
  return (
    <PictureFrame width={size.width} height={size.height}>
      <img className="on-picture" src={url} alt={name} />
      <svg viewBox={`0 0 ${size.width} ${size.height}`} className="marks on-picture" aria-hidden="true">
        {marks.map((mark) => (
          <Box key={mark.finger.position} mark={mark} />
        ))}
      </svg>
      {marks.map((mark) => (
        <Label key={mark.finger.position} mark={mark} size={size} />
      ))}
    </PictureFrame>
  );
}

const icons = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconHandStop } as const;

/** A finger of the picture with what is told of it. */
interface Mark {
  readonly finger: JudgedFinger;
  readonly tone: keyof typeof icons;
  readonly words: string;
  readonly weakness: VerdictReason | undefined;
}

function markOf(snapshot: FingerSnapshot, finger: JudgedFinger): Mark {
  const { states } = fingerText;
  const score = Math.round(finger.score);
  const weakness = weaknessOf(snapshot, finger);
  const isFound = snapshot.findings.some((one) => 'position' in one && one.position === finger.position);
  if (isFound) return { finger, tone: 'bad', words: states.finding, weakness };
  if (weakness !== undefined) return { finger, tone: 'warn', words: fill(states.weak, { score }), weakness };
  return { finger, tone: 'good', words: fill(states.good, { score }), weakness };
}

function Box({ mark: { tone, finger } }: { readonly mark: Mark }) {
  const { x, y, width, height, angle } = finger.box;
  return (
    <rect
      className={tone}
      x={-width / 2}
      y={-height / 2}
      width={width}
      height={height}
      rx={width / 20}
      transform={`translate(${x} ${y}) rotate(${(angle * 180) / Math.PI})`}
    />
  );
}

function Label({ mark, size }: { readonly mark: Mark; readonly size: Size }) {
  const { tone, words, weakness } = mark;
  const { position, box } = mark.finger;
  const reach = (Math.abs(box.width * Math.sin(box.angle)) + Math.abs(box.height * Math.cos(box.angle))) / 2;
  const Icon = icons[tone];
  return (
    <>
      <p className={`mark-label ${tone}`} style={above(box.x, box.y - reach, size)}>
        <Icon aria-hidden="true" size={16} stroke={2} />
        <span className="mark-name">{placeName(position)}</span>
        <span>{words}</span>
      </p>
      {weakness === undefined ? null : (
        <p className={`mark-label ${tone}`} style={below(box.x, box.y + reach, size)}>
          {shortHint(weakness)}
        </p>
      )}
    </>
  );
}

/** Room of a label, as a share of the picture's height: nearer to the edge it stands inside the box. */
const labelShare = 0.08;

function above(x: number, y: number, { width, height }: Size): CSSProperties {
  const isInside = y / height < labelShare;
  return {
    left: share(x, width),
    top: share(y, height),
    transform: `translate(-50%, ${isInside ? '0' : '-100%'})`,
  };
}

function below(x: number, y: number, { width, height }: Size): CSSProperties {
  const isInside = y / height > 1 - labelShare;
  return {
    left: share(x, width),
    top: share(y, height),
    transform: `translate(-50%, ${isInside ? '-100%' : '0'})`,
  };
}

function share(at: number, of: number): string {
  return `${Math.min(100, Math.max(0, (100 * at) / of))}%`;
}
