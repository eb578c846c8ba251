import { readCapture } from '../../db/captures.ts';
import type { PacketPart } from './packet.ts';
import { faceRulesOf } from './portrait.ts';
import type { Work } from './session.ts';
import type { EnrollmentState } from './state.ts';

/** The card's picture and its record, made from the master in a worker; none of a portrait that was kept without a face in it. */
export async function portraitParts({ desk, signal }: Work, state: EnrollmentState): Promise<PacketPart[]> {
  const { taken } = state.portrait;
  if (!taken?.crop) return [];
  const master = readCapture(desk.store, taken.captureId);
  if (!master) throw new Error('the portrait of this application is not in the store');
  const { crop: rules } = faceRulesOf(state);
  const input = { bytes: master.bytes, crop: taken.crop, rules, sex: sexOf(state) };
  const { jpeg, record } = await desk.biometrics.run('card-picture', input, signal);
  return [
    { name: 'portrait-card.jpg', mime: 'image/jpeg', bytes: jpeg },
    { name: 'portrait-card.fac', mime: 'application/octet-stream', bytes: record },
  ];
}

function sexOf({ fields }: EnrollmentState): 'male' | 'female' | 'unspecified' {
  switch (fields.sex?.value) {
    case 'M':
      return 'male';
    case 'F':
      return 'female';
    default:
      return 'unspecified';
  }
}
