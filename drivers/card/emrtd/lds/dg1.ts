import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv } from '../../tlv.ts';
import { type JudgedMrz, judgeMrz, splitMrz } from '../mrz.ts';

/**
 * The MRZ of EF.DG1 (ICAO 9303-10 section 4.7.1) with what is wrong in it.
 *
 * @throws DriverError `card/data-invalid` when it is not a TD1 MRZ at all
 */
export function decodeDg1(file: Uint8Array): JudgedMrz {
  const dg1 = requireTlv(decodeTlvs(file), 0x61);
  const text = Buffer.from(requireTlv(decodeTlvs(dg1.value), 0x5f1f).value).toString('latin1');
  try {
    return judgeMrz(splitMrz(text));
  } catch (cause) {
    throw new DriverError('card/data-invalid', 'DG1 holds no TD1 MRZ', { cause });
  }
}
