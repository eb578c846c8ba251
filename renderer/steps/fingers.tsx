import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { FingerSnapshot } from '../../main/contract/enrollment.ts';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useWatch } from '../state/client.tsx';
import { useIntend } from '../state/intend.ts';
import { urlOf, usePicture } from '../state/picture.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { fill, text, verdictHints } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';

/** A good placement is shown for so long before the next one is asked for. */
const goOnMs = 800;
/** From this try on a weak picture may be kept. */
const triesBeforeKeeping = 3;

/** Placement after placement: instruction, live picture, verdict while the hand is still on the glass. */
export function FingersStep({ snapshot, onNext }: StepProps) {
  const { notice, intend } = useIntend(snapshot);
  const { fingers } = snapshot;
  const [position, setPosition] = useState(() => (fingers.find(isOpen) ?? fingers[0])?.position ?? 0);
  const finger = fingers.find((candidate) => candidate.position === position);
  const next = fingers.find(isOpen);
  const nextPosition = next?.position;
  const isDone = next === undefined;
  const isGood = finger !== undefined && !isOpen(finger);

  useEffect(() => {
    if (!isGood || nextPosition === undefined) return;
    const timer = setTimeout(() => setPosition(nextPosition), goOnMs);
    return () => clearTimeout(timer);
  }, [isGood, nextPosition]);

  const capture = (): void => void intend({ kind: 'capture-fingers', position });
  const stop = (): void => void intend({ kind: 'stop-capture' });
  const isCapturing = finger?.state === 'capturing';
  useShortcuts({
    [keys.escape]: isCapturing ? stop : undefined,
    ...(isDone ? { [keys.capture]: capture } : {}),
  });
  if (!finger) return null;
  const mayKeep =
    finger.verdict?.kind === 'retry' && finger.attempts >= triesBeforeKeeping && !finger.keptBelowThreshold;

  return (
    <>
      <div className="main stage-main">
        <div className="stage">
          <h1 className="stage-title">{text.fingers.place[position]}</h1>
          <FingerView finger={finger} />
          <Hint finger={finger} />
        </div>
      </div>
      <aside className="side">
        <h2>{text.fingers.quality}</h2>
        <ul>
          {fingers.map((one) => (
            <li key={one.position}>
              <Placement
                finger={one}
                isCurrent={one.position === position}
                onPick={() => setPosition(one.position)}
              />
            </li>
          ))}
        </ul>
        <Notice notice={finger.notice ?? notice} />
        <div className="actions">
          {mayKeep ? (
            <Button
              variant="default"
              className="secondary"
              onClick={() => void intend({ kind: 'keep-fingers', position })}
            >
              {text.fingers.keep}
            </Button>
          ) : null}
          {isCapturing ? (
            <Button variant="default" className="secondary" onClick={stop}>
              {text.fingers.stop}
            </Button>
          ) : null}
          {isDone ? (
            <PrimaryAction label={text.next} onPress={onNext} />
          ) : (
            <PrimaryAction
              label={finger.attempts > 0 ? text.fingers.again : text.fingers.capture}
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

/** Not captured yet, or too weak and not kept. */
function isOpen({ captureId, verdict, keptBelowThreshold }: FingerSnapshot): boolean {
  return captureId === undefined || (verdict?.kind !== 'accept' && !keptBelowThreshold);
}

function FingerView({ finger }: { readonly finger: FingerSnapshot }) {
  const kept = usePicture(finger.captureId);
  const live = useLivePicture(finger.state === 'capturing');
  const url = finger.state === 'capturing' ? live : kept;
  const name = text.fingers.positions[finger.position] ?? '';
  return (
    <div className="stage-view">
      {url ? (
        <img src={url} alt={fill(text.fingers.alt, { position: name.toLocaleLowerCase('vi') })} />
      ) : (
        <p>{text.fingers.waiting}</p>
      )}
    </div>
  );
}

function useLivePicture(isCapturing: boolean): string | undefined {
  const preview = useWatch('fingers.preview', {});
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!preview || !isCapturing) return setUrl(undefined);
    const made = urlOf(preview.png, 'image/png');
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [preview, isCapturing]);
  return url;
}

function Hint({ finger }: { readonly finger: FingerSnapshot }) {
  const { state, verdict, keptBelowThreshold, position } = finger;
  if (state === 'capturing') return <p className="stage-hint">{text.fingers.still}</p>;
  if (!verdict) return <p className="stage-hint">{text.fingers.waiting}</p>;
  const isFine = verdict.kind === 'accept' || keptBelowThreshold;
  return (
    <p className={`stage-hint with-icon ${isFine ? 'good' : 'warn'}`} role="status">
      {isFine ? (
        <IconCircleCheck aria-hidden="true" size={28} />
      ) : (
        <IconAlertTriangle aria-hidden="true" size={28} />
      )}
      {verdict.kind === 'retry' && !isFine
        ? verdictHints[verdict.reason]
        : fill(text.fingers.captured, { position: text.fingers.positions[position] ?? '' })}
    </p>
  );
}

interface PlacementProps {
  readonly finger: FingerSnapshot;
  readonly isCurrent: boolean;
  readonly onPick: () => void;
}

function Placement({ finger, isCurrent, onPick }: PlacementProps) {
  const { position, verdict, attempts, keptBelowThreshold } = finger;
  const isFine = !isOpen(finger);
  const Icon = isFine ? IconCircleCheck : attempts > 0 ? IconAlertTriangle : IconCircle;
  const words = keptBelowThreshold
    ? text.fingers.kept
    : verdict?.kind === 'accept'
      ? text.fingers.good
      : text.fingers.weak;
  return (
    <button type="button" className="pick" aria-current={isCurrent} onClick={onPick}>
      <span>
        {text.fingers.positions[position]}
        <br />
        <span className="small quiet">
          {attempts > 0 ? fill(text.fingers.attempt, { n: attempts }) : text.fingers.todo}
        </span>
      </span>
      <span className={`with-icon ${isFine ? 'good' : 'warn'}`}>
        <Icon aria-hidden="true" size={20} />
        {verdict ? fill(words, { score: verdict.score }) : ''}
      </span>
    </button>
  );
}
