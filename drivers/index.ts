import { sbiFaceScanners } from './face/sbi.ts';
import type { FaceDriver } from './face/scanner.ts';
import { hidScanners } from './fingerprint/hid.ts';
import { sbiScanners } from './fingerprint/sbi.ts';
import type { ScannerDriver } from './fingerprint/scanner.ts';
import { sbiIrisScanners } from './iris/sbi.ts';
import type { IrisDriver } from './iris/scanner.ts';

/** Every kind of fingerprint scanner the station knows. A new one is a file beside the others and a line here. */
export const scannerDrivers: readonly ScannerDriver[] = [hidScanners, sbiScanners];

/** Every kind of iris scanner. */
export const irisDrivers: readonly IrisDriver[] = [sbiIrisScanners];

/** Every kind of face scanner; the camera is the page's. */
export const faceDrivers: readonly FaceDriver[] = [sbiFaceScanners];
