import type { ReactNode } from 'react';
import { fingerText, handNames, shortNames } from '../../text/fingers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { type Hand, hands } from './placement.ts';

interface HandPictureProps {
  /** What stands in the place of a finger. */
  readonly finger: (position: number) => ReactNode;
}

/** Both hands as the officer sees them, backs up: the left hand's little finger is at the left. */
export function HandPicture({ finger }: HandPictureProps) {
  return (
    <div className="hands">
      <OneHand hand="left" positions={hands.left.toReversed()} finger={finger} />
      <OneHand hand="right" positions={hands.right} finger={finger} />
    </div>
  );
}

function OneHand({
  hand,
  positions,
  finger,
}: HandPictureProps & { readonly hand: Hand; readonly positions: readonly number[] }) {
  return (
    <div className={`hand ${hand}`}>
      {positions.map((position) => (
        <div key={position} className={`hand-place nth-${(position - 1) % 5}`}>
          {finger(position)}
        </div>
      ))}
      <p className="palm" aria-hidden="true">
        {fill(fingerText.hand, { hand: handNames[hand] })}
      </p>
    </div>
  );
}

interface WaitingHandsProps {
  /** Fingers that are to lie on the glass. */
  readonly wanted: readonly number[];
  /** Fingers that cannot, with the reason. */
  readonly absent: ReadonlyMap<number, string>;
  readonly name: string;
}

/** Which fingers are asked for, while there is no picture to show. */
export function WaitingHands({ wanted, absent, name }: WaitingHandsProps) {
  return (
    <div role="img" aria-label={fill(fingerText.handAlt, { position: name })} className="hands-frame">
      <HandPicture
        finger={(position) => (
          <span className={`finger ${toneOf(position, wanted, absent)}`}>
            <span className="finger-no">{position}</span>
            <span className="small">{absent.get(position) ?? shortNames[position]}</span>
          </span>
        )}
      />
    </div>
  );
}

function toneOf(position: number, wanted: readonly number[], absent: ReadonlyMap<number, string>): string {
  if (absent.has(position)) return 'absent';
  return wanted.includes(position) ? 'wanted' : '';
}
