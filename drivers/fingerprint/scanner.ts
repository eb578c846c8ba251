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
}

/** A small live picture while the scanner waits for a good placement; same form, lower resolution. */
export type FingerPreview = FingerImage;

export interface ScannerInfo {
  /** Stable while plugged in; what `open` takes. */
  readonly id: string;
  /** The entry of `drivers/index.ts` that found it. */
  readonly driver: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware?: string;
}

export interface CaptureOptions {
  readonly position: FingerPosition;
  readonly timeoutMs: number;
  readonly onPreview?: (preview: FingerPreview) => void;
  /** Stops the capture; the scanner goes back to idle. */
  readonly signal?: AbortSignal;
}

/** One open scanner. One capture at a time. */
export interface FingerprintScanner {
  readonly info: ScannerInfo;
  /**
   * Waits for fingers and returns the picture the scanner judged best.
   *
   * @throws DriverError `finger/not-placed` after `timeoutMs`, `finger/unplugged`, `finger/incomplete` when reports stay
   * lost after every re-request, `finger/busy`, `finger/fault`, `device/cancelled`
   */
  capture(options: CaptureOptions): Promise<FingerImage>;
  /** Told once when the scanner is pulled out. */
  onGone(listener: () => void): void;
  close(): Promise<void>;
}

/** One kind of scanner: how to find it and open it. `drivers/index.ts` lists them. */
export interface ScannerDriver {
  readonly id: string;
  find(): Promise<readonly ScannerInfo[]>;
  open(info: ScannerInfo): Promise<FingerprintScanner>;
}
