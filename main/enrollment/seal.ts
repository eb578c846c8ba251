import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { CryptoKey } from 'jose';
import { applicationPart, canonicalText, Manifest, type ManifestSigner, packetSchema } from './manifest.ts';
import {
  contentInfo,
  contentKeyBytes,
  framePacketStart,
  Head,
  maxHeadBytes,
  maxPacketBytes,
  nonceBytes,
  PacketHeader,
  type PacketPart,
  packetContent,
  packetInfo,
  packetSuite,
  readPacketHeader,
  sha256Hex,
  tagBytes,
} from './packet.ts';
import type { PublicKey } from './public-key.ts';
import { type SigningKey, signDetached } from './statement.ts';
import type { StationKeys } from './station-keys.ts';

/** What the manifest says of an application, and its fields. Times are UTC epoch milliseconds. */
export interface ApplicationContent
  extends Pick<
    Manifest,
    | 'applicationId'
    | 'revision'
    | 'type'
    | 'reason'
    | 'officeCode'
    | 'officerId'
    | 'formVersion'
    | 'configurationVersion'
    | 'auditHead'
  > {
  readonly receivedAtMs: number;
  readonly sealedAtMs: number;
  readonly sealedBy: OfficerKey;
  /** A supervisor who signs too. */
  readonly approvedBy?: OfficerKey;
  /** Becomes the part `application.json`. */
  readonly application: object;
}

/** What an officer signs with while he is signed in, and what the manifest says of it. */
export interface OfficerKey extends SigningKey, Pick<ManifestSigner, 'replaces'> {
  readonly officerId: ManifestSigner['officerId'];
  readonly publicKey: PublicKey;
  readonly madeAtMs: number;
}

/** An application as it is sent: opaque to everybody but the centre. */
export interface SealedApplication {
  readonly packet: Uint8Array;
  /** Of the packet, lower-case hex; the centre's receipt names it. */
  readonly sha256: string;
  /** Opens the content; kept with the payload, to wrap it again when the centre changes its key. */
  readonly contentKey: Uint8Array;
}

/** Whom packets are for: its signing key says who it is, its encryption key may change. */
export interface PacketRecipient {
  readonly signingKey: Pick<PublicKey, 'kid'>;
  readonly encryptionKey: PublicKey;
}

const pieceBytes = 256 * 1024;

/**
 * Seals one application: a manifest naming the hash of every part, signed by the station and the officer, and with the parts encrypted to
 * the centre. The format is described in `PACKET.md`.
 *
 * @param parts the application's captures and forms; `application.json` is added from the content
 * @throws ZodError when the content does not fit the manifest
 * @throws RangeError when the application is larger than any packet may be
 */
export async function sealApplication(
  content: ApplicationContent,
  parts: readonly PacketPart[],
  station: StationKeys,
  centre: PacketRecipient,
): Promise<SealedApplication> {
  const all = [fieldsPart(content.application), ...parts];
  const contentBytes = all.reduce((sum, { bytes }) => sum + bytes.length, maxHeadBytes);
  if (contentBytes > maxPacketBytes)
    throw new RangeError(`an application of ${contentBytes} bytes is too large`);

  const manifest = canonicalText(Manifest, describe(content, all, station.stationNo, centre.signingKey.kid));
  const header = {
    schema: packetSchema,
    applicationId: content.applicationId,
    stationNo: station.stationNo,
    centreKeyId: centre.encryptionKey.kid,
  } as const;
  const contentKey = randomBytes(contentKeyBytes);
  // None of them needs another, and each runs on a thread of its own.
  const [start, byStation, byOfficer, byApprover] = await Promise.all([
    wrapKey(header, contentKey, centre.encryptionKey),
    signDetached('enrollment-manifest', manifest, station),
    signDetached('enrollment-sealed', manifest, content.sealedBy),
    content.approvedBy ? signDetached('enrollment-approved', manifest, content.approvedBy) : null,
  ]);
  const signatures = { station: byStation, officer: byOfficer, approver: byApprover };
  const head = canonicalText(Head, { manifest, signatures });
  return {
    ...encrypt(start, contentInfo(header), contentKey, [headBytes(head), ...all.map(({ bytes }) => bytes)]),
    contentKey,
  };
}

