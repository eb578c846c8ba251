import { type CameraChoice, type CameraHeight, cameraHeights } from '../../main/contract/camera.ts';
import type { ErrorCode } from '../../main/contract/errors.ts';

/** An open camera: its live picture, playing, at the size it delivers. */
export interface Camera {
  /** Not mirrored: the officer sees the citizen, not himself. It is the one element of the camera; a view shows it, and stills are drawn from it. */
  readonly video: HTMLVideoElement;
  /** The camera's own name. */
  readonly label: string;
  readonly deviceId: string;
  /** Heights that it can give. */
  readonly heightsPx: readonly CameraHeight[];
  close(): void;
}

export type CameraFault = Extract<ErrorCode, `camera/${string}`>;

/** The largest most cameras give at a full frame rate; portraits want pixels. */
export const usualHeightPx = 1080;

/**
 * Opens a camera: the chosen one, or without a choice the one that the browser prefers.
 *
 * @param onEnded told when it was pulled out while open
 * @throws CameraError `camera/none` also when the chosen one is not there: another camera looks elsewhere
 */
export async function openCamera(choice: CameraChoice | undefined, onEnded: () => void): Promise<Camera> {
  const heightPx = choice?.heightPx ?? usualHeightPx;
  const wanted = { width: { ideal: Math.round((heightPx * 16) / 9) }, height: { ideal: heightPx } };
  const deviceId = choice && (await idOf(choice));
  const stream = await streamOf({
    ...wanted,
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
  });
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraError('camera/none');
  track.addEventListener('ended', onEnded);
  const video = document.createElement('video');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true, tabIndex: -1, srcObject: stream });
  video.ariaHidden = 'true';
  const highest = track.getCapabilities().height?.max ?? heightPx;
  return {
    video,
    label: track.label,
    deviceId: track.getSettings().deviceId ?? '',
    heightsPx: cameraHeights.filter((height) => height <= highest),
    close: () => {
      track.removeEventListener('ended', onEnded);
      track.stop();
      video.srcObject = null;
      video.remove();
    },
  };
}

/**
 * The chosen camera's id of today: a new profile has given it another one, but its name is the same. Names are told only to a page that
 * has a camera open.
 */
async function idOf({ deviceId, label }: CameraChoice): Promise<string> {
  const known = await listCameras();
  if (known.some((camera) => camera.deviceId === deviceId)) return deviceId;
  if (known.some((camera) => camera.label !== '')) return idNamed(known, label);
  const any = await streamOf({});
  const named = await listCameras();
  for (const track of any.getTracks()) track.stop();
  return idNamed(named, label);
}

function idNamed(cameras: readonly MediaDeviceInfo[], label: string): string {
  const found = cameras.find((camera) => camera.label === label);
  if (!found) throw new CameraError('camera/none');
  return found.deviceId;
}

function streamOf(video: MediaTrackConstraints): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video }).catch((error: unknown) => {
    throw new CameraError(faultOf(error));
  });
}

/** What is plugged in. */
export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput');
}

export class CameraError extends Error {
  readonly code: CameraFault;

  constructor(code: CameraFault) {
    super(code);
    this.name = 'CameraError';
    this.code = code;
  }
}

/** Names of W3C Media Capture, section 10.2. */
function faultOf(error: unknown): CameraFault {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'camera/denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'camera/in-use';
    default:
      return 'camera/none';
  }
}
