import { decodeTlvs, requireTlv } from '../../tlv.ts';

/** Tags of DG1 to DG16, in order (ICAO 9303-10 section 4.7). */
const dataGroupTags = [
  0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70,
];

/**
 * Numbers of the data groups EF.COM claims the card has. The file is not signed: believe EF.SOD.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeCom(file: Uint8Array): number[] {
  const com = requireTlv(decodeTlvs(file), 0x60);
  const tags = requireTlv(decodeTlvs(com.value), 0x5c).value;
  return [...tags].map((tag) => dataGroupTags.indexOf(tag) + 1).filter((number) => number > 0);
}
