import { useState } from 'react';
import { CameraPanel } from '../camera/camera-panel.tsx';
import type { Camera } from '../camera/open-camera.ts';
import { takeStill } from '../camera/still.ts';
import { useCamera } from '../camera/use-camera.ts';
import { useIntend } from '../state/intend.ts';
import type { StepProps } from './index.ts';
import { LivePortrait } from './portrait/live-portrait.tsx';
import { TakenPortrait } from './portrait/taken-portrait.tsx';

/** The longest name of a camera that is kept with its picture. */
const longestName = 200;

/** The portrait: guided live, taken by itself, then looked at beside the chip's, so that the wrong person is seen. */
export function PortraitStep({ snapshot, onNext }: StepProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const camera = useCamera();
  const { captureId } = snapshot.portrait;
  /** The picture that another one is to take the place of. */
  const [retaken, setRetaken] = useState<string>();
  const [cameraPanel, setCameraPanel] = useState<'never' | 'open' | 'closed'>('never');

  const take = async ({ video, label }: Camera): Promise<boolean> => {
    const { image, mime } = await takeStill(video);
    return intend({ kind: 'take-portrait', image, mime, camera: label.slice(0, longestName) });
  };
  if (captureId !== undefined && captureId !== retaken)
    return (
      <TakenPortrait
        key={captureId}
        snapshot={snapshot}
        notice={notice}
        isRunning={isRunning}
        intend={intend}
        onAgain={() => setRetaken(captureId)}
        onNext={onNext}
      />
    );
  return (
    <LivePortrait
      snapshot={snapshot}
      camera={camera.state}
      notice={notice}
      isRunning={isRunning}
      panel={
        cameraPanel === 'open' ? (
          <CameraPanel camera={camera} onClose={() => setCameraPanel('closed')} />
        ) : undefined
      }
      hasCameraFocus={cameraPanel === 'closed'}
      onTake={take}
      onScan={() => void intend({ kind: 'scan-portrait' })}
      onCamera={() => setCameraPanel('open')}
      onBack={captureId === undefined ? undefined : () => setRetaken(undefined)}
    />
  );
}
