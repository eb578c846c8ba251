import { readCapture } from '../../db/captures.ts';
import type { EyeToSend } from '../biometrics/iris/record.ts';
import { chosenEye, type IrisState, irisFindingsOf } from './iris-state.ts';
import type { PacketPart } from './packet.ts';
import type { Work } from './session.ts';

/** What `application.json` says of the eyes. */
export function irisContent({ irises }: IrisState): object {
  return {
    irises: irises.map((state) => {
      const { eye, attempts, kept, exception } = state;
      const chosen = chosenEye(state);
      return {
        eye,
        state: exception ? 'skipped' : chosen ? 'captured' : 'todo',
        attempts,
        ...(chosen && { ...chosen.assessed, isLossy: chosen.isLossy }),
        findings: irisFindingsOf(state),
        ...(kept && { kept }),
        ...(exception && { exception }),
      };
    }),
  };
}

/** The iris record of both eyes, made from their masters in a worker; nothing when there is no picture. */
export async function irisParts({ desk, signal }: Work, { irises }: IrisState): Promise<PacketPart[]> {
  const eyes = irises.flatMap((state): EyeToSend[] => {
    const chosen = chosenEye(state);
    if (!chosen) return [];
    const master = readCapture(desk.store, chosen.captureId);
    if (!master) throw new Error('a picture of this application is not in the store');
    const { score, iris } = chosen.assessed;
    return [{ eye: state.eye, png: master.bytes, capturedAtMs: master.capturedAtMs, score, iris }];
  });
  if (eyes.length === 0) return [];
  const { bytes } = await desk.biometrics.run('iris-record', { eyes }, signal);
  return [{ name: 'irises.iir', mime: 'application/octet-stream', bytes }];
}
