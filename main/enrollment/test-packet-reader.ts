import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  verify,
} from 'node:crypto';

/** A pair on P-256 as a JSON Web Key. */
export interface PrivateJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

type PublicJwk = Omit<PrivateJwk, 'd'>;

/**
 * A second reader, written from PACKET.md and RFC 9180 (4.1 DHKEM, 5.1 key schedule, 7.1 identifiers) on Node's own primitives, with none of
 * the station's code.
 *
 * @throws Error at the first thing wrong
 */
export function openByTheBook(bytes: Uint8Array, centre: PrivateJwk, station: PublicJwk) {
  const all = Buffer.from(bytes);
  demand(all.toString('latin1', 0, 4) === 'ESP2', 'magic');
  const header = all.subarray(6, 6 + all.readUInt16BE(4));
  const wrapped = all.subarray(6 + header.length, 6 + header.length + 65 + 48);
  const content = all.subarray(6 + header.length + 65 + 48);
  const { schema, applicationId, stationNo } = JSON.parse(header.toString('utf8')) as Record<string, string>;

  const contentKey = unwrap(wrapped, header, centre);
  const plain = decrypt(
    contentKey,
    content.subarray(0, 12),
    Buffer.from(`enrollment-station content 2 ${stationNo} ${applicationId}`),
    content.subarray(12),
  );
  const headEnd = 4 + plain.readUInt32BE(0);
  const head = JSON.parse(plain.toString('utf8', 4, headEnd)) as {
    manifest: string;
    signatures: { station: string; officer: string; approver: string | null };
  };
  const manifest = JSON.parse(head.manifest);
  demand(Number(schema) === 2 && manifest.schema === 2, 'schema');
  demand(manifest.applicationId === applicationId && manifest.stationNo === stationNo, 'header');
  checkJws(head.signatures.station, 'enrollment-manifest+jws', head.manifest, station);
  checkJws(head.signatures.officer, 'enrollment-sealed+jws', head.manifest, manifest.sealedBy.key);
  if (manifest.approvedBy)
    checkJws(
      head.signatures.approver ?? '',
      'enrollment-approved+jws',
      head.manifest,
      manifest.approvedBy.key,
    );

  let at = headEnd;
  const parts = manifest.parts.map((part: { bytes: number; sha256: string }) => {
    const piece = plain.subarray(at, at + part.bytes);
    at += part.bytes;
    demand(createHash('sha256').update(piece).digest('hex') === part.sha256, 'part');
    return new Uint8Array(piece);
  }) as Uint8Array[];
  demand(at === plain.length, 'end');
  return { manifest, parts };
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** HPKE base mode, one message. */
function unwrap(wrapped: Buffer, header: Buffer, centre: PrivateJwk): Buffer {
  const enc = wrapped.subarray(0, 65);
  const dh = diffieHellman({
    privateKey: createPrivateKey({ key: { ...centre }, format: 'jwk' }),
    publicKey: pointKey(enc),
  });
  const recipient = Buffer.concat([
    Buffer.of(4),
    Buffer.from(centre.x, 'base64url'),
    Buffer.from(centre.y, 'base64url'),
  ]);
  const kem = labeled(Buffer.from('KEM\x00\x10', 'latin1'));
  const eaePrk = kem.extract('', 'eae_prk', dh);
  const shared = kem.expand(eaePrk, 'shared_secret', Buffer.concat([enc, recipient]), 32);
  const hpke = labeled(Buffer.from('HPKE\x00\x10\x00\x01\x00\x02', 'latin1'));
  const context = Buffer.concat([
    Buffer.of(0),
    hpke.extract('', 'psk_id_hash', Buffer.of()),
    hpke.extract('', 'info_hash', Buffer.from('enrollment-station packet 2')),
  ]);
  const secret = hpke.extract(shared, 'secret', Buffer.of());
  const key = hpke.expand(secret, 'key', context, 32);
  return decrypt(key, hpke.expand(secret, 'base_nonce', context, 12), header, wrapped.subarray(65));
}

function decrypt(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

function checkJws(jws: string, typ: string, text: string, { kty, crv, x, y }: PublicJwk): void {
  const [header = '', , signature = ''] = jws.split('.');
  const { alg, typ: said } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  demand(alg === 'ES256' && said === typ, typ);
  const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${Buffer.from(text).toString('base64url')}`);
  const bytes = Buffer.from(signature, 'base64url');
  demand(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes), `${typ} signature`);
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
