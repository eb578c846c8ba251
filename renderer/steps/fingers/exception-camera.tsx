import { Button } from '@mantine/core';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { CameraView } from '../../camera/camera-view.tsx';
import { takeStill } from '../../camera/still.ts';
import { useCamera } from '../../camera/use-camera.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { fingerText } from '../../text/fingers.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';

interface ExceptionCameraProps {
  readonly finger: string;
  readonly notice: ErrorNotice | null;
  readonly onTake: (image: Uint8Array) => Promise<void>;
  readonly onBack: () => void;
}

/** The camera for a finger that cannot be printed. It is open only here. */
export function ExceptionCamera({ finger, notice, onTake, onBack }: ExceptionCameraProps) {
  const { state } = useCamera();
  const take = (): void => {
    if (state.kind === 'live') void takeStill(state.camera.video).then(({ image }) => onTake(image));
  };
  return (
    <>
      <Stage title={fill(fingerText.except.photoTitle, { finger })}>
        <CameraView state={state} />
        <HintLines tone="plain" lines={state.kind === 'live' ? [text.portrait.hold] : []} />
      </Stage>
      <aside className="side" aria-label={fingerText.except.photo}>
        <h2>{fingerText.except.photo}</h2>
        <Notice notice={notice} />
        <div className="actions">
          <Button
            variant="default"
            className="secondary"
            onClick={onBack}
            rightSection={<KeyCap name="escape" />}
          >
            {fingerText.except.takeBack}
          </Button>
          <PrimaryAction
            label={fingerText.except.take}
            keyName="capture"
            onPress={take}
            isDisabled={state.kind !== 'live'}
          />
        </div>
      </aside>
    </>
  );
}
