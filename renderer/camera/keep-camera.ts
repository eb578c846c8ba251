import type { CameraChoice } from '../../main/contract/camera.ts';
import { openLook } from './look.ts';
import { type Camera, CameraError, type CameraFault, openCamera } from './open-camera.ts';
import { advanceWatch, noLook } from './picture-watch.ts';

export type CameraState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly camera: Camera }
  /** With a camera its picture goes on, such as it is. */
  | { readonly kind: 'fault'; readonly code: CameraFault; readonly camera?: Camera };

/** A camera that is gone may come back: it is asked for again so often. */
const retryMs = 2000;
const lookMs = 250;

/**
 * Keeps a camera open until `signal` aborts, and tells how it is. Pulled out, taken by another program, refused, or standing still, it is
 * opened again as soon as that can help; a black picture is waited for.
 */
export async function keepCamera(
  choice: CameraChoice | undefined,
  onState: (state: CameraState) => void,
  signal: AbortSignal,
): Promise<void> {
  let fault: CameraFault | undefined;
  while (!signal.aborted) {
    fault = told(await runCamera(choice, fault, onState, signal), fault);
    if (signal.aborted) return;
    onState({ kind: 'fault', code: fault });
    await changeOr(retryMs, signal);
  }
}

/** Who has pulled out a camera is told that, also while it is not there. */
function told(code: CameraFault, before: CameraFault | undefined): CameraFault {
  return code === 'camera/none' && before === 'camera/unplugged' ? before : code;
}

/** One life of a camera, from its opening to what ended it. */
async function runCamera(
  choice: CameraChoice | undefined,
  before: CameraFault | undefined,
  onState: (state: CameraState) => void,
  signal: AbortSignal,
): Promise<CameraFault> {
  const ended = new AbortController();
  const isOver = AbortSignal.any([ended.signal, signal]);
  let camera: Camera | undefined;
  try {
    camera = await openCamera(choice, () => ended.abort());
    const isFrozen = await watchPicture(camera, before, onState, isOver);
    return isFrozen ? 'camera/frozen' : 'camera/unplugged';
  } catch (error) {
    if (error instanceof CameraError) return error.code;
    throw error;
  } finally {
    camera?.close();
  }
}

/** @returns true when the picture stands still, false when the signal has ended the watch */
async function watchPicture(
  camera: Camera,
  before: CameraFault | undefined,
  onState: (state: CameraState) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const look = openLook(camera.video);
  let watch = noLook;
  while (!signal.aborted) {
    // Nobody paints what nobody sees: a hidden picture stands still without being broken.
    watch = document.hidden ? noLook : advanceWatch(watch, look(performance.now()));
    switch (watch.state) {
      case 'frozen':
        return true;
      case 'black':
        onState({ kind: 'fault', code: 'camera/black', camera });
        break;
      case 'fine':
        onState({ kind: 'live', camera });
        break;
      case 'unproven':
        // What stood still before is believed when it moves.
        if (before === undefined) onState({ kind: 'starting' });
        break;
    }
    await rest(lookMs, signal);
  }
  return false;
}

/** Waits, but no longer than until a device comes or goes. */
async function changeOr(ms: number, signal: AbortSignal): Promise<void> {
  const changed = new AbortController();
  const onChange = (): void => changed.abort();
  navigator.mediaDevices.addEventListener('devicechange', onChange);
  await rest(ms, AbortSignal.any([changed.signal, signal]));
  navigator.mediaDevices.removeEventListener('devicechange', onChange);
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, signal.aborted ? 0 : ms);
  const stop = (): void => resolve();
  signal.addEventListener('abort', stop, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  });
}
