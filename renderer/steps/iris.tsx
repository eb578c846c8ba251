import { IconBandage } from '@tabler/icons-react';
import { useState } from 'react';
import type { Eye, IrisSnapshot } from '../../main/contract/iris.ts';
import { PrimaryAction } from '../components/primary-action.tsx';
import { SecondaryAction } from '../components/secondary-action.tsx';
import { keys } from '../keys.ts';
import { useIntend } from '../state/intend.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { fingerText } from '../text/fingers.vi.ts';
import { irisText } from '../text/iris.vi.ts';
import { text } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';
import { EyeExceptions } from './iris/exceptions.tsx';
import { EyeList } from './iris/eye-list.tsx';
import { KeepIris } from './iris/keep-panel.tsx';
import { IrisStage } from './iris/stage.tsx';
import { isOpen } from './iris/words.ts';

type Panel = 'keep' | 'exceptions';

/** Both eyes at once: live picture, verdict for each, and only what is not good is asked for again. */
export function IrisStep({ snapshot, onNext }: StepProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const { iris } = snapshot;
  const [picked, setPicked] = useState<Eye>();
  const [panel, setPanel] = useState<Panel>();
  const [closed, setClosed] = useState<Panel>();
  const open = iris.eyes.filter(isOpen);
  const current = picked ?? open[0]?.eye ?? 'right';
  const isCapturing = iris.eyes.some(({ state }) => state === 'capturing');
  const keepable = iris.eyes.find(({ eye, mayKeep }) => mayKeep && (eye === current || picked === undefined));

  const capture = (): void => {
    // What is good stays; when all is, all is taken again.
    const wanted = (open.length > 0 ? open : iris.eyes.filter(({ exception }) => !exception)).map(
      ({ eye }) => eye,
    );
    setPicked(undefined);
    if (wanted.length > 0) void intend({ kind: 'capture-iris', eyes: wanted });
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
  const told = iris.eyes.find((eye) => eye.notice)?.notice ?? (panel === undefined ? notice : null);
  const stage = <IrisStage iris={iris} notice={told} />;

  if (panel === 'exceptions')
    return (
      <>
        {stage}
        <EyeExceptions snapshot={snapshot} first={current} onClose={close} />
      </>
    );
  if (panel === 'keep' && keepable)
    return (
      <>
        {stage}
        <KeepIris eye={keepable} notice={notice} isRunning={isRunning} intend={intend} onClose={close} />
      </>
    );
  return (
    <>
      {stage}
      <aside className="side" aria-label={text.steps.iris}>
        <EyeKeys onPick={setPicked} />
        <EyeList eyes={iris.eyes} current={current} onPick={setPicked} />
        <div className="actions">
          {iris.isRequired ? (
            <SecondaryAction
              label={irisText.except.open}
              keyName="except"
              onPress={except}
              hasFocus={closed === 'exceptions'}
              icon={<IconBandage aria-hidden="true" size={20} stroke={1.75} />}
            />
          ) : null}
          <Actions
            iris={iris}
            onCapture={capture}
            onStop={stop}
            onKeep={keepable ? () => setPanel('keep') : undefined}
            onNext={onNext}
          />
        </div>
      </aside>
    </>
  );
}

interface ActionsProps {
  readonly iris: IrisSnapshot;
  readonly onCapture: () => void;
  readonly onStop: () => void;
  /** Absent when there is nothing to keep. */
  readonly onKeep: (() => void) | undefined;
  readonly onNext: () => void;
}

/** The one thing to do next, and at most one other. */
function Actions({ iris: { isRequired, eyes }, onCapture, onStop, onKeep, onNext }: ActionsProps) {
  const isAgain = eyes.some(({ attempts }) => attempts > 0);
  if (eyes.some(({ state }) => state === 'capturing'))
    return (
      <>
        <SecondaryAction label={irisText.stop} keyName="escape" onPress={onStop} />
        <PrimaryAction key="capture" label={irisText.busy} keyName="capture" onPress={onStop} isRunning />
      </>
    );
  if (!isRequired) return <PrimaryAction label={text.next} onPress={onNext} />;
  if (!eyes.some(isOpen))
    return (
      <>
        {isAgain ? <SecondaryAction label={irisText.again} keyName="capture" onPress={onCapture} /> : null}
        <PrimaryAction key="next" label={text.next} onPress={onNext} />
      </>
    );
  return (
    <>
      {onKeep ? <SecondaryAction label={fingerText.keep.open} onPress={onKeep} /> : null}
      <PrimaryAction
        key="capture"
        label={isAgain ? irisText.again : irisText.capture}
        keyName="capture"
        onPress={onCapture}
      />
    </>
  );
}

/** The arrows pick an eye to look at. */
function EyeKeys({ onPick }: { readonly onPick: (eye: Eye) => void }) {
  useShortcuts({ [keys.previous]: () => onPick('right'), [keys.following]: () => onPick('left') });
  return null;
}
