import { createDecipheriv, createHash } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { CryptoKey } from 'jose';
import { z } from 'zod';
import { ApplicationId } from '../contract/ids.ts';
import { Manifest, packetSchema, readCanonicalText } from './manifest.ts';
import type { PublicKey } from './public-key.ts';
import { readDetached, StatementError, type StatementFault, type StatementKind } from './statement.ts';

/** Largest packet anybody makes or takes. An application is 6 to 10 MB. */
export const maxPacketBytes = 32 * 1024 * 1024;

const maxHeaderBytes = 1024;
export const maxHeadBytes = 128 * 1024;
/** `ESP2`, for a reader of a hex dump. */
const magic = Uint8Array.of(0x45, 0x53, 0x50, 0x32);
/** Npk of DHKEM(P-256): an uncompressed point (RFC 9180, section 7.1). */
const encapsulatedKeyBytes = 65;
export const tagBytes = 16;
export const nonceBytes = 12;
export const contentKeyBytes = 32;
const wrappedKeyBytes = contentKeyBytes + tagBytes;

/** What stands in clear, to route a packet by. Also the associated data under which the content key is wrapped. */
export const PacketHeader = z.strictObject({
  schema: z.literal(packetSchema),
  applicationId: ApplicationId,
  stationNo: z.string().regex(/^\d{2}$/),
  centreKeyId: z.string().min(1).max(100),
});
export type PacketHeader = z.infer<typeof PacketHeader>;

const signature = z.string().max(1024);

/** What stands before the parts in the content: the manifest and who signed it, as detached JWS (RFC 7515, appendix F). */
export const Head = z.strictObject({
  manifest: z.string(),
  signatures: z.strictObject({ station: signature, officer: signature, approver: signature.nullable() }),
});
export type Head = z.infer<typeof Head>;

