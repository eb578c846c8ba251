import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StationError } from '../contract/errors.ts';
import { ApplicationId, OfficerId } from '../contract/ids.ts';
import { ConflictChoice, ConflictKind } from '../contract/queue.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { readStatement } from '../enrollment/statement.ts';

const time = z.iso.datetime({ precision: 3 });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const packet = { schema: z.literal(1), applicationId: ApplicationId, packetSha256: sha256 };

/** More fields, and longer ones, than a form has are not read. */
const mostFields = 60;

/**
 * What the centre signs when it holds something newer about the citizen than the application: the packet is there, and neither
 * taken nor refused until a person has decided. Its text is the same however often it is asked for. Times are UTC, ISO 8601.
 */
export const Conflict = z.strictObject({
  ...packet,
  kind: ConflictKind,
  /** Since when the centre has it. */
  at: time,
  /** Where it comes from; in words, for the officer. */
  office: z.string().max(200).optional(),
  /** What the centre holds, by the names of the form's fields. */
  theirs: z
    .record(z.string().max(60), z.string().max(500))
    .refine((fields) => Object.keys(fields).length <= mostFields, 'too many fields'),
});
export type Conflict = z.infer<typeof Conflict>;

/** What the station signs about a conflict: that a person has seen this text of the centre's, and what he wants. */
export const Decision = z.strictObject({
  ...packet,
  /** Of the text of the conflict that was shown. When the centre's data have changed since, it asks again. */
  conflictSha256: sha256,
  choice: ConflictChoice,
  reason: z.string().min(1).max(500),
  officerId: OfficerId,
  decidedAt: time,
});
export type Decision = z.infer<typeof Decision>;

/** The name of a conflict in a decision: of its text, as signatures of the same text differ. */
export function conflictSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Reads the centre's statement of a conflict with one packet.
 *
 * @throws StationError `centre/bad-receipt` unless the centre signed it, for this application and exactly these bytes
 */
export async function readConflict(
  jws: string,
  sent: { readonly applicationId: string; readonly packetSha256: string },
  centreSigningKey: PublicKey,
): Promise<{ readonly conflict: Conflict; readonly sha256: string }> {
  const { conflict, text } = await readSigned(jws, centreSigningKey);
  if (conflict.applicationId !== sent.applicationId || conflict.packetSha256 !== sent.packetSha256)
    throw new StationError('centre/bad-receipt', 'the conflict is with another packet');
  return { conflict, sha256: conflictSha256(text) };
}

async function readSigned(jws: string, key: PublicKey): Promise<{ conflict: Conflict; text: string }> {
  try {
    const text = await readStatement('enrollment-conflict', jws, [key]);
    return { conflict: Conflict.parse(JSON.parse(text)), text };
  } catch (cause) {
    throw new StationError('centre/bad-receipt', 'not a conflict the centre has stated', { cause });
  }
}
