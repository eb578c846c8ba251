import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { takeStill } from '../../camera/open-camera.ts';
import { useCamera } from '../../camera/use-camera.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
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
  const camera = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const stream = camera.kind === 'live' ? camera.camera.stream : null;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  const take = (): void => {
    if (video.current && video.current.videoWidth > 0) void takeStill(video.current).then(onTake);
  };
  return (
    <>
      <div className="main stage-main">
        <div className="stage">
          <h1 className="stage-title">{fill(fingerText.except.photoTitle, { finger })}</h1>
          <div className="stage-view as-seen">
            {stream ? (
              <video ref={video} autoPlay muted playsInline tabIndex={-1} aria-label={text.portrait.live} />
            ) : (
              <p>{text.portrait.starting}</p>
            )}
          </div>
          <p className="stage-hint">{stream ? text.portrait.hold : ''}</p>
        </div>
      </div>
      <aside className="side" aria-label={fingerText.except.photo}>
        <h2>{fingerText.except.photo}</h2>
        <Notice notice={camera.kind === 'fault' ? { code: camera.code, incident: '' } : notice} />
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
            isDisabled={stream === null}
          />
        </div>
      </aside>
    </>
  );
}
