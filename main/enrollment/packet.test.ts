import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { decode, encode } from '@msgpack/msgpack';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleContent, sampleParts, sampleStationKeys } from '../../fixtures/central/samples.ts';
import { canonicalText, Manifest } from './manifest.ts';
import {
  type CentreDecryptionKey,
  framePacket,
  openPacket,
  type PacketHeader,
  PacketRefusal,
  packetInfo,
  packetSuite,
  readPacketHeader,
  sha256Hex,
} from './packet.ts';
import { PublicKey } from './public-key.ts';
import { sealApplication } from './seal.ts';
import { readStatement, signStatement } from './statement.ts';
import type { StationKeys } from './station-keys.ts';

interface CentreKey extends CentreDecryptionKey {
  readonly encryptionKey: PublicKey;
  readonly privateJwk: JsonWebKey;
}

const content = sampleContent();
let station: StationKeys;
let centre: CentreKey;
let packet: Uint8Array;

beforeAll(async () => {
  station = await sampleStationKeys();
  centre = await makeCentreKey();
  ({ packet } = await sealApplication(content, sampleParts, station, centre));
});

async function makeCentreKey(): Promise<CentreKey> {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const privateJwk = (await exportJWK(pair.privateKey)) as JsonWebKey;
  return { ...pair, kid, encryptionKey: PublicKey.parse({ ...jwk, kid }), privateJwk };
}

/** The refusal as `place: reason`, or `taken`. */
async function verdictOn(bytes: Uint8Array, centreKey: CentreDecryptionKey = centre): Promise<string> {
  try {
    await openPacket(bytes, centreKey, [station.publicKey]);
    return 'taken';
  } catch (error) {
    if (error instanceof PacketRefusal) return error.message;
    throw error;
  }
}

describe('a sealed application', () => {
  it('is read by the centre as it was sealed', async () => {
    const opened = await openPacket(packet, centre, [station.publicKey]);
    const fields = new TextEncoder().encode(JSON.stringify(content.application));
    expect(opened).toEqual({
      manifest: {
        schema: 1,
        applicationId: content.applicationId,
        revision: 1,
        type: 'exchange',
        reason: 'age',
        stationNo: '03',
        officeCode: 'H99',
        officerId: 'le-thi-vi-du',
        receivedAt: '2026-11-24T02:30:00.000Z',
        sealedAt: '2026-11-24T02:41:00.000Z',
        formVersion: 'CC01/2024-07-01',
        configurationVersion: '2026-01-01',
        auditHead: 'a5'.repeat(32),
        centreKeyId: centre.kid,
        parts: [
          {
            name: 'application.json',
            mime: 'application/json',
            bytes: fields.length,
            sha256: sha256Hex(fields),
          },
          {
            name: 'finger-13.png',
            mime: 'image/png',
            bytes: 7,
            sha256: sha256Hex(sampleParts[0]?.bytes ?? fields),
          },
          {
            name: 'portrait.jpg',
            mime: 'image/jpeg',
            bytes: 8,
            sha256: sha256Hex(sampleParts[1]?.bytes ?? fields),
          },
        ],
      },
      parts: [{ name: 'application.json', mime: 'application/json', bytes: fields }, ...sampleParts],
    });
  });

  it('shows nobody else more than where it goes', () => {
    expect(readPacketHeader(packet)).toEqual({
      schema: 1,
      applicationId: content.applicationId,
      stationNo: '03',
      centreKeyId: centre.kid,
    });
    const inClear = Buffer.from(packet).toString('latin1');
    expect(inClear).not.toContain('001301000000');
    expect(inClear).not.toContain('exchange');
    expect(inClear).not.toContain('finger-13');
  });

  it('is never the same bytes twice', async () => {
    const again = await sealApplication(content, sampleParts, station, centre);
    expect(again.sha256).not.toBe(sha256Hex(packet));
    expect(again.sha256).toBe(sha256Hex(again.packet));
  });

  it('can be opened from the description alone, with nothing but a block cipher, HMAC and Diffie-Hellman', () => {
    const container = openByTheBook(packet, centre.privateJwk, centre.encryptionKey);
    expect(container.parts.slice(1)).toEqual(sampleParts.map(({ bytes }) => bytes));
    expect(container.manifest.split('.')).toHaveLength(3);
  });

  it('must fit the manifest and the largest packet', async () => {
    const badTime = { ...content, formVersion: '' };
    await expect(sealApplication(badTime, sampleParts, station, centre)).rejects.toThrow('formVersion');
    const [first] = sampleParts;
    const twice = first ? [first, first] : [];
    await expect(sealApplication(content, twice, station, centre)).rejects.toThrow('names must differ');
    const huge = [{ name: 'huge.bin', mime: 'image/png', bytes: new Uint8Array(32 * 1024 * 1024) }];
    await expect(sealApplication(content, huge, station, centre)).rejects.toThrow(RangeError);
  });
});

