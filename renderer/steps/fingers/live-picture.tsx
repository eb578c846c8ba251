import { type ReactNode, useState } from 'react';
import { HintLines } from '../../components/hint-lines.tsx';
import { useSteady } from '../../state/steady.ts';
import { fingerText } from '../../text/fingers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { LiveImage, type LiveView } from './live-view.tsx';
import { RollDirection } from './roll-direction.tsx';
import { type LiveFrame, liveWords } from './words.ts';

/** A hint stays so long that it can be read and done. */
const hintMs = 800;
/** And is spoken no oftener than this. */
const spokenMs = 2000;

interface LivePictureProps {
  readonly position: number;
  /** How many fingers are asked for. */
  readonly wanted: number;
  /** The newest picture of this placement, perhaps of an earlier capture. */
  readonly live: LiveView | undefined;
  /** Shown until there is one. */
  readonly waiting: ReactNode;
}

/** What lies on the glass now: outline, count and hint, while a hand can still be moved. */
export function LivePicture({ position, wanted, live: newest, waiting }: LivePictureProps) {
  // What was there before this capture began is not what lies on the glass now.
  const [before] = useState(newest?.frame);
  const live = newest?.frame === before ? undefined : newest;
  const frame = live?.frame;
  const { tone, lines } = liveWords(frame, position, wanted);
  // In one piece, so that the words and their tone change together.
  const shown = useSteady(`${tone}|${lines.join('|')}`, hintMs);
  const [shownTone = 'plain', ...shownLines] = shown.split('|');
  const spoken = useSteady(shownLines.join('. '), spokenMs);
  return (
    <>
      <div className="stage-view finger-view">
        {live ? (
          <LiveImage live={live}>
            <Outlines frame={live.frame} />
          </LiveImage>
        ) : (
          waiting
        )}
        {frame ? <FingerCount count={frame.fingerCount} wanted={wanted} /> : null}
        <RollDirection position={position} isAbove={frame === undefined} />
      </div>
      <HintLines tone={shownTone} lines={shownLines} isSpoken={false} />
      <p className="visually-hidden" role="status">
        {spoken}
      </p>
    </>
  );
}

function Outlines({ frame: { width, height, outlines, hint } }: { readonly frame: LiveFrame }) {
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={hint === undefined ? 'marks on-picture good' : 'marks on-picture warn'}
      aria-hidden="true"
    >
      {outlines.map((outline, index) => (
        // Fingers have no name yet; they are drawn from the left.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <polygon key={index} points={outline.map((point) => point.join(',')).join(' ')} />
      ))}
    </svg>
  );
}

function FingerCount({ count, wanted }: { readonly count: number; readonly wanted: number }) {
  const steady = useSteady(count, hintMs);
  return (
    <p className={`finger-count ${steady === wanted ? 'good' : 'warn'}`}>
      {fill(fingerText.count, { n: steady, m: wanted })}
    </p>
  );
}
