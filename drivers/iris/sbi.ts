import { SbiError } from '../sbi/errors.ts';
import type { SbiItem, SbiModality } from '../sbi/modality.ts';
import { openSbiScanners } from '../sbi/scanners.ts';
import { sbiStation } from '../sbi/station.ts';
import { readIrisRecord } from './sbi-record.ts';
import type { Eye, IrisCapture, IrisDriver, IrisOptions, IrisPreview, PackedEye } from './scanner.ts';

/** How SBI names eyes (`bioSubType`). */
const names = { right: 'Right', left: 'Left' } as const satisfies Record<Eye, string>;
const bothEyes: readonly Eye[] = ['right', 'left'];
/** Which part of a device is asked (`deviceSubId`); the only part of a device for one eye is 0. */
const parts = { left: 1, right: 2, both: 3, only: 0 } as const;

export const irisModality: SbiModality<IrisOptions, IrisCapture, IrisPreview> = {
  type: 'Iris',
  codes: {
    unplugged: 'iris/unplugged',
    nobody: 'iris/not-seen',
    incomplete: 'iris/incomplete',
    busy: 'iris/busy',
    fault: 'iris/fault',
    untrusted: 'iris/untrusted',
  },
  want: ({ eyes, missing = [] }, deviceSubType) => {
    const asked = bothEyes.filter((eye) => eyes.includes(eye));
    const [first, second] = asked;
    return {
      deviceSubId: deviceSubType === 'Single' ? parts.only : second ? parts.both : parts[first ?? 'both'],
      count: asked.length,
      names: asked.map((eye) => names[eye]),
      missing: bothEyes.filter((eye) => missing.includes(eye)).map((eye) => names[eye]),
    };
  },
  read: (items, { eyes }) => ({ eyes: eachOnce(items.map(eyeOf), eyes) }),
  preview: (bytes) => ({ kind: 'iris', bytes }),
};

/** Iris scanners behind a local service. */
export const sbiIrisScanners: IrisDriver = openSbiScanners(irisModality, sbiStation);

/** The name and the record must agree on which eye it is, as far as each says. */
function eyeOf({ name, quality, record: bytes }: SbiItem): PackedEye {
  const { eye: recorded, ...record } = readIrisRecord(bytes);
  const named = bothEyes.find((eye) => names[eye] === name);
  if (named !== undefined && recorded !== undefined && named !== recorded)
    throw new SbiError('fault', 'an eye by one name and of the other side');
  const eye = named ?? recorded;
  if (eye === undefined) throw new SbiError('fault', 'an eye of no side');
  return { ...record, eye, quality };
}

function eachOnce(taken: readonly PackedEye[], asked: readonly Eye[]): PackedEye[] {
  if (taken.some(({ eye }) => !asked.includes(eye)) || taken.length > asked.length)
    throw new SbiError('fault', 'an eye nobody asked for');
  return bothEyes
    .filter((eye) => asked.includes(eye))
    .map((eye) => {
      const one = taken.find((candidate) => candidate.eye === eye);
      if (!one) throw new SbiError('incomplete', 'an eye is missing in the answer');
      return one;
    });
}
