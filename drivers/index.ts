import { hidScanners } from './fingerprint/hid.ts';
import { sbiScanners } from './fingerprint/sbi.ts';
import type { ScannerDriver } from './fingerprint/scanner.ts';

/** Every kind of fingerprint scanner the station knows. A new one is a file beside the others and a line here. */
export const scannerDrivers: readonly ScannerDriver[] = [hidScanners, sbiScanners];