describe('a packet is refused', () => {
  it('when any one byte of it is another', async () => {
    for (let at = 0; at < packet.length; at += 1) {
      const flipped = packet.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      expect(await verdictOn(flipped), `byte ${at}`).not.toBe('taken');
    }
  }, 60_000);

  it('when it ends early or goes on', async () => {
    const longer = new Uint8Array([...packet, 0]);
    expect(await verdictOn(longer)).toBe('packet: cannot-open');
    for (let length = 0; length < packet.length; length += 41) {
      expect(await verdictOn(packet.subarray(0, length)), `${length} bytes`).not.toBe('taken');
    }
  }, 30_000);

  it('when it is larger than any application', async () => {
    expect(await verdictOn(new Uint8Array(32 * 1024 * 1024 + 1))).toBe('packet: too-large');
  });

  it('by another centre', async () => {
    const other = await makeCentreKey();
    expect(await verdictOn(packet, other)).toBe('header: other-centre-key');
    expect(await verdictOn(packet, { ...other, kid: centre.kid })).toBe('packet: cannot-open');
  });

  it('when the header is exchanged for that of another application', async () => {
    const forged = packet.slice();
    const idAt = Buffer.from(packet).indexOf(content.applicationId);
    forged.set(new TextEncoder().encode(sampleContent().applicationId), idAt);
    expect(await verdictOn(forged)).toBe('packet: cannot-open');
  });

  it('when it is from a station the centre does not know, or one that only claims to be another', async () => {
    const stranger = await sampleStationKeys();
    const strange = await sealApplication(content, sampleParts, stranger, centre);
    expect(await verdictOn(strange.packet)).toBe('manifest: unknown-key');
    const claims = { ...stranger, kid: station.kid };
    const claimed = await sealApplication(content, sampleParts, claims, centre);
    expect(await verdictOn(claimed.packet)).toBe('manifest: bad-signature');
  });

  it('when what is inside does not fit together, naming the place', async () => {
    const { manifest, parts } = await openPacket(packet, centre, [station.publicKey]);
    const bytes = parts.map((part) => part.bytes);
    const text = canonicalText(Manifest, manifest);
    const signed = (claim: string) => signStatement('enrollment-manifest', claim, station);
    const header = readPacketHeader(packet);
    const other = sampleContent().applicationId;

    const verdicts = {
      'a part changed': await reseal(
        { manifest: await signed(text), parts: bytes.with(2, Buffer.from('Đã khác!')) },
        header,
      ),
      'a part cut': await reseal(
        { manifest: await signed(text), parts: bytes.with(1, Buffer.from('cut')) },
        header,
      ),
      'a part missing': await reseal({ manifest: await signed(text), parts: bytes.slice(0, 2) }, header),
      'parts exchanged': await reseal({ manifest: await signed(text), parts: bytes.toReversed() }, header),
      'a header of another application': await reseal(
        { manifest: await signed(text), parts: bytes },
        { ...header, applicationId: other },
      ),
      'a header of another station': await reseal(
        { manifest: await signed(text), parts: bytes },
        { ...header, stationNo: '04' },
      ),
      'a manifest with white space': await reseal(
        { manifest: await signed(`${text} `), parts: bytes },
        header,
      ),
      'a manifest with a wrong time': await reseal(
        { manifest: await signed(text.replace('T02:41:00.000Z', ' 9:41')), parts: bytes },
        header,
      ),
      'a receipt as manifest': await reseal(
        { manifest: await signStatement('enrollment-receipt', text, station), parts: bytes },
        header,
      ),
      'something more': await reseal({ manifest: await signed(text), parts: bytes, more: 1 }, header),
      'no container': await reseal('nothing', header),
    };
    expect(verdicts).toEqual({
      'a part changed': 'part portrait.jpg: wrong-length',
      'a part cut': 'part finger-13.png: wrong-length',
      'a part missing': 'parts: wrong-count',
      'parts exchanged': 'part application.json: wrong-length',
      'a header of another application': 'manifest.applicationId: differs-from-header',
      'a header of another station': 'manifest.stationNo: differs-from-header',
      'a manifest with white space': 'manifest: not-canonical',
      'a manifest with a wrong time': 'manifest.sealedAt: malformed',
      'a receipt as manifest': 'manifest: malformed',
      'something more': 'container: malformed',
      'no container': 'container: malformed',
    });
    const sameLength = bytes.with(2, Buffer.from('12345678'));
    expect(await reseal({ manifest: await signed(text), parts: sameLength }, header)).toBe(
      'part portrait.jpg: wrong-hash',
    );
  });

  it('when its header is not written the one way', async () => {
    const header = JSON.stringify(readPacketHeader(packet));
    const variants = [
      `${header} `,
      header.replace('"schema":1,', '"schema":1,"schema":1,'),
      header.replace('"03"', '3'),
      '{}',
      '',
    ];
    const verdicts = variants.map((text) =>
      verdictOn(framePacket(new TextEncoder().encode(text), new ArrayBuffer(65), new ArrayBuffer(16))),
    );
    expect(await Promise.all(verdicts)).toEqual([
      'header: not-canonical',
      'header: not-canonical',
      'header: malformed',
      'header: malformed',
      'header: malformed',
    ]);
  });
});

