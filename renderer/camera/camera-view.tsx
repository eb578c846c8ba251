import { type ReactNode, useEffect, useRef } from 'react';
import { Notice } from '../components/notice.tsx';
import { PictureFrame } from '../components/picture-frame.tsx';
import { text } from '../text/screens.vi.ts';
import type { CameraState } from './keep-camera.ts';
import type { Camera } from './open-camera.ts';

interface CameraViewProps {
  readonly state: CameraState;
  /** Laid over the live picture, in shares of its size. */
  readonly children?: ReactNode;
}

/** The live picture, or in the same place what is wrong with the camera and what to do. */
export function CameraView({ state, children }: CameraViewProps) {
  return (
    <div className="stage-view camera-view">
      {state.kind === 'live' ? (
        <Picture key={state.camera.deviceId} camera={state.camera}>
          {children}
        </Picture>
      ) : null}
      {state.kind === 'starting' ? <p>{text.portrait.starting}</p> : null}
      {state.kind === 'fault' ? (
        <div className="camera-fault">
          <Notice notice={{ code: state.code, incident: '' }} />
        </div>
      ) : null}
    </div>
  );
}

function Picture({ camera, children }: { readonly camera: Camera; readonly children: ReactNode }) {
  const { video } = camera;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    host.current?.replaceChildren(video);
  }, [video]);
  return (
    <PictureFrame width={video.videoWidth} height={video.videoHeight}>
      <div className="on-picture" ref={host} />
      {children}
    </PictureFrame>
  );
}
