import type { SbiDevice } from './device.ts';
import { type FrameReader, openFrameReader } from './frames.ts';
import { streamSbi } from './http.ts';

/** A live stream that runs beside a capture. */
export interface PreviewStream {
  stop(): void;
}

/** The capture waits this long for the stream to begin, then goes on without. */
const beginMs = 700;
/** More pictures than this an eye does not need and a page cannot show. */
const leastPauseMs = 66;
const graceMs = 5000;

export interface StreamOptions {
  readonly deviceSubId: number;
  readonly timeoutMs: number;
  onPicture(jpeg: Uint8Array): void;
}

/**
 * Opens the device's live stream; its pictures go to `onPicture` until it is stopped. A stream that fails is no failure of the capture.
 *
 * @returns when the stream has begun, or has not begun in time
 */
export async function openPreviews(
  device: SbiDevice,
  { deviceSubId, timeoutMs, onPicture }: StreamOptions,
): Promise<PreviewStream> {
  const stop = new AbortController();
  const begun = Promise.withResolvers<void>();
  let reader: FrameReader | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;

  function show(bytes: Uint8Array): void {
    const now = performance.now();
    if (stop.signal.aborted || now - shownAt < leastPauseMs) return;
    shownAt = now;
    onPicture(bytes);
  }

  const ended = streamSbi(
    {
      port: device.port,
      verb: 'STREAM',
      body: {
        deviceId: device.deviceId,
        deviceSubId: String(deviceSubId),
        timeout: String(timeoutMs),
      },
      timeoutMs: timeoutMs + graceMs,
      signal: stop.signal,
    },
    {
      begin: (contentType) => {
        reader = openFrameReader(contentType);
        begun.resolve();
        return reader !== undefined;
      },
      take: (chunk) => {
        for (const frame of reader?.take(chunk) ?? []) show(frame);
      },
    },
  ).catch(() => undefined);
  const timer = setTimeout(begun.resolve, beginMs);
  await Promise.race([begun.promise, ended]);
  clearTimeout(timer);
  return { stop: () => stop.abort() };
}
