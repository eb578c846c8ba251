import type { FingerPreview } from '../drivers/fingerprint/scanner.ts';
import type { BiometricsPool } from './biometrics/pool.ts';
import type { StreamItem } from './contract/calls.ts';
import type { Live } from './live.ts';

/** The scanner's live picture as PNG, as often as the page can take it. */
export async function* fingerPreviews(
  biometrics: BiometricsPool,
  preview: Live<FingerPreview | null>,
  signal: AbortSignal,
): AsyncIterable<StreamItem<'fingers.preview'>> {
  for await (const frame of preview.watch(signal)) {
    if (!frame) continue;
    const { position, width, height } = frame;
    const { png } = await biometrics.run('preview', { image: frame }, signal);
    yield { position, width, height, png };
  }
}
