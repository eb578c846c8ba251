import type { FingerFeatures } from './features.ts';

/** What a fit takes from the features. */
type Term =
  | 'frequencyDeviation'
  | 'clarityMean'
  | 'certaintyMean'
  | 'certaintyDeviation'
  | 'coherenceSum'
  | 'mean';

/**
 * The linear fit "Q6", and the range of each feature in the data it was made on: the 199 scored pictures of NIST's conformance set for
 * NFIQ 2 v2.3.0 (usnistgov/NFIQ2, conformance_expected_output-v2.3.0.csv, public domain). Cross-validated on them: Spearman 0.94, mean error 8.
 */
const intercept = -56.2334;
const terms: Readonly<Record<Term, { readonly weight: number; readonly range: readonly [number, number] }>> =
  {
    frequencyDeviation: { weight: -228.119, range: [0.11609, 0.34409] },
    clarityMean: { weight: 49.6836, range: [0.3365, 0.8326] },
    certaintyMean: { weight: 79.6629, range: [0.3713, 0.87961] },
    certaintyDeviation: { weight: 74.4929, range: [0.08958, 0.2654] },
    coherenceSum: { weight: 0.267736, range: [5.54544, 126.76894] },
    mean: { weight: 0.236193, range: [119.01384, 241.28355] },
  };

/** What the picture would score, about. */
export interface QualityEstimate {
  /** 0 to 100. */
  readonly score: number;
  /** Some feature lies outside the pictures the fit was made on: the score is no more than a guess. So it is for synthetic prints. */
  readonly isExtrapolated: boolean;
}

/**
 * An NFIQ2-like estimate: our own linear fit of six features of ISO/IEC 29794-4 to the scores NIST published. It is not an NFIQ 2 score, must
 * not be stored or shown as one, and takes neither NIST's vendor nor its algorithm identifier.
 */
export function nfiq2LikeEstimate(features: FingerFeatures): QualityEstimate {
  const values: Readonly<Record<Term, number>> = {
    frequencyDeviation: features.frequencyDomain.deviation,
    clarityMean: features.localClarity.mean,
    certaintyMean: features.orientationCertainty.mean,
    certaintyDeviation: features.orientationCertainty.deviation,
    coherenceSum: features.coherenceSum,
    mean: features.mean,
  };
  let [score, isExtrapolated] = [intercept, false];
  for (const term of Object.keys(terms) as Term[]) {
    const { weight, range } = terms[term];
    score += weight * values[term];
    if (values[term] < range[0] || values[term] > range[1]) isExtrapolated = true;
  }
  return { score: Math.max(0, Math.min(100, score)), isExtrapolated };
}
