import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { sampleContent, sampleStationKeys } from '../fixtures/central/samples.ts';
import { type PacketPart, sha256Hex } from '../main/enrollment/packet.ts';
import { sealApplication } from '../main/enrollment/seal.ts';
import { type BenchRow, timed } from './row.ts';

const applicationBytes = 6 * 1024 * 1024;
const repeats = 5;

/**
 * Sealing an application of 6 MB against AES-256-GCM of the same bytes and one SHA-256 of what comes out: the receipt names the packet by
 * its hash, so no packet is sealed with less. Hashing is four fifths of the floor.
 */
export async function seal(): Promise<BenchRow> {
  const station = await sampleStationKeys();
  // Any key on P-256 can be encrypted to.
  const { publicKey } = await sampleStationKeys();
  const centre = { signingKey: publicKey, encryptionKey: publicKey };
  const content = sampleContent();
  const bytes = Uint8Array.from(randomBytes(applicationBytes));
  const parts: readonly PacketPart[] = [
    // As captures come from the store: with their hash.
    { name: 'finger-13.png', mime: 'image/png', bytes, sha256: sha256Hex(bytes) },
  ];
  return {
    name: 'seal 6 MB',
    floorName: 'AES-256-GCM and SHA-256 of 6 MB',
    measure: async () => ({
      oursMs: await timed(repeats, () => sealApplication(content, parts, station, centre)),
      floorMs: await timed(repeats, () => encryptAndHash(bytes)),
    }),
  };
}

function encryptAndHash(bytes: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  const encrypted = cipher.update(bytes);
  cipher.final();
  return createHash('sha256').update(encrypted).digest('hex');
}
