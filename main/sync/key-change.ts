import { z } from 'zod';
import { StationError } from '../contract/errors.ts';
import { ApplicationId } from '../contract/ids.ts';
import { PublicKey } from '../enrollment/public-key.ts';
import { readStatement } from '../enrollment/statement.ts';

/**
 * What the centre signs about a packet that is wrapped for a key it no longer has: the key to wrap it for. It names the packet, so that an
 * old one says nothing about any other.
 */
export const KeyChange = z.strictObject({
  schema: z.literal(1),
  applicationId: ApplicationId,
  packetSha256: z.string().regex(/^[0-9a-f]{64}$/),
  encryptionKey: PublicKey,
});
type KeyChange = z.infer<typeof KeyChange>;

/** The packet is wrapped for a key that the centre no longer has; it has signed which one it has. */
export class StaleKey extends StationError {
  readonly encryptionKey: PublicKey;

  constructor(encryptionKey: PublicKey) {
    super('centre/stale-key', 'the packet is for a key the centre no longer has');
    this.name = 'StaleKey';
    this.encryptionKey = encryptionKey;
  }
}

/**
 * Reads which key the centre has now.
 *
 * @throws StationError `centre/bad-receipt` unless the centre signed it, for this application and exactly these bytes
 */
export async function readKeyChange(
  jws: string,
  sent: { readonly applicationId: string; readonly packetSha256: string },
  centreSigningKey: PublicKey,
): Promise<PublicKey> {
  const { applicationId, packetSha256, encryptionKey } = await readSigned(jws, centreSigningKey);
  if (applicationId !== sent.applicationId || packetSha256 !== sent.packetSha256)
    throw new StationError('centre/bad-receipt', 'the key is for another packet');
  return encryptionKey;
}

async function readSigned(jws: string, key: PublicKey): Promise<KeyChange> {
  try {
    return KeyChange.parse(JSON.parse(await readStatement('enrollment-key-change', jws, [key])));
  } catch (cause) {
    throw new StationError('centre/bad-receipt', 'not a key the centre has stated', { cause });
  }
}
