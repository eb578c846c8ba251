import type { DriverOf, Scanner, ScanOptions } from '../scanner.ts';

/** The citizen's own right and left (ISO/IEC 19794-6). */
export type Eye = 'right' | 'left';

/** An eye's picture as the scanner packed it, upright and not mirrored, in near infrared; whoever knows the encoding unpacks it. */
export interface PackedEye {
  readonly eye: Eye;
  readonly width: number;
  readonly height: number;
  /** `raw` is 8-bit gray, row by row from the top left. */
  readonly encoding: 'raw' | 'jpeg' | 'jpeg2000' | 'png';
  readonly bytes: Uint8Array;
  /** What the scanner thinks of it, 0 to 100. */
  readonly quality: number;
}

/** What a capture gives: each eye that was asked for, the right one first. */
export interface IrisCapture {
  readonly eyes: readonly PackedEye[];
}

/** A live picture while the scanner waits for open eyes: JPEG as the scanner drew it. */
export interface IrisPreview {
  readonly kind: 'iris';
  readonly bytes: Uint8Array;
}

export interface IrisOptions extends ScanOptions<IrisPreview> {
  readonly eyes: readonly Eye[];
  /** Eyes that the citizen does not have. */
  readonly missing?: readonly Eye[];
}

/**
 * One open iris scanner. A capture fails with `iris/not-seen` after `timeoutMs`, `iris/unplugged`, `iris/incomplete` when an eye that was asked
 * for is missing or the answer ends early, `iris/busy`, `iris/fault`, `iris/untrusted` when it does not prove that it took the pictures
 * now, `device/cancelled`.
 */
export type IrisScanner = Scanner<IrisOptions, IrisCapture>;

/** One kind of iris scanner. */
export type IrisDriver = DriverOf<IrisScanner>;
