import { useEffect, useState } from 'react';
import { type Camera, CameraError, type CameraFault, openCamera } from './open-camera.ts';

export type CameraState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly camera: Camera }
  | { readonly kind: 'fault'; readonly code: CameraFault };

/** A camera that is gone may come back: it is asked for again so often. */
const retryMs = 2000;

/** The camera while the component is shown. Pulled out and plugged in again, it comes back by itself. */
export function useCamera(): CameraState {
  const [state, setState] = useState<CameraState>({ kind: 'starting' });
  useEffect(() => {
    let isGone = false;
    let camera: Camera | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const fail = (code: CameraFault): void => {
      camera = null;
      if (isGone) return;
      setState({ kind: 'fault', code });
      clearTimeout(timer);
      timer = setTimeout(() => void start(), retryMs);
    };
    const start = async (): Promise<void> => {
      try {
        const opened = await openCamera(() => fail('camera/unplugged'));
        if (isGone) return opened.close();
        camera = opened;
        setState({ kind: 'live', camera: opened });
      } catch (error) {
        fail(error instanceof CameraError ? error.code : 'camera/none');
      }
    };
    const look = (): void => {
      if (!camera) void start();
    };
    navigator.mediaDevices.addEventListener('devicechange', look);
    void start();
    return () => {
      isGone = true;
      clearTimeout(timer);
      navigator.mediaDevices.removeEventListener('devicechange', look);
      camera?.close();
    };
  }, []);
  return state;
}
