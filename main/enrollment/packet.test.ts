import { createCipheriv } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  sampleContent,
  sampleOfficer,
  sampleOfficerKey,
  sampleParts,
  sampleStationKeys,
} from '../../fixtures/central/samples.ts';
import { canonicalText, Manifest } from './manifest.ts';
import {
  type CentreDecryptionKey,
  contentInfo,
  framePacketStart,
  openPacket,
  type PacketHeader,
  PacketRefusal,
  packetInfo,
  packetSuite,
  readPacketHeader,
  sha256Hex,
} from './packet.ts';
import { PublicKey } from './public-key.ts';
import { rewrapPacket, sealApplication } from './seal.ts';
import { readStatement, signDetached, signStatement } from './statement.ts';
import type { StationKeys } from './station-keys.ts';
import { openByTheBook, type PrivateJwk } from './test-packet-reader.ts';

interface CentreKey extends CentreDecryptionKey {
  readonly encryptionKey: PublicKey;
  readonly signingKey: { readonly kid: string };
  readonly privateJwk: PrivateJwk;
}

const content = sampleContent();
let station: StationKeys;
let centre: CentreKey;
let packet: Uint8Array;
let contentKey: Uint8Array;

beforeAll(async () => {
  station = await sampleStationKeys();
  centre = await makeCentreKey();
  ({ packet, contentKey } = await sealApplication(content, sampleParts, station, centre));
});

