import type { Store } from '../db/open.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { CameraChoice } from './contract/camera.ts';

const setting = 'camera';

/** The camera chosen on this station; undefined before the first choice, and when an older version wrote what is not one any more. */
export function readCameraChoice(store: Store): CameraChoice | undefined {
  const stored = readSetting(store, setting);
  return stored === undefined ? undefined : CameraChoice.safeParse(JSON.parse(stored)).data;
}

export function writeCameraChoice(store: Store, choice: CameraChoice): void {
  writeSetting(store, setting, JSON.stringify(choice));
}
