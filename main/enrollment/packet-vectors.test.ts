import { describe, expect, it } from 'vitest';
import { openPacket, PacketRefusal, packetSuite, sha256Hex } from './packet.ts';
import vectors from './packet-vectors.json' with { type: 'json' };
import { PublicKey } from './public-key.ts';
import { openByTheBook } from './test-packet-reader.ts';

async function centreKey(name: 'centre' | 'centre-next') {
  const { kty, crv, x, y, d, kid } = vectors.keys[name];
  return {
    kid,
    publicKey: await packetSuite.kem.importKey('jwk', { kty, crv, x, y }, true),
    privateKey: await packetSuite.kem.importKey('jwk', { kty, crv, x, y, d }, false),
  };
}

const station = PublicKey.parse(vectors.keys.station);

describe.each(vectors.packets)('the vector $name', ({ packet: base64, centreKey: of, sha256, parts }) => {
  const packet = new Uint8Array(Buffer.from(base64, 'base64'));
  const key = of === 'centre' ? 'centre' : 'centre-next';

  it('opens for a reader that knows only the document, and for the station’s own, to the same', async () => {
    const byTheBook = openByTheBook(packet, vectors.keys[key], station);
    const opened = await openPacket(packet, await centreKey(key), [station]);
    expect(sha256Hex(packet)).toBe(sha256);
    expect(opened.manifest).toEqual(byTheBook.manifest);
    expect(opened.parts.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
      byTheBook.parts.map((bytes) => Buffer.from(bytes).toString('hex')),
    );
    expect(
      opened.parts.slice(1).map(({ name, bytes }) => ({ name, hex: Buffer.from(bytes).toString('hex') })),
    ).toEqual(parts);
  });

  it('is refused by both with a byte changed anywhere', async () => {
    const centre = await centreKey(key);
    for (let at = 0; at < packet.length; at += 7) {
      const changed = packet.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      await expect(openPacket(changed, centre, [station]), `byte ${at}`).rejects.toThrow(PacketRefusal);
      expect(() => openByTheBook(changed, vectors.keys[key], station), `byte ${at}`).toThrow();
    }
  }, 30_000);
});
