import { z } from 'zod';
import { ApplicationReason, ApplicationType } from '../contract/enrollment.ts';
import { ApplicationId, OfficerId } from '../contract/ids.ts';
import { PublicKey } from './public-key.ts';

/** Version of packet and manifest. A reader refuses every other. */
export const packetSchema = 2;

/** The part that holds the application's fields; every packet has it. */
export const applicationPart = 'application.json';

const maxParts = 64;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime({ precision: 3 });

const ManifestPart = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  mime: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,64}$/),
  bytes: z.number().int().nonnegative(),
  sha256,
});

/** Who signs with a key of his own, and since when that key is his. `replaces` is the key before, which counts no longer. */
const ManifestSigner = z.strictObject({
  officerId: OfficerId,
  key: PublicKey.strict(),
  keyMadeAt: time,
  replaces: z.string().min(1).max(100).nullable(),
});
export type ManifestSigner = z.infer<typeof ManifestSigner>;

/**
 * What station, officer and approver sign: which application this is, who took it where and when, and the hash of every part. Times are UTC,
 * ISO 8601 with milliseconds; hashes are SHA-256 in lower-case hex.
 */
export const Manifest = z.strictObject({
  schema: z.literal(packetSchema),
  applicationId: ApplicationId,
  /** The revision of the sheet the citizen signed. */
  revision: z.number().int().positive(),
  type: ApplicationType,
  reason: ApplicationReason,
  stationNo: z.string().regex(/^\d{2}$/),
  officeCode: z.string().regex(/^[A-Z]\d{2}$/),
  /** Who received the application. */
  officerId: OfficerId,
  /** Who sealed it, and signs below. */
  sealedBy: ManifestSigner,
  /** The supervisor who signs too; null where none does. */
  approvedBy: ManifestSigner.nullable(),
  receivedAt: time,
  sealedAt: time,
  /** E.g. `CC01/2024`. */
  formVersion: z.string().min(1).max(64),
  configurationVersion: z.string().min(1).max(64),
  /** Head of the station's audit chain when it sealed. */
  auditHead: sha256,
  /** Key id of the centre's signing key: whom it was sealed for, so that nobody can pass it on to another. */
  centreId: z.string().min(1).max(100),
  parts: z
    .array(ManifestPart)
    .min(1)
    .max(maxParts)
    .refine((parts) => new Set(parts.map(({ name }) => name)).size === parts.length, 'names must differ')
    .refine(
      (parts) => parts.some(({ name }) => name === applicationPart),
      `${applicationPart} must be among them`,
    ),
});
export type Manifest = z.infer<typeof Manifest>;

/** The one text a value of a schema has: keys in the schema's order, no white space. */
export function canonicalText<T>(schema: z.ZodType<T>, value: T): string {
  return JSON.stringify(schema.parse(value));
}

/**
 * Reads a canonical text back.
 *
 * @returns `not-canonical` when the value is fine and the text is not the one we would have written for it; otherwise, for a
 * bad value, `malformed` and where it is bad.
 */
export function readCanonicalText<T>(
  schema: z.ZodType<T>,
  text: string,
): { kind: 'read'; value: T } | { kind: 'malformed'; where: string } | { kind: 'not-canonical' } {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return { kind: 'malformed', where: parsed.error.issues[0]?.path.join('.') ?? '' };
  return JSON.stringify(parsed.data) === text
    ? { kind: 'read', value: parsed.data }
    : { kind: 'not-canonical' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
