import type { IrisPreview } from '../drivers/iris/scanner.ts';
import type { BiometricsPool } from './biometrics/pool.ts';
import type { StreamItem } from './contract/calls.ts';
import type { Live } from './live.ts';

/** The iris scanner's live pictures, as fast as the page takes them; the newest first, others are passed over. */
export async function* irisPreviews(
  biometrics: BiometricsPool,
  previews: Live<IrisPreview | null>,
  signal: AbortSignal,
): AsyncIterable<StreamItem<'iris.preview'>> {
  for await (const preview of previews.watch(signal)) {
    if (!preview) continue;
    // A picture that cannot be shown is passed over: the next one is on its way.
    const shown = await biometrics
      .run('iris-preview', { bytes: preview.bytes }, signal)
      .catch(() => undefined);
    if (shown) yield shown;
  }
}
