import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { EnrollmentSnapshot } from '../../main/contract/enrollment.ts';
import { CameraView } from '../camera/camera-view.tsx';
import type { CameraState } from '../camera/keep-camera.ts';
import { takeStill } from '../camera/still.ts';
import { useCamera } from '../camera/use-camera.ts';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useIntend } from '../state/intend.ts';
import { usePicture } from '../state/picture.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { verdictHint } from '../text/hints.vi.ts';
import { fill, sexNames, text } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';

/** The portrait: live picture, still frame, verdict; the chip's picture beside the new one, so that the wrong person is seen. */
export function PortraitStep({ snapshot, onNext }: StepProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const { state: camera } = useCamera();
  const { portrait } = snapshot;
  const isTaken = portrait.captureId !== undefined;
  const isFine = isTaken && (portrait.verdict?.kind === 'accept' || portrait.keptBelowThreshold);

  const take = (): void => {
    if (camera.kind !== 'live') return;
    const { video, label } = camera.camera;
    void takeStill(video).then(({ image, mime }) =>
      intend({ kind: 'take-portrait', image, mime, camera: label }),
    );
  };
  useShortcuts(isFine ? { [keys.capture]: take } : {});

  return (
    <>
      <div className="main stage-main">
        <div className="stage">
          <h1 className="stage-title">{text.portrait.title}</h1>
          <CameraView state={camera} />
          <Hint portrait={portrait} camera={camera} />
        </div>
      </div>
      <aside className="side">
        <Faces snapshot={snapshot} />
        <p className="small quiet">{text.portrait.confirm}</p>
        <Notice notice={notice} />
        <div className="actions">
          {isTaken && !isFine ? (
            <Button
              variant="default"
              className="secondary"
              onClick={() => void intend({ kind: 'keep-portrait' })}
            >
              {text.portrait.keep}
            </Button>
          ) : null}
          {isFine ? (
            <>
              <Button variant="default" className="secondary" onClick={take}>
                {text.portrait.again}
              </Button>
              <PrimaryAction label={text.next} onPress={onNext} />
            </>
          ) : (
            <PrimaryAction
              label={isTaken ? text.portrait.again : text.portrait.take}
              keyName="capture"
              onPress={take}
              isDisabled={camera.kind !== 'live'}
              isRunning={isRunning}
            />
          )}
        </div>
      </aside>
    </>
  );
}

function Hint({
  portrait,
  camera,
}: {
  readonly portrait: EnrollmentSnapshot['portrait'];
  readonly camera: CameraState;
}) {
  const { verdict, keptBelowThreshold } = portrait;
  if (!verdict)
    return (
      <p className="stage-hint">{camera.kind === 'live' ? text.portrait.hold : text.portrait.starting}</p>
    );
  const isFine = verdict.kind === 'accept' || keptBelowThreshold;
  return (
    <p className={`stage-hint with-icon ${isFine ? 'good' : 'warn'}`} role="status">
      {isFine ? (
        <IconCircleCheck aria-hidden="true" size={28} />
      ) : (
        <IconAlertTriangle aria-hidden="true" size={28} />
      )}
      {verdict.kind === 'retry' && !isFine ? verdictHint(verdict.reason) : text.portrait.good}
    </p>
  );
}

function Faces({ snapshot }: { readonly snapshot: EnrollmentSnapshot }) {
  const { card, portrait, fields } = snapshot;
  const chip = usePicture(card.state === 'read' ? card.faceCaptureId : undefined);
  const taken = usePicture(portrait.captureId);
  const values = {
    name: fields.fullName?.value ?? '',
    year: fields.birthDate?.value.slice(0, 4) ?? '',
    sex: sexNames[fields.sex?.value ?? ''] ?? '',
  };
  return (
    <>
      <div className="faces">
        {chip ? <Face url={chip} name={text.portrait.chipPhoto} /> : null}
        {taken ? <Face url={taken} name={text.portrait.thisPhoto} /> : null}
      </div>
      <p>
        <strong>{fill(text.portrait.person, values)}</strong>
      </p>
    </>
  );
}

function Face({ url, name }: { readonly url: string; readonly name: string }) {
  return (
    <figure style={{ margin: 0 }}>
      <img src={url} alt={name} />
      <figcaption className="small quiet">{name}</figcaption>
    </figure>
  );
}
