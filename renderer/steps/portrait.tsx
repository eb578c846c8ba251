import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { EnrollmentSnapshot } from '../../main/contract/enrollment.ts';
import { takeStill } from '../camera/open-camera.ts';
import { type CameraState, useCamera } from '../camera/use-camera.ts';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useIntend } from '../state/intend.ts';
import { usePicture } from '../state/picture.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { portraitHint } from '../text/hints.vi.ts';
import { fill, sexNames, text } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';

/** The portrait: live picture, still frame, verdict; the chip's picture beside the new one, so that the wrong person is seen. */
export function PortraitStep({ snapshot, onNext }: StepProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const camera = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const { portrait } = snapshot;
  const isTaken = portrait.captureId !== undefined;
  const isFine = portrait.isUsable;

  const take = (): void => {
    const element = video.current;
    if (camera.kind !== 'live' || !element || element.videoWidth === 0) return;
    void takeStill(element).then((image) =>
      intend({ kind: 'take-portrait', image, mime: 'image/jpeg', camera: camera.camera.label }),
    );
  };
  /** What stands above the button is what the officer says by pressing it. */
  const confirm = (): void => {
    const ticks = { noGlasses: true, bothEars: true, bareHead: true, decentDress: true };
    void intend({ kind: 'confirm-portrait', ticks, isRightPerson: true }).then(onNext);
  };
  useShortcuts(isFine ? { [keys.capture]: take } : {});

  return (
    <>
      <div className="main stage-main">
        <div className="stage">
          <h1 className="stage-title">{text.portrait.title}</h1>
          <div className="stage-view">
            <LiveView camera={camera} video={video} />
          </div>
          <Hint portrait={portrait} camera={camera} />
        </div>
      </div>
      <aside className="side">
        <Faces snapshot={snapshot} />
        <p className="small quiet">{text.portrait.confirm}</p>
        <Notice notice={camera.kind === 'fault' ? { code: camera.code, incident: '' } : notice} />
        <div className="actions">
          {portrait.mayKeep && !portrait.needsSupervisor ? (
            <Button
              variant="default"
              className="secondary"
              onClick={() => void intend({ kind: 'keep-portrait', reason: 'other' })}
            >
              {text.portrait.keep}
            </Button>
          ) : null}
          {isFine ? (
            <>
              <Button variant="default" className="secondary" onClick={take}>
                {text.portrait.again}
              </Button>
              <PrimaryAction label={text.next} onPress={confirm} />
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

function LiveView({
  camera,
  video,
}: {
  readonly camera: CameraState;
  readonly video: React.RefObject<HTMLVideoElement | null>;
}) {
  const stream = camera.kind === 'live' ? camera.camera.stream : null;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream, video]);
  if (camera.kind !== 'live') return <p>{text.portrait.starting}</p>;
  return (
    <>
      <video ref={video} autoPlay muted playsInline tabIndex={-1} aria-label={text.portrait.live} />
      <span className="oval" aria-hidden="true" />
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
  const { captureId, hint, isUsable: isFine } = portrait;
  if (!captureId)
    return (
      <p className="stage-hint">{camera.kind === 'live' ? text.portrait.hold : text.portrait.starting}</p>
    );
  return (
    <p className={`stage-hint with-icon ${isFine ? 'good' : 'warn'}`} role="status">
      {isFine ? (
        <IconCircleCheck aria-hidden="true" size={28} />
      ) : (
        <IconAlertTriangle aria-hidden="true" size={28} />
      )}
      {isFine || !hint ? text.portrait.good : portraitHint(hint)}
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
