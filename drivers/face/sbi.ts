import { SbiError } from '../sbi/errors.ts';
import type { SbiModality } from '../sbi/modality.ts';
import { openSbiScanners } from '../sbi/scanners.ts';
import { sbiStation } from '../sbi/station.ts';
import { readFaceRecord } from './sbi-record.ts';
import type { FaceCapture, FaceDriver, FaceOptions, FacePreview } from './scanner.ts';

export const faceModality: SbiModality<FaceOptions, FaceCapture, FacePreview> = {
  type: 'Face',
  codes: {
    unplugged: 'face/unplugged',
    nobody: 'face/not-seen',
    incomplete: 'face/incomplete',
    busy: 'face/busy',
    fault: 'face/fault',
    untrusted: 'face/untrusted',
  },
  want: () => ({ deviceSubId: 0, count: 1, names: [], missing: [] }),
  read: (items) => {
    const [item] = items;
    if (!item || items.length > 1) throw new SbiError('fault', 'not one face');
    return { ...readFaceRecord(item.record), quality: item.quality };
  },
  preview: (bytes) => ({ kind: 'face', bytes }),
};

/** Face scanners behind a local service. */
export const sbiFaceScanners: FaceDriver = openSbiScanners(faceModality, sbiStation);
