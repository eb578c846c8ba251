import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { FingerSnapshot } from '../../../main/contract/fingers.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { Notice } from '../../components/notice.tsx';
import { Stage } from '../../components/stage.tsx';
import { exceptionNames, fingerText, positionNames } from '../../text/fingers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { WaitingHands } from './hand-picture.tsx';
import { LivePicture } from './live-picture.tsx';
import { useLiveView } from './live-view.tsx';
import { wantedIn } from './placement.ts';
import { RollDirection } from './roll-direction.tsx';
import { TakenPicture } from './taken-picture.tsx';
import { instructionFor, takenWords } from './words.ts';

interface FingerStageProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly finger: FingerSnapshot;
  readonly notice: ErrorNotice | null;
}

/** One placement, large: what the citizen does, what the glass shows, what to do now. */
export function FingerStage({ snapshot, finger, notice }: FingerStageProps) {
  const { position, state } = finger;
  const { exceptions, shouldCleanGlass } = snapshot;
  const live = useLiveView(position);
  const wanted = wantedIn(position, exceptions);
  const waiting = (
    <WaitingHands
      wanted={wanted}
      absent={new Map(exceptions.map((one) => [one.position, exceptionNames[one.code]]))}
      name={positionNames[position] ?? ''}
    />
  );
  const words = takenWords(finger, exceptions);
  const mustClean = shouldCleanGlass && state !== 'captured';
  return (
    <Stage title={instructionFor(position, exceptions)}>
      {state === 'capturing' ? (
        <LivePicture
          key={position}
          position={position}
          wanted={wanted.length}
          live={live}
          waiting={waiting}
        />
      ) : (
        <>
          <div className="stage-view finger-view">
            {finger.captureId === undefined ? (
              <>
                {waiting}
                <RollDirection position={position} isAbove />
              </>
            ) : (
              <TakenPicture key={position} finger={finger} live={live} />
            )}
            {finger.attempts > 0 ? (
              <p className="finger-count tries quiet">{fill(fingerText.tries, { n: finger.attempts })}</p>
            ) : null}
            {notice ? (
              <div className="stage-notice">
                <Notice notice={notice} />
              </div>
            ) : null}
          </div>
          {mustClean ? (
            <HintLines tone="warn" lines={[fingerText.clean]} />
          ) : (
            <HintLines tone={words.tone} lines={words.lines} />
          )}
        </>
      )}
    </Stage>
  );
}
