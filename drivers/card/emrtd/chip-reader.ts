import { createHash } from 'node:crypto';
import type { CardChannel } from '../reader.ts';
import type { Tries } from './access.ts';
import type { ChipPassword, ChipReading } from './chip-reading.ts';
import { chooseCrypto } from './crypto/choose-crypto.ts';
import { type KeptFiles, openKeptFiles } from './kept-files.ts';
import { openPassiveVerifier } from './passive/open-passive-verifier.ts';
import { authenticateCardSecurity } from './passive/passive-authentication.ts';
import type { TrustMaterial } from './passive/trust.ts';
import { readTrustFiles, type TrustEntry, type TrustFile } from './passive/trust-files.ts';
import { type PassiveChecks, type ReadChipOptions, readChip } from './read-chip.ts';
import { openReadLengths } from './read-lengths.ts';
import { verifyFiles } from './verify-files.ts';

/** Reads chips, one after the other, and remembers what helps with the next: the device process has one. */
export interface ChipReader {
  /** Like {@link readChip}; a reading of this reader that was interrupted goes on. */
  read(
    reader: string,
    channel: CardChannel,
    passwords: readonly ChipPassword[],
    trust: TrustMaterial,
    options: Pick<ReadChipOptions, 'onProgress' | 'signal'>,
  ): Promise<ChipReading>;
  verify(files: readonly { name: string; bytes: Uint8Array }[], trust: TrustMaterial): Promise<ChipReading>;
  /** As {@link readTrustFiles}. */
  readTrust(files: readonly TrustFile[]): TrustEntry[];
  /** Another card lies there, or the same one was laid down anew. */
  forgetTries(reader: string): void;
  close(): Promise<void>;
}

/** So long the files of an interrupted reading wait for the card to come back. */
const keepMs = 120_000;

/** @throws Error when no cryptography works here */
export function openChipReader(): ChipReader {
  const crypto = chooseCrypto();
  const verifier = openPassiveVerifier();
  const lengths = openReadLengths();
  const tries = new Map<string, Tries>();
  const kept = new Map<string, { files: KeptFiles; timer: NodeJS.Timeout }>();

  const passiveChecks = (trust: TrustMaterial): PassiveChecks => ({
    checkSod: async (sodFile) => (await verifier.verify(sodFile, trust, crypto.name, new Date())).checks,
    checkCardSecurity: async (file) => authenticateCardSecurity(file, trust, crypto, new Date()),
  });
  const triesOf = (reader: string): Tries => {
    const own = tries.get(reader) ?? { used: 0 };
    tries.set(reader, own);
    return own;
  };
  const takeKept = (reader: string): KeptFiles => {
    const waiting = kept.get(reader);
    clearTimeout(waiting?.timer);
    kept.delete(reader);
    return waiting?.files ?? openKeptFiles();
  };
  const keep = (reader: string, files: KeptFiles): void => {
    const timer = setTimeout(() => takeKept(reader).clear(), keepMs).unref();
    kept.set(reader, { files, timer });
  };

  return {
    read: async (reader, channel, passwords, trust, options) => {
      const files = takeKept(reader);
      try {
        const passive = passiveChecks(trust);
        const own = { crypto, passive, lengths, tries: triesOf(reader), kept: files };
        return await readChip(channel, passwords, { ...options, ...own });
      } catch (error) {
        keep(reader, files);
        throw error;
      }
    },
    verify: (files, trust) => {
      const hashed = files.map((file) => ({
        ...file,
        sha256: createHash('sha256').update(file.bytes).digest('hex'),
      }));
      return verifyFiles(hashed, { crypto, passive: passiveChecks(trust) });
    },
    readTrust: (files) => readTrustFiles(files, crypto, new Date()),
    forgetTries: (reader) => tries.delete(reader),
    close: async () => {
      for (const reader of [...kept.keys()]) takeKept(reader).clear();
      await verifier.close();
    },
  };
}
