import { Button, Radio } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { KeepPageReason, type ReviewSnapshot } from '../../../main/contract/signature.ts';
import { CameraView } from '../../camera/camera-view.tsx';
import { takeStill } from '../../camera/still.ts';
import { useCamera } from '../../camera/use-camera.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { keys } from '../../keys.ts';
import { usePicture } from '../../state/picture.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
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
  useShortcuts({ [keys.escape]: onBack });
  const take = (): void => {
    if (opened) void takeStill(opened.video).then(({ image }) => onTake(image, opened.label));
  };
  return (
    <>
      <div className="main stage-main">
        <div className="stage">
          <h1 className="stage-title">{signatureText.scanTitle}</h1>
          <CameraView state={state} />
          <Hint page={page} isLive={opened !== null} />
        </div>
      </div>
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
          <Button
            variant="default"
            className="secondary"
            onClick={onBack}
            rightSection={<KeyCap name="escape" />}
          >
            {signatureText.back}
          </Button>
          {reason === undefined ? null : (
            <Button
              variant="default"
              className="secondary"
              onClick={() => onKeep(reason)}
              disabled={isRunning}
            >
              {signatureText.keep}
            </Button>
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
  if (!page) return <p className="stage-hint">{isLive ? signatureText.scanHint : ''}</p>;
  return (
    <p className="stage-hint warn with-icon" role="status">
      <IconAlertTriangle aria-hidden="true" size={28} />
      {pageProblemTexts[page.problem]}
    </p>
  );
}
