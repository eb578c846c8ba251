import { Radio } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type CameraChoice, CameraHeight } from '../../main/contract/camera.ts';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { cameraText } from '../text/camera.vi.ts';
import { fill } from '../text/screens.vi.ts';
import { listCameras, usualHeightPx } from './open-camera.ts';
import type { KeptCamera } from './use-camera.ts';

interface CameraPanelProps {
  readonly camera: KeptCamera;
  readonly onClose: () => void;
}

/** Which camera this station uses, and how large its pictures are; what is chosen is open at once, and is remembered. */
export function CameraPanel({ camera: { state, choice, choose }, onClose }: CameraPanelProps) {
  const cameras = useCameras(state.kind);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (cameras.length > 0) first.current?.focus();
  }, [cameras.length]);
  useShortcuts({ [keys.escape]: onClose });

  const open = state.kind === 'starting' ? undefined : state.camera;
  const deviceId = open?.deviceId ?? choice?.deviceId ?? '';
  const heightPx = choice?.heightPx ?? usualHeightPx;
  const pick = (id: string, height: CameraHeight): void => {
    const label = cameras.find((one) => one.deviceId === id)?.label ?? '';
    choose({ kind: 'page', deviceId: id, label, heightPx: height } satisfies CameraChoice);
  };
  return (
    <aside className="side" aria-label={cameraText.title}>
      <h2>{cameraText.title}</h2>
      {cameras.length === 0 ? <p className="quiet">{cameraText.none}</p> : null}
      <Radio.Group
        label={cameraText.which}
        value={deviceId}
        onChange={(id) => pick(id, heightPx)}
        className="choices"
      >
        {cameras.map((one, index) => (
          <Radio
            key={one.deviceId}
            value={one.deviceId}
            label={one.label || fill(cameraText.unnamed, { n: index + 1 })}
            ref={index === 0 ? first : null}
          />
        ))}
      </Radio.Group>
      {open && open.heightsPx.length > 0 ? (
        <>
          <Radio.Group
            label={cameraText.size}
            value={String(open.heightsPx.find((height) => height <= heightPx) ?? '')}
            onChange={(height) => pick(deviceId, CameraHeight.parse(Number(height)))}
            className="choices"
          >
            {open.heightsPx.map((height) => (
              <Radio key={height} value={String(height)} label={fill(cameraText.sizes, sizeOf(height))} />
            ))}
          </Radio.Group>
          <p className="small quiet">
            {fill(cameraText.now, { width: open.video.videoWidth, height: open.video.videoHeight })}
          </p>
        </>
      ) : null}
      <div className="actions">
        <PrimaryAction label={cameraText.done} onPress={onClose} />
      </div>
    </aside>
  );
}

function sizeOf(height: CameraHeight): { width: number; height: number } {
  return { width: Math.round((height * 16) / 9), height };
}

/** What is plugged in now. Names come with the first open camera, so it is asked again when the camera's state changes. */
function useCameras(state: string): readonly MediaDeviceInfo[] {
  const [cameras, setCameras] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    void state;
    const look = (): void => void listCameras().then(setCameras);
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, [state]);
  return cameras;
}
