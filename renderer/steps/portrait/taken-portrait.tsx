import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EnrollmentSnapshot, Intention } from '../../../main/contract/enrollment.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { KeepPanel } from '../../components/keep-panel.tsx';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { keys } from '../../keys.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { portraitKeepNames, portraitText } from '../../text/portrait.vi.ts';
import { confirmationOf, type Draft, draftOf } from './confirmation.ts';
import { CriteriaResult } from './criteria.tsx';
import { chipFaceOf, rightPersonWords } from './person.ts';
import { Ticks } from './ticks.tsx';
import { TwoPictures } from './two-pictures.tsx';
import { takenWords } from './words.ts';

interface TakenPortraitProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly intend: (intention: Intention) => Promise<boolean>;
  readonly onAgain: () => void;
  readonly onNext: () => void;
}

/** The picture beside the chip's, what became of it, and what the officer confirms of it with one key. Made anew for each picture. */
export function TakenPortrait(props: TakenPortraitProps) {
  const { snapshot, notice, isRunning, intend, onAgain, onNext } = props;
  const { portrait } = snapshot;
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const [isShown, setIsShown] = useState(false);
  const [isKeeping, setIsKeeping] = useState(false);
  const draft: Draft = { ...draftOf(portrait), ...changes };
  const confirmation = confirmationOf(draft, portrait);
  const words = takenWords(portrait, confirmation);
  const isFine = portrait.isUsable && confirmation.notHeld === undefined;
  /** A reason can be given for what is measured or ticked, not for somebody else's face. */
  const isKeepable =
    portrait.mayKeep || (portrait.isUsable && ![undefined, 'rightPerson'].includes(confirmation.notHeld));
  const say = (): Promise<boolean> => {
    const { ticks, headCovering, isRightPerson } = draft;
    const covering = headCovering === undefined ? {} : { headCovering };
    return intend({ kind: 'confirm-portrait', ticks, ...covering, isRightPerson });
  };
  const confirm = async (): Promise<void> => {
    if (await say()) onNext();
  };
  // What the picture is kept for is said first.
  const beginKeeping = async (): Promise<void> => {
    if (await say()) setIsKeeping(true);
  };
  const stage = (
    <Stage title={chipFaceOf(snapshot) === undefined ? portraitText.checkOnly : portraitText.compare}>
      <TwoPictures snapshot={snapshot} onShown={() => setIsShown(true)} />
      <HintLines tone={words.tone} lines={words.lines} />
    </Stage>
  );
  if (isKeeping && portrait.mayKeep)
    return (
      <>
        {stage}
        <KeepPanel
          label={portraitText.keepReason}
          reasons={portraitKeepNames}
          needsSupervisor={portrait.needsSupervisor}
          notice={notice}
          isRunning={isRunning}
          onKeep={(reason, approval) => intend({ kind: 'keep-portrait', reason, ...approval })}
          onClose={() => setIsKeeping(false)}
        />
      </>
    );
  return (
    <>
      {stage}
      <aside className="side" aria-label={portraitText.ticks}>
        <CriteriaResult checks={portrait.checks} />
        {portrait.isUsable || portrait.mayKeep ? (
          <Ticks draft={draft} person={rightPersonWords(snapshot)} onChange={setChanges} />
        ) : null}
        <Notice notice={notice} />
        <div className="actions">
          {isKeepable ? (
            <Button variant="default" className="secondary" onClick={() => void beginKeeping()}>
              {portraitText.keep}
            </Button>
          ) : null}
          {isFine ? <Again onPress={onAgain} /> : null}
          {isFine ? (
            <PrimaryAction
              key="confirm"
              label={confirmLabel(isRunning, isShown)}
              onPress={() => void confirm()}
              isDisabled={!isShown}
              isRunning={isRunning}
            />
          ) : (
            <PrimaryAction
              key="again"
              label={portraitText.again}
              keyName="capture"
              onPress={onAgain}
              isRunning={isRunning}
            />
          )}
        </div>
      </aside>
    </>
  );
}

/** Storing and comparing take a moment under load; until then there is nothing to confirm. */
function confirmLabel(isRunning: boolean, isShown: boolean): string {
  if (isRunning) return portraitText.working;
  return isShown ? portraitText.confirm : portraitText.opening;
}

function Again({ onPress }: { readonly onPress: () => void }) {
  useShortcuts({ [keys.capture]: onPress });
  return (
    <Button
      variant="default"
      className="secondary"
      onClick={onPress}
      rightSection={<KeyCap name="capture" />}
    >
      {portraitText.again}
    </Button>
  );
}
