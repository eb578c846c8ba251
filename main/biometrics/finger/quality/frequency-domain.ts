import type { Profile } from './profile.ts';
import { across } from './slanted-window.ts';

/** How much the neighbours of the strongest frequency count. */
const neighbours = 0.3;
const half = across / 2;

const cosines = Float64Array.from({ length: across }, (_, index) => Math.cos((2 * Math.PI * index) / across));

/**
 * Frequency domain analysis of a profile (ISO/IEC 29794-4): how much of its spectrum stands at one frequency,
 * (A(m) + 0.3 · (A(m − 1) + A(m + 1))) / (A(1) + … + A(15)), where m has the greatest amplitude. 1 when m is 1: there is no ridge pattern to
 * speak of, and the standard leaves the value open.
 */
export function frequencyDomain(profile: Profile): number {
  const amplitudes = new Float64Array(half + 2);
  for (let frequency = 1; frequency <= half; frequency += 1)
    amplitudes[frequency] = amplitudeAt(profile, frequency);
  // Of a real signal the spectrum is even.
  amplitudes[half + 1] = amplitudes[half - 1] as number;
  let [strongest, sum] = [1, 0];
  for (let frequency = 1; frequency <= half; frequency += 1) {
    if ((amplitudes[frequency] as number) > (amplitudes[strongest] as number)) strongest = frequency;
    if (frequency < half) sum += amplitudes[frequency] as number;
  }
  if (strongest === 1) return 1;
  const beside = (amplitudes[strongest - 1] as number) + (amplitudes[strongest + 1] as number);
  return ((amplitudes[strongest] as number) + neighbours * beside) / sum;
}

function amplitudeAt(profile: Profile, frequency: number): number {
  let [real, imaginary] = [0, 0];
  for (let x = 0; x < across; x += 1) {
    const phase = (frequency * x) % across;
    real += (profile[x] as number) * (cosines[phase] as number);
    imaginary += (profile[x] as number) * (cosines[(phase + (3 * across) / 4) % across] as number);
  }
  return Math.hypot(real, imaginary);
}