/** One file of an application. */
export interface PacketPart {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  /** Of the bytes, lower-case hex, where it is known already. */
  readonly sha256?: string;
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
  | 'for-another-centre'
  | 'cannot-open'
  | 'unknown-key'
  | 'bad-signature'
  | 'differs-from-header'
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

/** Sets content keys apart from anything else ever encrypted to the same key (`info` of RFC 9180, section 5.1). */
export const packetInfo: Uint8Array = new TextEncoder().encode(`enrollment-station packet ${packetSchema}`);

/** Associated data of the content: ties it to its application, and to no key of the centre. */
export function contentInfo({
  applicationId,
  stationNo,
}: Pick<PacketHeader, 'applicationId' | 'stationNo'>): Uint8Array {
  return new TextEncoder().encode(`enrollment-station content ${packetSchema} ${stationNo} ${applicationId}`);
}

/** The beginning of a packet: magic, header length, header, and the content key wrapped for the centre. */
export function framePacketStart(
  header: Uint8Array,
  encapsulatedKey: ArrayBuffer,
  wrappedKey: ArrayBuffer,
): Uint8Array {
  const start = new Uint8Array(startBytes(header.length));
  start.set(magic);
  new DataView(start.buffer).setUint16(magic.length, header.length);
  start.set(header, magic.length + 2);
  start.set(new Uint8Array(encapsulatedKey), magic.length + 2 + header.length);
  start.set(new Uint8Array(wrappedKey), start.length - wrappedKeyBytes);
  return start;
}

function startBytes(headerBytes: number): number {
  return magic.length + 2 + headerBytes + encapsulatedKeyBytes + wrappedKeyBytes;
}

/**
 * What a packet says of itself in clear. Nothing of it is proved until `openPacket` has opened it.
 *
 * @throws PacketRefusal
 */
export function readPacketHeader(packet: Uint8Array): PacketHeader {
  return unframePacket(packet).header;
}

/** What follows the beginning of a packet: nonce, encrypted content, tag. It stays as it is when the key is wrapped for another. */
export function packetContent(packet: Uint8Array): Uint8Array {
  const { content } = unframePacket(packet);
  return content;
}

/**
 * Opens a packet and checks all of it: encryption, the signatures of station, officer and approver, and length and hash of every part.
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
  const { head, parts } = splitContent(decryptContent(frame, await unwrapKey(frame, centre)));
  const manifest = await readManifest(head, stationKeys);
  for (const name of ['applicationId', 'stationNo'] as const) {
    if (manifest[name] !== frame.header[name]) {
      throw new PacketRefusal(`manifest.${name}`, 'differs-from-header');
    }
  }
  return { manifest, parts: checkParts(manifest, parts) };
}

interface Frame {
  readonly header: PacketHeader;
  readonly headerBytes: Uint8Array;
  readonly encapsulatedKey: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly content: Uint8Array;
}

function unframePacket(packet: Uint8Array): Frame {
  if (packet.length > maxPacketBytes) throw new PacketRefusal('packet', 'too-large');
  if (packet.length < magic.length + 2) throw new PacketRefusal('packet', 'too-short');
  if (magic.some((byte, at) => packet[at] !== byte)) throw new PacketRefusal('packet', 'not-a-packet');
  const headerLength = new DataView(packet.buffer, packet.byteOffset).getUint16(magic.length);
  if (headerLength > maxHeaderBytes) throw new PacketRefusal('header', 'too-large');
  const headerEnd = magic.length + 2 + headerLength;
  const keyEnd = headerEnd + encapsulatedKeyBytes;
  const start = startBytes(headerLength);
  if (packet.length < start + nonceBytes + tagBytes) throw new PacketRefusal('packet', 'too-short');
  const headerBytes = packet.subarray(magic.length + 2, headerEnd);
  return {
    header: readHeader(headerBytes),
    headerBytes,
    encapsulatedKey: packet.subarray(headerEnd, keyEnd),
    wrappedKey: packet.subarray(keyEnd, start),
    content: packet.subarray(start),
  };
}

function readHeader(bytes: Uint8Array): PacketHeader {
  const read = readCanonicalText(PacketHeader, new TextDecoder().decode(bytes));
  if (read.kind !== 'read') throw new PacketRefusal('header', read.kind);
  return read.value;
}

async function unwrapKey(frame: Frame, centre: CentreDecryptionKey): Promise<Uint8Array> {
  try {
    const context = await packetSuite.createRecipientContext({
      recipientKey: { publicKey: centre.publicKey, privateKey: centre.privateKey },
      enc: frame.encapsulatedKey,
      info: packetInfo,
    });
    return new Uint8Array(await context.open(frame.wrappedKey, frame.headerBytes));
  } catch (cause) {
    throw new PacketRefusal('packet', 'cannot-open', { cause });
  }
}

function decryptContent({ header, content }: Frame, key: Uint8Array): Uint8Array {
  const cipher = createDecipheriv('aes-256-gcm', key, content.subarray(0, nonceBytes));
  cipher.setAAD(contentInfo(header)).setAuthTag(content.subarray(-tagBytes));
  try {
    const plain = cipher.update(content.subarray(nonceBytes, -tagBytes));
    cipher.final();
    return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
  } catch (cause) {
    throw new PacketRefusal('packet', 'cannot-open', { cause });
  }
}

/** Head length, head, and the parts one behind the other. */
function splitContent(content: Uint8Array): { readonly head: Head; readonly parts: Uint8Array } {
  const length = content.length < 4 ? -1 : new DataView(content.buffer, content.byteOffset).getUint32(0);
  if (length < 0 || length > maxHeadBytes || content.length < 4 + length)
    throw new PacketRefusal('head', 'malformed');
  const read = readCanonicalText(Head, new TextDecoder().decode(content.subarray(4, 4 + length)));
  if (read.kind !== 'read') throw new PacketRefusal('head', read.kind);
  return { head: read.value, parts: content.subarray(4 + length) };
}

async function readManifest(
  { manifest, signatures }: Head,
  stationKeys: readonly PublicKey[],
): Promise<Manifest> {
  await checkSignature('enrollment-manifest', 'manifest', signatures.station, manifest, stationKeys);
  const read = readCanonicalText(Manifest, manifest);
  if (read.kind === 'malformed')
    throw new PacketRefusal(read.where === '' ? 'manifest' : `manifest.${read.where}`, 'malformed');
  if (read.kind === 'not-canonical') throw new PacketRefusal('manifest', 'not-canonical');
  const { sealedBy, approvedBy } = read.value;
  await checkSignature('enrollment-sealed', 'officer', signatures.officer, manifest, [sealedBy.key]);
  if ((approvedBy === null) !== (signatures.approver === null))
    throw new PacketRefusal('approver', 'malformed');
  if (approvedBy && signatures.approver !== null)
    await checkSignature('enrollment-approved', 'approver', signatures.approver, manifest, [approvedBy.key]);
  return read.value;
}

async function checkSignature(
  kind: StatementKind,
  place: string,
  jws: string,
  text: string,
  keys: readonly PublicKey[],
): Promise<void> {
  try {
    await readDetached(kind, jws, text, keys);
  } catch (cause) {
    const reason: StatementFault = cause instanceof StatementError ? cause.fault : 'malformed';
    throw new PacketRefusal(place, reason, { cause });
  }
}

function checkParts(manifest: Manifest, all: Uint8Array): PacketPart[] {
  let at = 0;
  const parts = manifest.parts.map(({ name, mime, bytes: length, sha256 }) => {
    const bytes = all.subarray(at, at + length);
    at += length;
    if (bytes.length !== length) throw new PacketRefusal(`part ${name}`, 'wrong-length');
    if (sha256Hex(bytes) !== sha256) throw new PacketRefusal(`part ${name}`, 'wrong-hash');
    return { name, mime, bytes };
  });
  if (at !== all.length) throw new PacketRefusal('parts', 'wrong-length');
  return parts;
}

/** SHA-256 in lower-case hex, as manifests and receipts write it. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
