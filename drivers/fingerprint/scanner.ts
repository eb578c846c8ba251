import type { DriverOf, Scanner, ScanOptions } from '../scanner.ts';

/**
 * Finger positions of ISO/IEC 19794-4 table 4 and ANSI/NIST-ITL table 8: 1 right thumb … 5 right little,
 * 6 left thumb … 10 left little, 13 right four, 14 left four, 15 both thumbs.
 */
export type FingerPosition = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 13 | 14 | 15;

/** A fingerprint picture: 8-bit gray, row by row from the top left, `width * height` bytes, ridges dark. */
export interface FingerImage {
  readonly position: FingerPosition;
  readonly width: number;
  readonly height: number;
  readonly resolutionPpi: number;
  readonly pixels: Uint8Array;
  /** Where each finger lies, when the scanner separated the fingers itself: it gave one picture of each, and this one is put together. */
  readonly fingers?: readonly FingerPlace[];
}

/** One finger's own picture within a larger one, in pixels from the top left. */
export interface FingerPlace {
  readonly position: FingerPosition;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** What the scanner thinks of it, 0 to 100. */
  readonly quality: number;
}

/** A finger's picture as the scanner packed it; whoever knows the encoding unpacks it. */
export interface PackedFinger {
  readonly position: FingerPosition;
  readonly width: number;
  readonly height: number;
  readonly resolutionPpi: number;
  readonly encoding: 'raw' | 'wsq' | 'jpeg' | 'jpeg2000' | 'png';
  readonly bytes: Uint8Array;
  /** What the scanner thinks of it, 0 to 100. */
  readonly quality: number;
}

/** A placement whose pictures this driver does not unpack, left to right as on the glass. */
export interface PackedFingers {
  readonly position: FingerPosition;
  readonly packed: readonly PackedFinger[];
}

/** What a capture gives: pixels, or files with pixels in them. */
export type FingerCapture = FingerImage | PackedFingers;

/** A small live picture while the scanner waits for a good placement: pixels of lower resolution, or a JPEG as the scanner drew it. */
export type FingerPreview =
  | ({ readonly kind: 'gray' } & FingerImage)
  | { readonly kind: 'jpeg'; readonly position: FingerPosition; readonly bytes: Uint8Array };

export interface CaptureOptions extends ScanOptions<FingerPreview> {
  readonly position: FingerPosition;
  /** Fingers of the placement that the citizen does not have. Scanners that count fingers need to know; others ignore it. */
  readonly missing?: readonly FingerPosition[];
}

/**
 * One open fingerprint scanner. A capture fails with `finger/not-placed` after `timeoutMs`, `finger/unplugged`, `finger/incomplete` when
 * reports stay lost after every re-request, `finger/busy`, `finger/fault`, `finger/untrusted` when it does not prove that it took the
 * picture now, `device/cancelled`.
 */
export type FingerprintScanner = Scanner<CaptureOptions, FingerCapture>;

/** One kind of fingerprint scanner. */
export type ScannerDriver = DriverOf<FingerprintScanner>;
