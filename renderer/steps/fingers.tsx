import { IconBandage } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { EnrollmentSnapshot } from '../../main/contract/enrollment.ts';
import type { FingerSnapshot } from '../../main/contract/fingers.ts';
import { PrimaryAction } from '../components/primary-action.tsx';
import { SecondaryAction } from '../components/secondary-action.tsx';
import { keys } from '../keys.ts';
import { useIntend } from '../state/intend.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { fingerText } from '../text/fingers.vi.ts';
import { text } from '../text/screens.vi.ts';
import { type ExceptionDrafts, Exceptions } from './fingers/exceptions.tsx';
import { KeepFingers } from './fingers/keep-panel.tsx';
import { isOpen, nextOpen, wantedIn } from './fingers/placement.ts';
import { PlacementList } from './fingers/placement-list.tsx';
import { FingerStage } from './fingers/stage.tsx';
import type { StepProps } from './index.ts';

/** A good placement is shown for so long before the next one is asked for. */
const goOnMs = 800;

type Panel = 'keep' | 'exceptions';

/** Where the officer is among the placements. One that was open when he came to it is left by itself once it is done. */
interface Place {
  readonly position: number;
  readonly goesOn: boolean;
}

/** Placement after placement: instruction, live picture, verdict while the hand is still on the glass. */
export function FingersStep({ snapshot, onNext }: StepProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const [place, setPlace] = useState<Place>(() => firstPlace(snapshot));
  const [panel, setPanel] = useState<Panel>();
  const [closed, setClosed] = useState<Panel>();
  const [drafts, setDrafts] = useState<ExceptionDrafts>({});
  const { position, goesOn } = place;
  const finger = snapshot.fingers.find((candidate) => candidate.position === position);
  const next = nextOpen(snapshot, position);
  const isDone = finger !== undefined && !isOpen(snapshot, position);
  const isLeaving = isDone && goesOn && next !== undefined && panel === undefined;

  useEffect(() => {
    if (!isLeaving) return undefined;
    const timer = setTimeout(() => setPlace({ position: next, goesOn: true }), goOnMs);
    return () => clearTimeout(timer);
  }, [isLeaving, next]);

  if (!finger) return null;
  const isCapturing = finger.state === 'capturing';
  const pick = (to: number): void => setPlace({ position: to, goesOn: isOpen(snapshot, to) });
  const capture = (): void => {
    setPlace({ position, goesOn: true });
    void intend({ kind: 'capture-fingers', position });
  };
  const stop = (): void => void intend({ kind: 'stop-capture' });
  const except = (): void => {
    if (isCapturing) stop();
    setPanel('exceptions');
  };
  const close = (): void => {
    setPanel(undefined);
    setClosed(panel);
  };

  if (panel === 'exceptions') {
    const [first = 1] = wantedIn(position, snapshot.exceptions);
    return (
      <Exceptions snapshot={snapshot} first={first} drafts={drafts} onDrafts={setDrafts} onClose={close} />
    );
  }
  const stage = (
    <FingerStage
      snapshot={snapshot}
      finger={finger}
      notice={finger.notice ?? (panel === 'keep' ? null : notice)}
    />
  );
  if (panel === 'keep' && finger.mayKeep) {
    return (
      <>
        {stage}
        <KeepFingers finger={finger} notice={notice} isRunning={isRunning} intend={intend} onClose={close} />
      </>
    );
  }
  return (
    <>
      {stage}
      <aside className="side" aria-label={text.steps.fingers}>
        <PlacementKeys snapshot={snapshot} position={position} onPick={pick} />
        <PlacementList snapshot={snapshot} position={position} onPick={pick} />
        <div className="actions">
          <SecondaryAction
            label={fingerText.except.open}
            keyName="except"
            onPress={except}
            hasFocus={closed === 'exceptions'}
            icon={<IconBandage aria-hidden="true" size={20} stroke={1.75} />}
          />
          <Choices
            finger={finger}
            isDone={isDone}
            isLeaving={isLeaving}
            onCapture={capture}
            onStop={stop}
            onKeep={() => setPanel('keep')}
          />
          {isDone ? (
            <PrimaryAction
              key={`on-${position}`}
              label={next === undefined ? text.next : fingerText.goOn}
              onPress={next === undefined ? onNext : () => pick(next)}
            />
          ) : (
            <PrimaryAction
              key={position}
              label={captureLabel(finger)}
              keyName="capture"
              onPress={capture}
              isRunning={isCapturing}
            />
          )}
        </div>
      </aside>
    </>
  );
}

function firstPlace(snapshot: EnrollmentSnapshot): Place {
  const open = snapshot.fingers.find(({ position }) => isOpen(snapshot, position));
  const position = (open ?? snapshot.fingers[0])?.position ?? 0;
  return { position, goesOn: open !== undefined };
}

function captureLabel({ state, attempts }: FingerSnapshot): string {
  if (state === 'capturing') return fingerText.busy;
  return attempts > 0 ? fingerText.again : fingerText.capture;
}

interface PlacementKeysProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly position: number;
  readonly onPick: (position: number) => void;
}

/** The arrows go to the placement before and after, also to look again at one that is done. */
function PlacementKeys({ snapshot: { fingers }, position, onPick }: PlacementKeysProps) {
  const at = fingers.findIndex((finger) => finger.position === position);
  const go = (step: 1 | -1) => (): void => {
    const to = fingers[at + step];
    if (to) onPick(to.position);
  };
  useShortcuts({ [keys.previous]: go(-1), [keys.following]: go(1) });
  return null;
}

interface ChoicesProps {
  readonly finger: FingerSnapshot;
  readonly isDone: boolean;
  readonly isLeaving: boolean;
  readonly onCapture: () => void;
  readonly onStop: () => void;
  readonly onKeep: () => void;
}

/** What else can be done with this placement now; at most one thing. */
function Choices({ finger, isDone, isLeaving, onCapture, onStop, onKeep }: ChoicesProps) {
  const { state, mayKeep } = finger;
  if (state === 'capturing')
    return <SecondaryAction label={fingerText.stop} keyName="escape" onPress={onStop} />;
  if (mayKeep && !isDone) return <SecondaryAction label={fingerText.keep.open} onPress={onKeep} />;
  // On the way to the next placement the capture key must not reach this one.
  if (isDone && !isLeaving && state !== 'skipped')
    return <SecondaryAction label={fingerText.again} keyName="capture" onPress={onCapture} />;
  return null;
}
