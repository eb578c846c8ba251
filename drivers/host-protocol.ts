import type { ChipPassword, ChipProgress, ChipReading } from './card/emrtd/chip-reading.ts';
import type { TrustMaterial } from './card/emrtd/passive/trust.ts';
import type { TrustEntry, TrustFile } from './card/emrtd/passive/trust-files.ts';
import type { DriverErrorCode, DriverErrorDetails } from './errors.ts';
import type { FaceCapture, FacePreview } from './face/scanner.ts';
import type { FingerImage, FingerPosition, FingerPreview, PackedFinger } from './fingerprint/scanner.ts';
import type { Eye, IrisPreview, PackedEye } from './iris/scanner.ts';

/** What the main process may ask of the device process. Messages cross by structured clone, so bytes stay bytes. */
export interface HostCalls {
  'list-devices': { input: Record<never, never>; output: DeviceList; progress: never };
  'read-chip': {
    /** Without `reader`, the first one that has a card. */
    input: {
      readonly reader?: string;
      readonly passwords: readonly ChipPassword[];
      readonly trust: TrustMaterial;
    };
    output: ChipReading;
    progress: ChipProgress;
  };
  /** Checks files that were read from a chip earlier. */
  'verify-files': {
    input: {
      readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
      readonly trust: TrustMaterial;
    };
    output: ChipReading;
    progress: never;
  };
  /** What files that say whom to trust hold. */
  'read-trust-files': {
    input: { readonly files: readonly TrustFile[] };
    output: readonly TrustEntry[];
    progress: never;
  };
  'capture-fingers': {
    input: {
      readonly scanner?: string;
      readonly position: FingerPosition;
      readonly timeoutMs: number;
      /** Fingers of the placement that the citizen does not have. */
      readonly missing?: readonly FingerPosition[];
    };
    output: CapturedFingers | CapturedPackedFingers;
    progress: FingerPreview;
  };
  'capture-iris': {
    input: {
      readonly scanner?: string;
      readonly eyes: readonly Eye[];
      readonly timeoutMs: number;
      /** Eyes that the citizen does not have. */
      readonly missing?: readonly Eye[];
    };
    output: CapturedEyes;
    progress: IrisPreview;
  };
  'capture-face': {
    input: { readonly scanner?: string; readonly timeoutMs: number };
    output: CapturedFace;
    progress: FacePreview;
  };
}

export type HostCallName = keyof HostCalls;

/** A picture and the scanner it came from. */
export interface CapturedFingers {
  readonly image: FingerImage;
  readonly scanner: CapturingScanner;
}

/** Pictures that are still files, and the scanner they came from. */
export interface CapturedPackedFingers {
  readonly packed: readonly PackedFinger[];
  readonly scanner: CapturingScanner;
}

/** Each eye that was asked for, the right one first, and the scanner they came from. */
export interface CapturedEyes {
  readonly eyes: readonly PackedEye[];
  readonly scanner: CapturingScanner;
}

export interface CapturedFace {
  readonly face: FaceCapture;
  readonly scanner: CapturingScanner;
}

export interface CapturingScanner {
  readonly model: string;
  readonly serial: string;
  readonly firmware?: string;
}

export interface DeviceList {
  readonly readerServiceIsUp: boolean;
  readonly readers: readonly { readonly name: string; readonly hasCard: boolean }[];
  /** Of fingers. */
  readonly scanners: readonly ListedScanner[];
  readonly irisScanners: readonly ListedScanner[];
  readonly faceScanners: readonly ListedScanner[];
}

export interface ListedScanner {
  readonly id: string;
  readonly model: string;
  readonly serial: string;
}

/** Main to device process. */
export type HostRequest =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly call: HostCallName;
      readonly input: HostCalls[HostCallName]['input'];
    }
  | { readonly kind: 'cancel'; readonly id: number };

/** Device process to main. `devices` is sent at start and on every change. */
export type HostMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly output: HostCalls[HostCallName]['output'] }
  | {
      readonly kind: 'failure';
      readonly id: number;
      readonly code: DriverErrorCode | 'unexpected';
      readonly message: string;
      readonly details?: DriverErrorDetails;
    }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: HostCalls[HostCallName]['progress'] }
  | { readonly kind: 'devices'; readonly devices: DeviceList };
