/** A picture of the camera, and how large it is. */
export interface Still {
  readonly image: Uint8Array;
  readonly mime: 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/**
 * The frame on show, as it came: the size the camera delivers, not mirrored. JPEG at 0.95 takes 13 ms at 1920×1080 where a PNG takes up
 * to 28, and at 3840×2160 the PNG would hold the page for most of a second.
 */
export function takeStill(video: HTMLVideoElement): Promise<Still> {
  return drawn(video, video.videoHeight, 0.95);
}

/** The frame on show, small, to be looked at and thrown away. */
export function takePreview(video: HTMLVideoElement, highestPx: number): Promise<Still> {
  return drawn(video, Math.min(highestPx, video.videoHeight), 0.8);
}

async function drawn(video: HTMLVideoElement, height: number, quality: number): Promise<Still> {
  const width = Math.round((video.videoWidth * height) / video.videoHeight);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return { image: new Uint8Array(await blob.arrayBuffer()), mime: 'image/jpeg', width, height };
}
