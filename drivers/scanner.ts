/** What scanners of every kind have in common. */
export interface ScannerInfo {
  /** Stable while plugged in; what `open` takes. */
  readonly id: string;
  /** The entry of `drivers/index.ts` that found it. */
  readonly driver: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware?: string;
}

/** What a capture of every kind is told. */
export interface ScanOptions<Preview> {
  readonly timeoutMs: number;
  readonly onPreview?: (preview: Preview) => void;
  /** Stops the capture; the scanner goes back to idle. */
  readonly signal?: AbortSignal;
}

/** One open scanner. One capture at a time. */
export interface Scanner<Options, Capture> {
  readonly info: ScannerInfo;
  /** Waits for what is to be captured and returns what the scanner judged best; each kind says how it can fail. */
  capture(options: Options): Promise<Capture>;
  /** Told once when the scanner is pulled out. */
  onGone(listener: () => void): void;
  close(): Promise<void>;
}

/** One way to reach scanners of a kind: how to find them and open them. `drivers/index.ts` lists them. */
export interface DriverOf<Opened> {
  readonly id: string;
  find(): Promise<readonly ScannerInfo[]>;
  /** @throws DriverError `…/unplugged`, `…/fault`, `…/untrusted` of its kind */
  open(info: ScannerInfo): Promise<Opened>;
}
