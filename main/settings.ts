import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PublicKey } from './enrollment/public-key.ts';

/** What an administrator sets when the station is installed: `station.json` in the data folder. */
export const StationSettings = z.strictObject({
  office: z.strictObject({
    code: z.string().regex(/^[A-Z]\d{2}$/),
    /** The body above, as on the letterhead. */
    superior: z.string().min(1),
    name: z.string().min(1),
    /** Where the finished card is handed over. */
    address: z.string().min(1),
    phone: z.string(),
  }),
  stationNo: z.string().regex(/^\d{2}$/),
  centre: z.strictObject({
    url: z.url(),
    /** Verifies receipts. */
    signingKey: PublicKey,
    /** Packets are encrypted to it. */
    encryptionKey: PublicKey,
    /** PEM files, beside `station.json` unless the path is whole. Demanded as soon as the address is `https:`. */
    tls: z
      .strictObject({
        /** The only authority that vouches for the centre. */
        authorityFile: z.string().min(1),
        certificateFile: z.string().min(1),
        keyFile: z.string().min(1),
      })
      .optional(),
    /** Goes before the environment's `HTTP_PROXY` and `HTTPS_PROXY`. */
    proxyUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** What may be taken of the line, in kbit/s (1000 bit). */
    mostKbitPerSecond: z.number().int().min(16).optional(),
  }),
  /** Copies of the store. One a day, three kept, in `backups` beside the store, unless told; better on another disk. */
  backup: z
    .strictObject({
      dir: z.string().min(1).optional(),
      everyHours: z.number().int().min(1).max(168).optional(),
      kept: z.number().int().min(1).max(14).optional(),
    })
    .optional(),
  /** Verifies trust packages: the key of whoever says which country signers the station believes. */
  trustAuthorityKey: PublicKey,
});
export type StationSettings = z.infer<typeof StationSettings>;

/**
 * Reads `station.json`.
 *
 * @throws Error naming the file and the first thing wrong with it.
 */
export function readSettings(dataDir: string): StationSettings {
  const file = join(dataDir, 'station.json');
  const parsed = StationSettings.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(
    `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not the settings of a station'}`,
  );
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
