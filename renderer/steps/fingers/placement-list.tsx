import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconHandStop,
} from '@tabler/icons-react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { FingerSnapshot } from '../../../main/contract/fingers.ts';
import { fingerText, handNames } from '../../text/fingers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { hands, isOpen, type StepState, stepState } from './placement.ts';
import { placeName, stateWords } from './words.ts';

const icons = {
  todo: IconCircle,
  capturing: IconCircleDashed,
  failed: IconAlertTriangle,
  good: IconCircleCheck,
  weak: IconAlertTriangle,
  kept: IconCircleCheck,
  finding: IconHandStop,
  // Its words need the room; the dashed border is its sign.
  skipped: null,
} as const satisfies Record<StepState, unknown>;

const tones = {
  todo: 'quiet',
  capturing: '',
  failed: 'warn',
  good: 'good',
  weak: 'warn',
  kept: 'good',
  finding: 'bad',
  skipped: 'quiet',
} as const satisfies Record<StepState, string>;

/** As the hands lie: left, right, and the thumbs between them. */
const slaps = [14, 13, 15];

interface PlacementListProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly position: number;
  readonly onPick: (position: number) => void;
}

/** All placements of this application, left hand left and right hand right, each with its state in words. */
export function PlacementList({ snapshot, position, onPick }: PlacementListProps) {
  const { fingers } = snapshot;
  const done = fingers.filter((finger) => !isOpen(snapshot, finger.position)).length;
  const cell = (finger: FingerSnapshot) => (
    <li key={finger.position} className={`at-${finger.position}`}>
      <Placement
        finger={finger}
        words={stateWords(finger, snapshot.exceptions)}
        isCurrent={finger.position === position}
        onPick={() => onPick(finger.position)}
      />
    </li>
  );
  return (
    <section aria-label={fingerText.steps}>
      <h2 className="placements-head">
        {fingerText.steps}
        <span className="small quiet">{fill(fingerText.done, { n: done, m: fingers.length })}</span>
      </h2>
      <ul className="placements">
        {slaps.flatMap((slap) => fingers.filter((finger) => finger.position === slap)).map(cell)}
      </ul>
      <div className="placements-hands">
        {(['left', 'right'] as const).map((hand) => (
          <ul
            key={hand}
            className="placements-hand"
            aria-label={fill(fingerText.hand, { hand: handNames[hand] })}
          >
            {fingers.filter(({ position: at }) => hands[hand].some((one) => one === at)).map(cell)}
          </ul>
        ))}
      </div>
    </section>
  );
}

interface PlacementProps {
  readonly finger: FingerSnapshot;
  readonly words: string;
  readonly isCurrent: boolean;
  readonly onPick: () => void;
}

/** The arrow keys go from one to the next, so that Tab has one stop for all of them. */
function Placement({ finger, words, isCurrent, onPick }: PlacementProps) {
  const state = stepState(finger);
  const Icon = icons[state];
  return (
    <button
      type="button"
      className={`placement ${state}`}
      aria-current={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      onClick={onPick}
    >
      <span>{placeName(finger.position)}</span>
      <span className={`small placement-state ${tones[state]}`}>
        {Icon ? <Icon aria-hidden="true" size={16} stroke={1.75} /> : null}
        {words}
      </span>
    </button>
  );
}
