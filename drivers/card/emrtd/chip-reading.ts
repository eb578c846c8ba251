import type { CipherName } from './key-derivation.ts';
import type { Mapping } from './security-infos.ts';

/** What opens the chip: the three MRZ fields (BAC, ICAO 9303-11 section 4.3), or the card access number (PACE, section 4.4). */
export type ChipPassword =
  | {
      readonly kind: 'mrz';
      /** As in the MRZ: on a Vietnamese card the last 9 digits of the personal number. */
      readonly documentNumber: string;
      /** YYMMDD */
      readonly birth: string;
      /** YYMMDD; `991231` on a card without expiry */
      readonly expiry: string;
    }
  | { readonly kind: 'can'; readonly can: string };

export type CheckStatus = 'pass' | 'fail' | 'unknown' | 'not-supported' | 'not-run';

/**
 * One named check and its outcome. Ids follow ICAO 9303-10/-11/-12 terms: `access`, `sod-structure`, `com-vs-sod`, `sod-signature`,
 * `ds-certificate`, `chain`, `revocation`, `dg-hash:1`, `dg-structure:1`, `cardaccess-vs-dg14`, `ca`, `aa`, `cam`,
 * `mrz-check-digits`, `dg1-vs-password`, `dg13-vs-dg1`, `expiry`.
 */
export interface ChipCheck {
  readonly id: string;
  readonly status: CheckStatus;
  /** Why, in kebab-case; never personal data. */
  readonly reason: string;
}

export type ChipVerdict =
  | 'genuine'
  | 'tampered'
  | 'clone-suspected'
  | 'untrusted-issuer'
  | 'unreadable'
  | 'incomplete';

/** DG1 of a TD1 card, decoded (ICAO 9303-5). Dates are YYMMDD as written; names are as transliterated. */
export interface ChipMrz {
  readonly lines: readonly [string, string, string];
  readonly documentNumber: string;
  readonly personalId: string;
  readonly birth: string;
  readonly sex: 'M' | 'F' | '<';
  readonly expiry: string;
  readonly nationality: string;
  readonly surname: string;
  readonly givenNames: string;
}

/** DG13 of the Vietnamese card. Every field may be absent; text is NFC. Dates are as on the card: dd/MM/yyyy, or words. */
export interface ChipHolder {
  readonly personalId?: string;
  readonly fullName?: string;
  readonly birthDate?: string;
  readonly sex?: string;
  readonly nationality?: string;
  readonly ethnicity?: string;
  readonly religion?: string;
  readonly origin?: string;
  readonly residence?: string;
  readonly identification?: string;
  readonly issueDate?: string;
  readonly expiryDate?: string;
  readonly fatherName?: string;
  readonly motherName?: string;
  readonly spouseName?: string;
  readonly oldId?: string;
  /** Field numbers we know nothing about, kept as they came. */
  readonly unknown: readonly { readonly n: number; readonly bytes: Uint8Array }[];
}

export interface ChipFile {
  /** `COM`, `SOD`, `DG1` … */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What the conversation with the chip was protected by; `none` for files read earlier. */
export interface ChipAccess {
  readonly protocol: `PACE-${Mapping}` | 'BAC' | 'none';
  readonly cipher: CipherName | 'none';
  /** Number of the domain parameters of PACE (ICAO 9303-11 table 6). */
  readonly parameterId?: number;
}

/** Everything one reading of a card gave. Plain data: it crosses the process boundary by structured clone. */
export interface ChipReading {
  readonly verdict: ChipVerdict;
  readonly checks: readonly ChipCheck[];
  readonly access: ChipAccess;
  readonly mrz?: ChipMrz;
  readonly holder?: ChipHolder;
  readonly face?: { readonly mime: 'image/jpeg' | 'image/jp2'; readonly bytes: Uint8Array };
  readonly files: readonly ChipFile[];
  /** What the chip signed in active authentication, to be checked again by others. */
  readonly evidence?: { readonly challenge: Uint8Array; readonly signature: Uint8Array };
  readonly apdus: number;
  readonly ms: number;
}

/** Told at every file and at every 10 % of a long one. */
export interface ChipProgress {
  readonly file: string;
  readonly fileNumber: number;
  readonly fileCount: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
}
