import type { DriverOf, Scanner, ScanOptions } from '../scanner.ts';

/** A frontal picture as the scanner packed it, in colour; whoever knows the encoding unpacks it. */
export interface FaceCapture {
  readonly width: number;
  readonly height: number;
  readonly encoding: 'jpeg' | 'jpeg2000';
  readonly bytes: Uint8Array;
  /** What the scanner thinks of it, 0 to 100. */
  readonly quality: number;
}

/** A live picture while the scanner waits for a face: JPEG as the scanner drew it. */
export interface FacePreview {
  readonly kind: 'face';
  readonly bytes: Uint8Array;
}

export type FaceOptions = ScanOptions<FacePreview>;

/**
 * One open face scanner. A capture fails with `face/not-seen` after `timeoutMs`, `face/unplugged`, `face/incomplete` when the answer ends
 * early, `face/busy`, `face/fault`, `face/untrusted` when it does not prove that it took the picture now, `device/cancelled`.
 */
export type FaceScanner = Scanner<FaceOptions, FaceCapture>;

/** One kind of face scanner. */
export type FaceDriver = DriverOf<FaceScanner>;
