import { z } from 'zod';
import { StationError } from '../contract/errors.ts';
import { ApplicationId } from '../contract/ids.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { readStatement } from '../enrollment/statement.ts';

const time = z.iso.datetime({ precision: 3 });
const packet = {
  schema: z.literal(1),
  applicationId: ApplicationId,
  /** Of the packet as it was sent, lower-case hex. */
  packetSha256: z.string().regex(/^[0-9a-f]{64}$/),
};

/** What the centre signs about one packet: that it has taken it over, or that it will never take it. Times are UTC, ISO 8601. */
export const Receipt = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...packet,
    outcome: z.literal('accepted'),
    receiptNo: z.string().min(1).max(40),
    acceptedAt: time,
  }),
  z.strictObject({
    ...packet,
    outcome: z.literal('refused'),
    /** For the administrator; holds nothing of the application's content. */
    reason: z.string().min(1).max(200),
    refusedAt: time,
  }),
]);
export type Receipt = z.infer<typeof Receipt>;

/**
 * Reads the centre's receipt for one packet.
 *
 * @throws StationError `centre/bad-receipt` unless the centre signed it, for this application and exactly these bytes
 */
export async function readReceipt(
  jws: string,
  sent: { readonly applicationId: string; readonly packetSha256: string },
  centreSigningKey: PublicKey,
): Promise<Receipt> {
  const receipt = await readSigned(jws, centreSigningKey);
  if (receipt.applicationId !== sent.applicationId) {
    throw new StationError('centre/bad-receipt', 'the receipt is for another application');
  }
  if (receipt.packetSha256 !== sent.packetSha256) {
    throw new StationError('centre/bad-receipt', 'the receipt is for another packet');
  }
  return receipt;
}

async function readSigned(jws: string, centreSigningKey: PublicKey): Promise<Receipt> {
  try {
    return Receipt.parse(JSON.parse(await readStatement('enrollment-receipt', jws, [centreSigningKey])));
  } catch (cause) {
    throw new StationError('centre/bad-receipt', 'not a receipt of the centre', { cause });
  }
}
