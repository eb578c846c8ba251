/** What a named algorithm thinks of a capture. */
export interface Quality {
  /** 0 worst to 100 best; absent when the algorithm tried and gave none. */
  readonly score?: number;
  /** Of the algorithm's maker, as IBIA registers it; 0 when it is not registered. */
  readonly vendor: number;
  /** The maker's own number of the algorithm. */
  readonly algorithm: number;
}

/**
 * The station's own measure. It is registered nowhere, so the vendor is 0, which ISO/IEC 19794 reads as not reported and ANSI/NIST-ITL
 * as not designated by IBIA. NIST's identifiers (vendor 000F) stand for NFIQ scores, which ours are not, and never go out.
 */
export const stationAlgorithm = { vendor: 0, algorithm: 1 } as const;

/** Bytes and numbers above 100 that mean "no score": 254 not tried (ANSI/NIST-ITL only), 255 failed. */
const noScores: readonly number[] = [254, 255];
export const failedScore = 255;

/** @returns nothing for a number that is neither a score nor one of those that stand for none */
export function scoreOf(code: number): { readonly score?: number } | undefined {
  if (code <= 100) return { score: code };
  return noScores.includes(code) ? {} : undefined;
}
