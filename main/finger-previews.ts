import type { BiometricsPool } from './biometrics/pool.ts';
import type { StreamItem } from './contract/calls.ts';
import type { LiveFingers } from './enrollment/desk.ts';
import type { Live } from './live.ts';

/** The scanner's live pictures, judged, as fast as the page takes them; one that comes while another is judged is passed over for the newest. */
export async function* fingerPreviews(
  biometrics: BiometricsPool,
  fingers: Live<LiveFingers | null>,
  signal: AbortSignal,
): AsyncIterable<StreamItem<'fingers.preview'>> {
  let before: LiveFingers['preview'] | undefined;
  for await (const live of fingers.watch(signal)) {
    if (!live) {
      before = undefined;
      continue;
    }
    const { preview, missing } = live;
    const { position } = preview;
    const previous = before?.position === position ? { previous: before } : {};
    before = preview;
    // A picture that cannot be shown is passed over: the next one is on its way.
    const shown = await biometrics
      .run('preview', { live: preview, ...previous, position, missing }, signal)
      .catch(() => undefined);
    if (shown) yield { position, ...shown };
  }
}
