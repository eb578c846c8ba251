import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSetting } from '../db/settings.ts';
import { openTestStore, type TestStore } from '../db/test-store.ts';
import { readCameraChoice, writeCameraChoice } from './camera-choice.ts';
import type { CameraChoice } from './contract/camera.ts';

describe('the camera of the station', () => {
  let opened: TestStore;
  beforeEach(() => {
    opened = openTestStore();
  });
  afterEach(() => opened.remove());

  it('is none before somebody has chosen, and then the last one chosen', () => {
    expect(readCameraChoice(opened.store)).toBeUndefined();
    const choice: CameraChoice = { kind: 'page', deviceId: 'a1', label: 'Máy ảnh Mẫu', heightPx: 1080 };
    writeCameraChoice(opened.store, choice);
    writeCameraChoice(opened.store, { ...choice, heightPx: 720 });
    expect(readCameraChoice(opened.store)).toEqual({ ...choice, heightPx: 720 });
  });

  it('is none where another version of the station wrote what this one does not know', () => {
    writeSetting(opened.store, 'camera', JSON.stringify({ kind: 'drone' }));
    expect(readCameraChoice(opened.store)).toBeUndefined();
  });
});
