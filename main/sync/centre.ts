import type { PublicKey } from '../enrollment/public-key.ts';

/** The centre, and the way to it. */
export interface Centre {
  /** `https:` where `identity` is given. */
  readonly url: string;
  readonly signingKey: PublicKey;
  /** Two digits: who asks. */
  readonly stationNo: string;
  /** Who both sides prove to be. Without it the centre is reached over plain HTTP, as on loopback. */
  readonly identity?: CentreIdentity;
  /** Goes before the environment's `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
  readonly proxyUrl?: string;
  /** No more than this is sent in a second; unlimited unless told. */
  readonly bytesPerSecond?: number;
}

/** Certificates as PEM. */
export interface CentreIdentity {
  /** The only authority that may vouch for the centre; the system's do not count. */
  readonly authority: string;
  /** The station's own, and its key. */
  readonly certificate: string;
  readonly key: string;
}
