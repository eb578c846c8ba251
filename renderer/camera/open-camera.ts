import type { ErrorCode } from '../../main/contract/errors.ts';

/** An open camera: its live stream, and still frames at the size it delivers. */
export interface Camera {
  readonly stream: MediaStream;
  /** The camera's own name. */
  readonly label: string;
  close(): void;
}

export type CameraFault = Extract<ErrorCode, `camera/${string}`>;

/** The largest the camera can give, up to this; portraits want pixels. */
const wanted = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/**
 * Opens a camera.
 *
 * @param onEnded told when it was pulled out while open
 * @throws CameraError
 */
export async function openCamera(onEnded: () => void): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted }).catch((error: unknown) => {
    throw new CameraError(faultOf(error));
  });
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraError('camera/none');
  track.addEventListener('ended', onEnded);
  return {
    stream,
    label: track.label,
    close: () => {
      track.removeEventListener('ended', onEnded);
      track.stop();
    },
  };
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
      return 'camera/in-use';
    default:
      return 'camera/none';
  }
}

/** The frame on show, as a JPEG at the size the camera delivers, not mirrored. */
export async function takeStill(video: HTMLVideoElement): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  return new Uint8Array(await blob.arrayBuffer());
}