describe('a signed statement', () => {
  it('is believed only in its own kind and from a known key', async () => {
    const jws = await signStatement('enrollment-manifest', 'một lời', station);
    expect(await readStatement('enrollment-manifest', jws, [station.publicKey])).toBe('một lời');
    await expect(readStatement('enrollment-receipt', jws, [station.publicKey])).rejects.toMatchObject({
      fault: 'malformed',
    });
    await expect(readStatement('enrollment-manifest', jws, [])).rejects.toMatchObject({
      fault: 'unknown-key',
    });
    await expect(readStatement('enrollment-manifest', 'a.b.c', [])).rejects.toMatchObject({
      fault: 'malformed',
    });
    const unsigned = `${Buffer.from(JSON.stringify({ alg: 'none', kid: station.kid, typ: 'enrollment-manifest+jws' })).toString('base64url')}.e30.`;
    await expect(readStatement('enrollment-manifest', unsigned, [station.publicKey])).rejects.toMatchObject({
      fault: 'bad-signature',
    });
  });
});

/** Encrypts anything as a packet would be, the way a hostile or broken station could. */
async function reseal(container: unknown, header: PacketHeader): Promise<string> {
  const aad = new TextEncoder().encode(JSON.stringify(header));
  const sender = { recipientPublicKey: centre.publicKey, info: packetInfo };
  const { enc, ct } = await packetSuite.seal(sender, encode(container), aad);
  return verdictOn(framePacket(aad, enc, ct));
}

/**
 * A second reader, written from PACKET.md and RFC 9180 (4 DHKEM, 5.1 key schedule, 7.1 identifiers) on Node's own primitives.
 */
function openByTheBook(bytes: Uint8Array, privateJwk: JsonWebKey, publicKey: PublicKey) {
  const all = Buffer.from(bytes);
  expect(all.toString('latin1', 0, 4)).toBe('ESP1');
  const header = all.subarray(6, 6 + all.readUInt16BE(4));
  const enc = all.subarray(6 + header.length, 6 + header.length + 65);
  const ciphertext = all.subarray(6 + header.length + 65, -16);
  const tag = all.subarray(-16);

  const dh = diffieHellman({
    privateKey: createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }),
    publicKey: pointKey(enc),
  });
  const recipient = Buffer.concat([
    Buffer.of(4),
    Buffer.from(publicKey.x, 'base64url'),
    Buffer.from(publicKey.y, 'base64url'),
  ]);
  const kem = labeled(Buffer.from('KEM\x00\x10', 'latin1'));
  const shared = kem.expand(
    kem.extract('', 'eae_prk', dh),
    'shared_secret',
    Buffer.concat([enc, recipient]),
    32,
  );

  const hpke = labeled(Buffer.from('HPKE\x00\x10\x00\x01\x00\x02', 'latin1'));
  const context = Buffer.concat([
    Buffer.of(0),
    hpke.extract('', 'psk_id_hash', Buffer.of()),
    hpke.extract('', 'info_hash', Buffer.from('enrollment-station packet 1')),
  ]);
  const secret = hpke.extract(shared, 'secret', Buffer.of());
  const decipher = createDecipheriv(
    'aes-256-gcm',
    hpke.expand(secret, 'key', context, 32),
    hpke.expand(secret, 'base_nonce', context, 12),
  );
  decipher.setAAD(header).setAuthTag(tag);
  const plain = new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  return decode(plain) as { manifest: string; parts: Uint8Array[] };
}

function pointKey(point: Buffer) {
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}

function labeled(suite: Buffer) {
  const hmac = (key: string | Buffer, ...data: Buffer[]) =>
    createHmac('sha256', key).update(Buffer.concat(data)).digest();
  const name = (label: string) => Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label)]);
  return {
    extract: (salt: string | Buffer, label: string, ikm: Buffer) => hmac(salt, name(label), ikm),
    expand: (prk: Buffer, label: string, info: Buffer, length: number) =>
      hmac(prk, Buffer.of(0, length), name(label), info, Buffer.of(1)).subarray(0, length),
  };
}
