import { useEffect, useRef, useState } from 'react';
import type { ApplicationId } from '../../../main/contract/ids.ts';
import type { Client } from '../../../main/contract/wire.ts';
import type { Camera } from '../../camera/open-camera.ts';
import { type Still, takePreview } from '../../camera/still.ts';
import { useClient } from '../../state/client.tsx';
import { advanceGuide, type Guide, heldShare, noGuide } from './guide.ts';

/** Enough to see eyes and ground by, and quick to send. */
const previewHeightPx = 480;
/** After an answer that did not come, the next frame waits. */
const pauseMs = 1000;
const longestFrameMs = 200;

interface Guided {
  readonly guide: Guide;
  /** The picture was not taken: the shutter waits until something has changed. */
  refuse(): void;
}

/**
 * Asks main about one live frame after the other for as long as the camera is open and the page is seen; calls `onDue` once when
 * everything has been right for long enough. One frame is under way at a time.
 */
export function useGuide(
  applicationId: ApplicationId,
  camera: Camera | undefined,
  isResting: boolean,
  onDue: () => void,
): Guided {
  const client = useClient();
  const [guide, setGuide] = useState(noGuide);
  const current = useRef(guide);
  const due = useRef(onDue);
  due.current = onDue;
  const show = (next: Guide): void => {
    current.current = next;
    setGuide(next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `show` is as good as the one of any other time
  useEffect(() => {
    if (!camera || isResting) return undefined;
    const stop = new AbortController();
    void (async () => {
      for await (const { guidance, atMs } of guidances(client, applicationId, camera, stop.signal)) {
        show(advanceGuide(current.current, { kind: 'frame', guidance, atMs }));
        if (heldShare(current.current) === 1) due.current();
      }
    })();
    return () => stop.abort();
  }, [client, applicationId, camera, isResting]);
  return { guide, refuse: () => show(advanceGuide(current.current, { kind: 'refused' })) };
}

/** What main says of one live frame after the other. While it looks at one the next is made ready, and sent when the answer is there. */
async function* guidances(
  client: Client,
  applicationId: ApplicationId,
  { video }: Camera,
  signal: AbortSignal,
) {
  let next = frameOf(video);
  while (!signal.aborted) {
    await untilSeen(signal);
    const frame = await next;
    if (signal.aborted) return;
    next = freshFrame(video, signal).then(() => frameOf(video));
    const guidance = frame && (await ask(client, applicationId, frame, signal));
    if (signal.aborted) return;
    if (guidance) yield { guidance, atMs: frame.atMs };
    else await rest(pauseMs);
  }
}

interface Frame extends Still {
  readonly atMs: number;
}

/** Undefined where a camera that has just gone has no picture any more. */
async function frameOf(video: HTMLVideoElement): Promise<Frame | undefined> {
  if (video.videoWidth === 0) return undefined;
  return { atMs: performance.now(), ...(await takePreview(video, previewHeightPx)) };
}

/** Undefined when main has no answer: the picture can still be taken by hand. */
function ask(client: Client, applicationId: ApplicationId, { image, mime }: Frame, signal: AbortSignal) {
  return client.call('portrait.preview', { applicationId, image, mime }, signal).catch(() => undefined);
}

/** Nobody is guided by what nobody sees. */
async function untilSeen(signal: AbortSignal): Promise<void> {
  while (document.hidden && !signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<Event>();
    document.addEventListener('visibilitychange', resolve, { once: true, signal });
    signal.addEventListener('abort', resolve, { once: true });
    await promise;
  }
}

/** The camera's next frame; a camera that has none to give is asked again soon. */
async function freshFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const asked = video.requestVideoFrameCallback(() => resolve());
  await Promise.race([promise, rest(longestFrameMs)]);
  if (signal.aborted) video.cancelVideoFrameCallback(asked);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
