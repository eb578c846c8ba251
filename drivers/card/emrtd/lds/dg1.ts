import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv } from '../../tlv.ts';
import { type JudgedMrz, judgeMrz, splitMrz } from '../mrz.ts';

/**
 * The MRZ of EF.DG1 (ICAO 9303-10 section 4.7.1) with what is wrong in it.
 *
 * @throws DriverError `card/data-invalid` when it is not a TD1 MRZ at all
 */
export function decodeDg1(file: Uint8Array): JudgedMrz {
  const text = mrzText(file);
  try {
    return judgeMrz(splitMrz(text));
  } catch (cause) {
    throw new DriverError('card/data-invalid', 'DG1 holds no TD1 MRZ', { cause });
  }
}

/**
 * Whether it holds the MRZ of another kind of document: two lines of 36 or of 44 (TD2 and TD3, ICAO 9303-6 and -4).
 *
 * @throws DriverError `card/data-invalid`
 */
export function holdsOtherMrz(file: Uint8Array): boolean {
  return [72, 88].includes(mrzText(file).length);
}

function mrzText(file: Uint8Array): string {
  const dg1 = requireTlv(decodeTlvs(file), 0x61);
  return Buffer.from(requireTlv(decodeTlvs(dg1.value), 0x5f1f).value).toString('latin1');
}
