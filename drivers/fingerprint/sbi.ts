import { SbiError } from '../sbi/errors.ts';
import type { SbiItem, SbiModality } from '../sbi/modality.ts';
import { openSbiScanners } from '../sbi/scanners.ts';
import { sbiStation } from '../sbi/station.ts';
import { deviceSubIdOf, fingersOf, nameOf, placementOf, positionOf } from './sbi-fingers.ts';
import { readFingerRecord } from './sbi-record.ts';
import type {
  CaptureOptions,
  FingerCapture,
  FingerPosition,
  FingerPreview,
  PackedFinger,
  ScannerDriver,
} from './scanner.ts';

/** Placements of fingers, each finger a picture of its own or all in one. */
export const fingerModality: SbiModality<CaptureOptions, FingerCapture, FingerPreview> = {
  type: 'Finger',
  codes: {
    unplugged: 'finger/unplugged',
    nobody: 'finger/not-placed',
    incomplete: 'finger/incomplete',
    busy: 'finger/busy',
    fault: 'finger/fault',
    untrusted: 'finger/untrusted',
  },
  want: ({ position, missing = [] }, deviceSubType) => {
    const fingers = fingersOf(position);
    const names = fingers.filter((finger) => !missing.includes(finger)).map(nameOf);
    return {
      deviceSubId: deviceSubIdOf(position, deviceSubType),
      count: names.length,
      names,
      missing: fingers.filter((finger) => missing.includes(finger)).map(nameOf),
    };
  },
  read: (items, { position, missing = [] }) => {
    const fingers = fingersOf(position).filter((finger) => !missing.includes(finger));
    const asked = { position, fingers };
    const taken = items.map((item) => fingerOf(item, asked));
    return placementOf(position, inOrder(taken, asked));
  },
  preview: (bytes, { position }) => ({ kind: 'jpeg', position, bytes }),
};

/** Fingerprint scanners behind a local service. */
export const sbiScanners: ScannerDriver = openSbiScanners(fingerModality, sbiStation);

interface Asked {
  readonly position: FingerPosition;
  readonly fingers: readonly FingerPosition[];
}

/** The name and the record must agree on which finger it is, as far as each says. */
function fingerOf({ name, quality, record: bytes }: SbiItem, asked: Asked): PackedFinger {
  const record = readFingerRecord(bytes);
  const named = positionOf(name ?? '');
  const recorded = record.position === 0 ? undefined : record.position;
  if (named !== undefined && recorded !== undefined && named !== recorded)
    throw fault('a finger by one name and of another position');
  const position = named ?? recorded ?? onlyFinger(asked);
  const isAsked = asked.fingers.some((finger) => finger === position) || position === asked.position;
  if (!isAsked) throw fault('a finger nobody asked for');
  return { ...record, position: position as FingerPosition, quality };
}

/** A record that says of no finger which one it is can only be meant when one was asked for. */
function onlyFinger({ fingers }: Asked): FingerPosition | undefined {
  return fingers.length === 1 ? fingers[0] : undefined;
}

/** Each finger once, left to right; or the whole placement in one picture. */
function inOrder(taken: readonly PackedFinger[], { position, fingers }: Asked): PackedFinger[] {
  const [first] = taken;
  if (taken.length === 1 && first?.position === position) return [first];
  const ordered = fingers.flatMap((finger) => taken.filter((one) => one.position === finger));
  if (ordered.length < taken.length || taken.length > fingers.length)
    throw fault('more fingers than were asked for');
  if (new Set(ordered.map((one) => one.position)).size < fingers.length)
    throw new SbiError('incomplete', 'fingers are missing in the answer');
  return ordered;
}

function fault(message: string): SbiError {
  return new SbiError('fault', message);
}
