import { z } from 'zod';

const coordinate = z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url');

/** A P-256 public key as a JSON Web Key (RFC 7517; RFC 7518, section 6.2) with the id it goes by. Other members are dropped. */
export const PublicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  kid: z.string().min(1).max(100),
});
export type PublicKey = z.infer<typeof PublicKey>;

/** The whole pair, as it is kept in a store. */
export const PrivateKey = PublicKey.extend({ d: coordinate });
export type PrivateKey = z.infer<typeof PrivateKey>;
