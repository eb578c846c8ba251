import { createHash } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { Decoder } from '@msgpack/msgpack';
import type { CryptoKey } from 'jose';
import { z } from 'zod';
import { ApplicationId } from '../contract/ids.ts';
import { Manifest, maxParts, packetSchema, readCanonicalText } from './manifest.ts';
import type { PublicKey } from './public-key.ts';
import { readStatement, StatementError, type StatementFault } from './statement.ts';

/** Largest packet anybody makes or takes. An application is 6 to 10 MB. */
export const maxPacketBytes = 32 * 1024 * 1024;

const maxHeaderBytes = 1024;
const maxManifestBytes = 64 * 1024;
/** `ESP1`, for a reader of a hex dump. */
const magic = Uint8Array.of(0x45, 0x53, 0x50, 0x31);
/** Npk of DHKEM(P-256): an uncompressed point (RFC 9180, section 7.1). */
const encapsulatedKeyBytes = 65;
const tagBytes = 16;

/** What stands in clear, to route a packet by. Also the associated data of the encryption. */
export const PacketHeader = z.strictObject({
  schema: z.literal(packetSchema),
  applicationId: ApplicationId,
  stationNo: z.string().regex(/^\d{2}$/),
  centreKeyId: z.string().min(1).max(100),
});
export type PacketHeader = z.infer<typeof PacketHeader>;

/** What is encrypted: the signed manifest and, in its order, the parts. */
export const Container = z.strictObject({
  manifest: z.string().max(maxManifestBytes),
  parts: z.array(z.custom<Uint8Array>((part) => part instanceof Uint8Array)).max(maxParts),
});
export type Container = z.infer<typeof Container>;

/** One file of an application. */
export interface PacketPart {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export interface OpenedPacket {
  readonly manifest: Manifest;
  /** Views into one buffer, in the manifest's order. */
  readonly parts: readonly PacketPart[];
}

/** The pair packets are encrypted to, as CryptoKeys for ECDH on P-256. */
export interface CentreDecryptionKey {
  readonly kid: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

export type PacketRefusalReason =
  | 'too-short'
  | 'too-large'
  | 'not-a-packet'
  | 'malformed'
  | 'not-canonical'
  | 'other-centre-key'
  | 'cannot-open'
  | 'unknown-key'
  | 'bad-signature'
  | 'differs-from-header'
  | 'wrong-count'
  | 'wrong-length'
  | 'wrong-hash';

/** A packet that is not taken: `place` says where it is wrong (`header`, `manifest.sealedAt`, `part finger-13.wsq`), `reason` how. */
export class PacketRefusal extends Error {
  readonly place: string;
  readonly reason: PacketRefusalReason;

