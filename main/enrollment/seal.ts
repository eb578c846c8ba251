import { Encoder } from '@msgpack/msgpack';
import type { CryptoKey } from 'jose';
import { applicationPart, canonicalText, Manifest, packetSchema } from './manifest.ts';
import {
  type Container,
  framePacket,
  maxPacketBytes,
  PacketHeader,
  type PacketPart,
  packetInfo,
  packetSuite,
  sha256Hex,
} from './packet.ts';
import type { PublicKey } from './public-key.ts';
import { signStatement } from './statement.ts';
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
  /** Becomes the part `application.json`. */
  readonly application: object;
}

/** An application as it is sent: opaque to everybody but the centre. */
export interface SealedApplication {
  readonly packet: Uint8Array;
  /** Of the packet, lower-case hex; the centre's receipt names it. */
  readonly sha256: string;
}

/** Bytes around the parts in the container: the signed manifest, and msgpack's own. */
const containerSlack = 128 * 1024;

/**
 * Seals one application: a manifest naming the hash of every part, signed by the station, and with the parts encrypted to the
 * centre. The format is described in `PACKET.md`.
 *
 * @param parts the application's captures and forms; `application.json` is added from the content
 * @throws ZodError when the content does not fit the manifest
 * @throws RangeError when the application is larger than any packet may be
 */
export async function sealApplication(
  content: ApplicationContent,
  parts: readonly PacketPart[],
  station: StationKeys,
  centre: { readonly encryptionKey: PublicKey },
): Promise<SealedApplication> {
  const all = [fieldsPart(content.application), ...parts];
  const contentBytes = all.reduce((sum, { bytes }) => sum + bytes.length, containerSlack);
  if (contentBytes > maxPacketBytes)
    throw new RangeError(`an application of ${contentBytes} bytes is too large`);

  const manifest = canonicalText(
    Manifest,
    describe(content, all, station.stationNo, centre.encryptionKey.kid),
  );
  const container: Container = {
    manifest: await signStatement('enrollment-manifest', manifest, station),
    parts: all.map(({ bytes }) => bytes),
  };
  // One buffer of the right size, not copied again: an application is megabytes.
  const plain = new Encoder({ initialBufferSize: contentBytes }).encodeSharedRef(container);

  const header = new TextEncoder().encode(
    canonicalText(PacketHeader, {
      schema: packetSchema,
      applicationId: content.applicationId,
      stationNo: station.stationNo,
      centreKeyId: centre.encryptionKey.kid,
    }),
  );
  const { enc, ct } = await packetSuite.seal(
    { recipientPublicKey: await importEncryptionKey(centre.encryptionKey), info: packetInfo },
    plain,
    header,
  );
  const packet = framePacket(header, enc, ct);
  return { packet, sha256: sha256Hex(packet) };
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
  centreKeyId: string,
): Manifest {
  const { application: _, receivedAtMs, sealedAtMs, ...head } = content;
  return {
    ...head,
    schema: packetSchema,
    stationNo,
    receivedAt: new Date(receivedAtMs).toISOString(),
    sealedAt: new Date(sealedAtMs).toISOString(),
    centreKeyId,
    parts: parts.map(({ name, mime, bytes }) => ({
      name,
      mime,
      bytes: bytes.length,
      sha256: sha256Hex(bytes),
    })),
  };
}

function importEncryptionKey({ kty, crv, x, y }: PublicKey): Promise<CryptoKey> {
  return packetSuite.kem.importKey('jwk', { kty, crv, x, y }, true);
}
