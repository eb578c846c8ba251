import type { GrayPicture } from '../../picture.ts';
import { type BlockGrid, blockGrid, certaintyOf, isWhole } from './block.ts';
import { cutOut, frameOf } from './frame.ts';

/** One block with something in it. */
export interface OclBlock {
  /** 0 no direction … 1 all gradients along one direction. */
  readonly certainty: number;
  /** Mean gray, 0 to 255. */
  readonly mean: number;
  /** Standard deviation of gray. */
  readonly deviation: number;
}

/**
 * Orientation certainty level of each block (ISO/IEC 29794-4): 1 − λmin / λmax of the gradients' covariance. Blocks are 32 × 32, do not
 * overlap, and gradients are taken inside the block only. Blocks without any gradient are left out.
 */
export function orientationCertainty(picture: GrayPicture): OclBlock[] {
  return certaintyOfGrid(blockGrid(cutOut(picture, frameOf(picture))));
}

/** The same of blocks that are measured already. */
export function certaintyOfGrid({ blocks }: BlockGrid): OclBlock[] {
  return blocks.filter(isWhole).flatMap((block) => {
    const certainty = certaintyOf(block);
    return certainty === undefined ? [] : [{ certainty, mean: block.mean, deviation: block.deviation }];
  });
}
