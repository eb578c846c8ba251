import { DriverError } from '../../../errors.ts';
import { decodeTlvs, type Tlv } from '../../tlv.ts';

/**
 * From the face image data block to its picture. Tags are implicit but for choices, which stand inside their tag.
 */
const path = [
  { tag: 0xa1, name: 'representationBlocks' },
  { tag: 0x30, name: 'representation block' },
  { tag: 0xa1, name: 'imageRepresentation' },
  { tag: 0xa0, name: 'base' },
  { tag: 0xa0, name: 'imageRepresentation2DBlock' },
  { tag: 0x80, name: 'representationData2D' },
] as const;

/** `[APPLICATION 5]`, the face image data block. */
const faceImageDataBlock = 0x65;
/** What ICAO puts around it in 7F2E. */
const wrapper = 0xa1;

/**
 * The picture of a face image data block (ISO/IEC 39794-5:2019 annex A, in the profile of ICAO 9303-10 eighth edition section 4.7.2: one
 * representation), as it stands there: a view, not a copy. It lies under the tags A1, 65, A1, 30, A1, A0, A0, 80, of which each must
 * be there once beside its siblings; the outer A1 may be absent. Nothing else of the block is looked at.
 *
 * @param template the value of 7F2E
 * @throws DriverError `card/data-invalid`
 */
export function readFace39794(template: Uint8Array): Uint8Array {
  const objects = decodeTlvs(template);
  const isWrapped = objects.some(({ tag }) => tag === wrapper);
  const outer = isWrapped ? decodeTlvs(only(objects, wrapper, 'biometric data block').value) : objects;
  const block = only(outer, faceImageDataBlock, 'face image data block');
  return path.reduce((value, { tag, name }) => only(decodeTlvs(value), tag, name).value, block.value);
}

function only(objects: readonly Tlv[], tag: number, name: string): Tlv {
  const [first, ...others] = objects.filter((object) => object.tag === tag);
  if (!first || others.length > 0)
    throw new DriverError('card/data-invalid', `DG2: the ISO/IEC 39794-5 block has not one ${name}`);
  return first;
}
