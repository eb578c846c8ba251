import { type ColourPicture, decodeColour, resizeColour } from '../picture.ts';
import { findFaces } from './models.ts';

/** How alike two faces are, for an officer who looks at both. Advice: no certified matcher, and no reason to refuse anybody. */
export interface FaceLikeness {
  /** 0 … 1 */
  readonly score: number;
  readonly band: 'alike' | 'look-closely' | 'different';
}

/** Measured on the set that README.md names. */
const bands = { alike: 0.65, different: 0.5 } as const;

const workingHeightPx = 640;

/**
 * Compares the largest faces of two pictures, JPEG, PNG or JPEG 2000.
 *
 * @returns undefined when one of them shows no face
 * @throws Error when one of them is no picture
 */
export async function compareFaces(a: Uint8Array, b: Uint8Array): Promise<FaceLikeness | undefined> {
  const [one, other] = [await embeddingOf(a), await embeddingOf(b)];
  if (!one || !other) return undefined;
  const score = similarityOf(one, other);
  return { score, band: bandOf(score) };
}

/** What a face is compared by; undefined without one. */
async function embeddingOf(bytes: Uint8Array): Promise<readonly number[] | undefined> {
  const [face] = await findFaces(await workingSize(await decodeColour(bytes)), { embedding: true });
  return face?.embedding;
}

/** Faces of a chip are small: they are enlarged to what the models were made for. */
async function workingSize(picture: ColourPicture): Promise<ColourPicture> {
  const { width, height } = picture;
  return resizeColour(picture, {
    width: Math.max(1, Math.round((width * workingHeightPx) / height)),
    height: workingHeightPx,
  });
}

/** Cosine of the angle between two embeddings, which have no negative parts: 0 … 1. */
function similarityOf(a: readonly number[], b: readonly number[]): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    dot += value * other;
    aa += value * value;
    bb += other * other;
  }
  return Math.min(1, Math.max(0, dot / Math.max(Number.EPSILON, Math.sqrt(aa * bb))));
}

function bandOf(score: number): FaceLikeness['band'] {
  if (score >= bands.alike) return 'alike';
  return score < bands.different ? 'different' : 'look-closely';
}