  constructor(place: string, reason: PacketRefusalReason, options?: ErrorOptions) {
    super(`${place}: ${reason}`, options);
    this.name = 'PacketRefusal';
    this.place = place;
    this.reason = reason;
  }
}

/** HPKE (RFC 9180), base mode. P-256 because every WebCrypto has it; the station's signature inside is what authenticates. */
export const packetSuite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Sets these packets apart from anything else ever encrypted to the same key (`info` of RFC 9180, section 5.1). */
export const packetInfo: Uint8Array = new TextEncoder().encode(`enrollment-station packet ${packetSchema}`);

/** Puts a packet together: magic, header length, header, encapsulated key, ciphertext with its tag. */
export function framePacket(
  header: Uint8Array,
  encapsulatedKey: ArrayBuffer,
  ciphertext: ArrayBuffer,
): Uint8Array {
  const headerEnd = magic.length + 2 + header.length;
  const packet = new Uint8Array(headerEnd + encapsulatedKey.byteLength + ciphertext.byteLength);
  packet.set(magic);
  new DataView(packet.buffer).setUint16(magic.length, header.length);
  packet.set(header, magic.length + 2);
  packet.set(new Uint8Array(encapsulatedKey), headerEnd);
  packet.set(new Uint8Array(ciphertext), headerEnd + encapsulatedKey.byteLength);
  return packet;
}

/**
 * What a packet says of itself in clear. Nothing of it is proved until `openPacket` has opened it.
 *
 * @throws PacketRefusal
 */
export function readPacketHeader(packet: Uint8Array): PacketHeader {
  return unframePacket(packet).header;
}

/**
 * Opens a packet and checks all of it: encryption, the station's signature, and length and hash of every part.
 *
 * @param stationKeys every key the station named in the header has had
 * @throws PacketRefusal at the first thing wrong
 */
export async function openPacket(
  packet: Uint8Array,
  centre: CentreDecryptionKey,
  stationKeys: readonly PublicKey[],
): Promise<OpenedPacket> {
  const frame = unframePacket(packet);
  if (frame.header.centreKeyId !== centre.kid) throw new PacketRefusal('header', 'other-centre-key');
  const container = readContainer(await decrypt(frame, centre));
  const manifest = await readManifest(container.manifest, stationKeys);
  for (const name of ['applicationId', 'stationNo', 'centreKeyId'] as const) {
    if (manifest[name] !== frame.header[name]) {
      throw new PacketRefusal(`manifest.${name}`, 'differs-from-header');
    }
  }
  return { manifest, parts: checkParts(manifest, container.parts) };
}

interface Frame {
  readonly header: PacketHeader;
  readonly headerBytes: Uint8Array;
  readonly encapsulatedKey: Uint8Array;
  readonly ciphertext: Uint8Array;
}

function unframePacket(packet: Uint8Array): Frame {
  if (packet.length > maxPacketBytes) throw new PacketRefusal('packet', 'too-large');
  if (packet.length < magic.length + 2) throw new PacketRefusal('packet', 'too-short');
  if (magic.some((byte, at) => packet[at] !== byte)) throw new PacketRefusal('packet', 'not-a-packet');
  const headerLength = new DataView(packet.buffer, packet.byteOffset).getUint16(magic.length);
  if (headerLength > maxHeaderBytes) throw new PacketRefusal('header', 'too-large');
  const headerEnd = magic.length + 2 + headerLength;
  const keyEnd = headerEnd + encapsulatedKeyBytes;
  if (packet.length < keyEnd + tagBytes) throw new PacketRefusal('packet', 'too-short');
  const headerBytes = packet.subarray(magic.length + 2, headerEnd);
  return {
    header: readHeader(headerBytes),
    headerBytes,
    encapsulatedKey: packet.subarray(headerEnd, keyEnd),
    ciphertext: packet.subarray(keyEnd),
  };
}

function readHeader(bytes: Uint8Array): PacketHeader {
  const read = readCanonicalText(PacketHeader, new TextDecoder().decode(bytes));
  if (read.kind !== 'read') throw new PacketRefusal('header', read.kind);
  return read.value;
}

async function decrypt(frame: Frame, centre: CentreDecryptionKey): Promise<Uint8Array> {
  try {
    const context = await packetSuite.createRecipientContext({
      recipientKey: { publicKey: centre.publicKey, privateKey: centre.privateKey },
      enc: frame.encapsulatedKey,
      info: packetInfo,
    });
    return new Uint8Array(await context.open(frame.ciphertext, frame.headerBytes));
  } catch (cause) {
    throw new PacketRefusal('packet', 'cannot-open', { cause });
  }
}

function readContainer(bytes: Uint8Array): Container {
  const decoder = new Decoder({
    maxStrLength: maxManifestBytes,
    maxBinLength: maxPacketBytes,
    maxArrayLength: maxParts,
    maxMapLength: 2,
    maxExtLength: 0,
  });
  try {
    return Container.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new PacketRefusal('container', 'malformed', { cause });
  }
}

async function readManifest(jws: string, stationKeys: readonly PublicKey[]): Promise<Manifest> {
  const read = readCanonicalText(Manifest, await readSigned(jws, stationKeys));
  switch (read.kind) {
    case 'read':
      return read.value;
    case 'malformed':
      throw new PacketRefusal(read.where === '' ? 'manifest' : `manifest.${read.where}`, 'malformed');
    case 'not-canonical':
      throw new PacketRefusal('manifest', 'not-canonical');
  }
}

async function readSigned(jws: string, stationKeys: readonly PublicKey[]): Promise<string> {
  try {
    return await readStatement('enrollment-manifest', jws, stationKeys);
  } catch (cause) {
    const reason: StatementFault = cause instanceof StatementError ? cause.fault : 'malformed';
    throw new PacketRefusal('manifest', reason, { cause });
  }
}

function checkParts(manifest: Manifest, parts: readonly Uint8Array[]): PacketPart[] {
  if (parts.length !== manifest.parts.length) throw new PacketRefusal('parts', 'wrong-count');
  return manifest.parts.map(({ name, mime, bytes: length, sha256 }, index) => {
    const bytes = parts[index] ?? new Uint8Array();
    if (bytes.length !== length) throw new PacketRefusal(`part ${name}`, 'wrong-length');
    if (sha256Hex(bytes) !== sha256) throw new PacketRefusal(`part ${name}`, 'wrong-hash');
    return { name, mime, bytes };
  });
}

/** SHA-256 in lower-case hex, as manifests and receipts write it. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
