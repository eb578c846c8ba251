import { useEffect, useState } from 'react';
import type { CameraChoice } from '../../main/contract/camera.ts';
import { useClient } from '../state/client.tsx';
import { type CameraState, keepCamera } from './keep-camera.ts';

export interface KeptCamera {
  readonly state: CameraState;
  readonly choice: CameraChoice | undefined;
  /** Opens this one now, and on this station from now on. */
  choose(choice: CameraChoice): void;
}

/** The station's camera while the component is shown. */
export function useCamera(): KeptCamera {
  const client = useClient();
  const [state, setState] = useState<CameraState>({ kind: 'starting' });
  /** Null until main has said which. */
  const [choice, setChoice] = useState<CameraChoice | undefined | null>(null);
  useEffect(() => {
    void client.call('camera.chosen', {}).then(
      ({ choice: chosen }) => setChoice(chosen),
      () => setChoice(undefined),
    );
  }, [client]);
  useEffect(() => {
    if (choice === null) return undefined;
    const stop = new AbortController();
    void keepCamera(choice, (next) => setState((now) => (isSame(now, next) ? now : next)), stop.signal);
    return () => stop.abort();
  }, [choice]);
  return {
    state,
    choice: choice ?? undefined,
    choose: (next) => {
      setChoice(next);
      void client.call('camera.choose', { choice: next });
    },
  };
}

function isSame(a: CameraState, b: CameraState): boolean {
  if (a.kind === 'starting' || b.kind === 'starting') return a.kind === b.kind;
  const isSameFault = a.kind === 'live' || b.kind === 'live' ? a.kind === b.kind : a.code === b.code;
  return isSameFault && a.camera === b.camera;
}
