import { Radio } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { KeepPageReason, type ReviewSnapshot } from '../../../main/contract/signature.ts';
import { CameraView } from '../../camera/camera-view.tsx';
import { takeStill } from '../../camera/still.ts';
import { useCamera } from '../../camera/use-camera.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { usePicture } from '../../state/picture.ts';
import {
  pageProblemTexts,
  keepPageReasons as reasonNames,
  reasonsFor,
  signatureText,
} from '../../text/signature.vi.ts';

interface PageCameraProps {
  /** The photograph that did not speak for itself. */
  readonly page: ReviewSnapshot['page'];
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly onTake: (image: Uint8Array, camera: string) => void;
  readonly onKeep: (reason: KeepPageReason) => void;
  readonly onBack: () => void;
}

/** The camera over the signed page. It is open only here. */
export function PageCamera({ page, notice, isRunning, onTake, onKeep, onBack }: PageCameraProps) {
  const { state } = useCamera();
  const [reason, setReason] = useState<KeepPageReason>();
  const taken = usePicture(page?.captureId);
  const opened = state.kind === 'live' ? state.camera : null;
  // A reason is given for one photograph.
  const captureId = page?.captureId;
  useEffect(() => {
    void captureId;
    setReason(undefined);
  }, [captureId]);
  const take = (): void => {
    if (opened) void takeStill(opened.video).then(({ image }) => onTake(image, opened.label));
  };
  return (
    <>
      <Stage title={signatureText.scanTitle}>
        <CameraView state={state} />
        <Hint page={page} isLive={opened !== null} />
      </Stage>
      <aside className="side" aria-label={signatureText.scan}>
        <h2>{signatureText.scan}</h2>
        {page && taken ? <img className="page-taken" src={taken} alt={signatureText.scanTaken} /> : null}
        {page ? (
          <Radio.Group
            label={signatureText.keepReason}
            value={reason ?? ''}
            onChange={(value) => setReason(KeepPageReason.parse(value))}
            className="choices"
          >
            {reasonsFor[page.problem].map((one) => (
              <Radio key={one} value={one} label={reasonNames[one]} />
            ))}
          </Radio.Group>
        ) : null}
        <Notice notice={notice} />
        <div className="actions">
          <SecondaryAction label={signatureText.back} keyName="escape" onPress={onBack} />
          {reason === undefined ? null : (
            <SecondaryAction
              label={signatureText.keep}
              isDisabled={isRunning}
              onPress={() => onKeep(reason)}
            />
          )}
          <PrimaryAction
            label={page ? signatureText.scanAgain : signatureText.scanTake}
            keyName="capture"
            onPress={take}
            isDisabled={opened === null}
            isRunning={isRunning}
          />
        </div>
      </aside>
    </>
  );
}

function Hint({ page, isLive }: Pick<PageCameraProps, 'page'> & { readonly isLive: boolean }) {
  if (page) return <HintLines tone="warn" lines={[pageProblemTexts[page.problem]]} />;
  return <HintLines tone="plain" lines={isLive ? [signatureText.scanHint] : []} />;
}
