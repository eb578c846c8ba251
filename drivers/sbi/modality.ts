import type { ScanOptions } from '../scanner.ts';
import type { TroubleCodes } from './errors.ts';
import type { SbiType, WantedParts } from './messages.ts';

/** One picture of an answer that has proved itself. */
export interface SbiItem {
  /** `bioSubType`: which finger or eye, as SBI names it. */
  readonly name?: string;
  /** What the device thinks of it, 0 to 100. */
  readonly quality: number;
  /** An ISO/IEC 19794 record. */
  readonly record: Uint8Array;
}

/** What sets scanners of fingers, irises and faces apart. Everything else about a service is the same. */
export interface SbiModality<Options extends ScanOptions<Preview>, Capture, Preview> {
  readonly type: SbiType;
  readonly codes: TroubleCodes;
  /** @param deviceSubType what the device says that it is, such as `Slap` or `Double` */
  want(options: Options, deviceSubType: string): WantedParts;
  /**
   * Makes a capture of what came, which is exactly what was asked for.
   *
   * @throws SbiError `fault`, `incomplete`
   */
  read(items: readonly SbiItem[], options: Options, wanted: WantedParts): Capture;
  /** @param jpeg one picture of the live stream, as the device drew it */
  preview(jpeg: Uint8Array, options: Options): Preview;
}