/**
 * The same signed content for another key of the centre: only the wrapped content key and the header that names the centre's key are new.
 *
 * @throws PacketRefusal when it is no packet
 */
export async function rewrapPacket(
  packet: Uint8Array,
  contentKey: Uint8Array,
  encryptionKey: PublicKey,
): Promise<Pick<SealedApplication, 'packet' | 'sha256'>> {
  const header = { ...readPacketHeader(packet), centreKeyId: encryptionKey.kid };
  const start = await wrapKey(header, contentKey, encryptionKey);
  const content = packetContent(packet);
  const rewrapped = new Uint8Array(start.length + content.length);
  rewrapped.set(start);
  rewrapped.set(content, start.length);
  return { packet: rewrapped, sha256: sha256Hex(rewrapped) };
}

async function wrapKey(header: PacketHeader, contentKey: Uint8Array, to: PublicKey): Promise<Uint8Array> {
  const headerBytes = new TextEncoder().encode(canonicalText(PacketHeader, header));
  const recipientPublicKey = await importEncryptionKey(to);
  const { enc, ct } = await packetSuite.seal(
    { recipientPublicKey, info: packetInfo },
    new Uint8Array(contentKey),
    headerBytes,
  );
  return framePacketStart(headerBytes, enc, ct);
}

function headBytes(head: string): Uint8Array {
  const text = Buffer.from(head);
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeUInt32BE(text.length);
  bytes.set(text, 4);
  return bytes;
}

/**
 * Encrypts the pieces behind the packet's beginning, and hashes the packet on the way: in steps that stay in the processor's cache, into
 * one buffer of the right size. An application is megabytes, and each time they pass through memory costs as much as encrypting them.
 */
function encrypt(
  start: Uint8Array,
  info: Uint8Array,
  key: Uint8Array,
  pieces: readonly Uint8Array[],
): Pick<SealedApplication, 'packet' | 'sha256'> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, start.length + nonceBytes + tagBytes);
  // Every byte of it is written below; filling it with zeros first takes longer than encrypting.
  const packet = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  const hash = createHash('sha256');
  let at = 0;
  const append = (bytes: Uint8Array): void => {
    packet.set(bytes, at);
    at += bytes.length;
    hash.update(bytes);
  };
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(info);
  append(start);
  append(nonce);
  for (const piece of pieces)
    for (let from = 0; from < piece.length; from += pieceBytes) {
      const encrypted = cipher.update(piece.subarray(from, from + pieceBytes));
      append(encrypted);
      giveBack(encrypted);
    }
  cipher.final();
  append(cipher.getAuthTag());
  return { packet, sha256: hash.digest('hex') };
}

/** Frees the memory of bytes that are used up: the next ones take the same, and the collector has no megabytes to gather. */
function giveBack({ buffer, length }: Buffer<ArrayBuffer>): void {
  if (buffer.byteLength === length) buffer.transfer(0);
}

function fieldsPart(application: object): PacketPart {
  return {
    name: applicationPart,
    mime: 'application/json',
    bytes: new TextEncoder().encode(JSON.stringify(application)),
  };
}

function describe(
  content: ApplicationContent,
  parts: readonly PacketPart[],
  stationNo: string,
  centreId: string,
): Manifest {
  const { application: _, receivedAtMs, sealedAtMs, sealedBy, approvedBy, ...head } = content;
  return {
    ...head,
    schema: packetSchema,
    stationNo,
    receivedAt: new Date(receivedAtMs).toISOString(),
    sealedAt: new Date(sealedAtMs).toISOString(),
    centreId,
    sealedBy: signerOf(sealedBy),
    approvedBy: approvedBy ? signerOf(approvedBy) : null,
    parts: parts.map(({ name, mime, bytes, sha256 }) => ({
      name,
      mime,
      bytes: bytes.length,
      sha256: sha256 ?? sha256Hex(bytes),
    })),
  };
}

function signerOf({ officerId, publicKey, madeAtMs, replaces }: OfficerKey): ManifestSigner {
  return { officerId, key: publicKey, keyMadeAt: new Date(madeAtMs).toISOString(), replaces };
}

function importEncryptionKey({ kty, crv, x, y }: PublicKey): Promise<CryptoKey> {
  return packetSuite.kem.importKey('jwk', { kty, crv, x, y }, true);
}