async function makeCentreKey(): Promise<CentreKey> {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const privateJwk = (await exportJWK(pair.privateKey)) as unknown as PrivateJwk;
  const encryptionKey = PublicKey.parse({ ...jwk, kid });
  return { ...pair, kid, encryptionKey, signingKey: { kid: 'the centre' }, privateJwk };
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
        schema: 2,
        applicationId: content.applicationId,
        revision: 1,
        type: 'exchange',
        reason: 'age',
        stationNo: '03',
        officeCode: 'H99',
        officerId: 'le-thi-vi-du',
        sealedBy: {
          officerId: 'le-thi-vi-du',
          key: sampleOfficer.publicKey,
          keyMadeAt: '2026-11-01T00:00:00.000Z',
          replaces: null,
        },
        approvedBy: null,
        receivedAt: '2026-11-24T02:30:00.000Z',
        sealedAt: '2026-11-24T02:41:00.000Z',
        formVersion: 'CC01/2024-07-01',
        configurationVersion: '2026-01-01',
        auditHead: 'a5'.repeat(32),
        centreId: 'the centre',
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
      schema: 2,
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

  it('can be opened from the description alone, with nothing but a block cipher, HMAC, Diffie-Hellman and ECDSA', () => {
    const { manifest, parts } = openByTheBook(packet, centre.privateJwk, station.publicKey);
    expect(parts.slice(1)).toEqual(sampleParts.map(({ bytes }) => bytes));
    expect(manifest.applicationId).toBe(content.applicationId);
  });

  it('is signed by a supervisor too where one approved', async () => {
    const approvedBy = await sampleOfficerKey('chi-huy');
    const approved = await sealApplication({ ...content, approvedBy }, sampleParts, station, centre);
    const { manifest } = await openPacket(approved.packet, centre, [station.publicKey]);
    expect(manifest.approvedBy?.officerId).toBe('chi-huy');
    expect(openByTheBook(approved.packet, centre.privateJwk, station.publicKey).manifest).toEqual(manifest);
  });

  it('is wrapped again for another key of the centre, with the same content', async () => {
    const next = await makeCentreKey();
    const { packet: again, sha256 } = await rewrapPacket(packet, contentKey, next.encryptionKey);
    expect(sha256).toBe(sha256Hex(again));
    expect(await verdictOn(again)).toBe('header: other-centre-key');
    const [was, is] = [
      await openPacket(packet, centre, [station.publicKey]),
      await openPacket(again, next, [station.publicKey]),
    ];
    expect(is).toEqual(was);
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
    const header = readPacketHeader(packet);
    const good = await headOf(text);
    const { signatures } = good;
    const verdict = (head: unknown, pieces: readonly Uint8Array[] = bytes, of = header) =>
      reseal(head, pieces, of);
    const stranger = await sampleOfficerKey('khac');

    const verdicts = {
      'a part changed': await verdict(good, bytes.with(2, Buffer.from('12345678'))),
      'a part cut': await verdict(good, bytes.with(2, Buffer.from('cut'))),
      'a part missing': await verdict(good, bytes.slice(0, 2)),
      'a part more': await verdict(good, [...bytes, Buffer.from('x')]),
      'parts exchanged': await verdict(good, bytes.toReversed()),
      'a header of another application': await verdict(good, bytes, {
        ...header,
        applicationId: sampleContent().applicationId,
      }),
      'a header of another station': await verdict(good, bytes, { ...header, stationNo: '04' }),
      'a manifest with white space': await verdict(await headOf(`${text} `)),
      'a manifest with a wrong time': await verdict(await headOf(text.replace('T02:41:00.000Z', ' 9:41'))),
      'a manifest nobody signed': await verdict({
        ...good,
        manifest: text.replace('"revision":1', '"revision":2'),
      }),
      'a receipt as manifest': await verdict({
        ...good,
        signatures: { ...signatures, station: await signDetached('enrollment-receipt', text, station) },
      }),
      'the station as officer': await verdict({
        ...good,
        signatures: { ...signatures, officer: await signDetached('enrollment-sealed', text, station) },
      }),
      'another officer': await verdict({
        ...good,
        signatures: {
          ...signatures,
          officer: await signDetached('enrollment-sealed', text, { ...stranger, kid: sampleOfficer.kid }),
        },
      }),
      'an approver nobody named': await verdict({
        ...good,
        signatures: { ...signatures, approver: signatures.officer },
      }),
      'something more': await verdict({ ...good, more: 1 }),
      'no head': await verdict('nothing'),
    };
    expect(verdicts).toEqual({
      'a part changed': 'part portrait.jpg: wrong-hash',
      'a part cut': 'part portrait.jpg: wrong-length',
      'a part missing': 'part portrait.jpg: wrong-length',
      'a part more': 'parts: wrong-length',
      'parts exchanged': 'part application.json: wrong-hash',
      'a header of another application': 'manifest.applicationId: differs-from-header',
      'a header of another station': 'manifest.stationNo: differs-from-header',
      'a manifest with white space': 'manifest: not-canonical',
      'a manifest with a wrong time': 'manifest.sealedAt: malformed',
      'a manifest nobody signed': 'manifest: bad-signature',
      'a receipt as manifest': 'manifest: malformed',
      'the station as officer': 'officer: unknown-key',
      'another officer': 'officer: bad-signature',
      'an approver nobody named': 'approver: malformed',
      'something more': 'head: malformed',
      'no head': 'head: malformed',
    });
  });

  it('when its header is not written the one way', async () => {
    const header = JSON.stringify(readPacketHeader(packet));
    const variants = [
      `${header} `,
      header.replace('"schema":2,', '"schema":2,"schema":2,'),
      header.replace('"03"', '3'),
      '{}',
      '',
    ];
    const verdicts = variants.map((text) =>
      verdictOn(
        Buffer.concat([
          framePacketStart(new TextEncoder().encode(text), new ArrayBuffer(65), new ArrayBuffer(48)),
          Buffer.alloc(28),
        ]),
      ),
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

/** A head as a station that signs anything would make it. */
async function headOf(manifest: string) {
  return {
    manifest,
    signatures: {
      station: await signDetached('enrollment-manifest', manifest, station),
      officer: await signDetached('enrollment-sealed', manifest, sampleOfficer),
      approver: null as string | null,
    },
  };
}

/** Encrypts anything as a packet would be, the way a hostile or broken station could. */
async function reseal(head: unknown, parts: readonly Uint8Array[], header: PacketHeader): Promise<string> {
  const aad = new TextEncoder().encode(JSON.stringify(header));
  const sender = { recipientPublicKey: centre.publicKey, info: packetInfo };
  const key = new Uint8Array(32).fill(3);
  const nonce = new Uint8Array(12);
  const { enc, ct } = await packetSuite.seal(sender, key, aad);
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(contentInfo(header));
  const content = Buffer.concat([cipher.update(Buffer.concat([length, text, ...parts])), cipher.final()]);
  return verdictOn(Buffer.concat([framePacketStart(aad, enc, ct), nonce, content, cipher.getAuthTag()]));
}
