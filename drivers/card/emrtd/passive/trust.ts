/** Whom the station believes, as DER. Plain data: it crosses process boundaries by structured clone. */
export interface TrustMaterial {
  /** Country signers' certificates, and the link certificates between them. */
  readonly anchors: readonly Uint8Array[];
  /** Their revocation lists. */
  readonly crls: readonly Uint8Array[];
}

/** Nobody: every issuer is unknown. */
export const noTrust: TrustMaterial = { anchors: [], crls: [] };
