import { CompactSign, type CryptoKey, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { PublicKey } from './public-key.ts';

/** What a signed statement is for; a signature made for one kind never passes for another. */
export type StatementKind =
  | 'enrollment-conflict'
  | 'enrollment-decision'
  | 'enrollment-key-change'
  | 'enrollment-manifest'
  | 'enrollment-sealed'
  | 'enrollment-approved'
  | 'queue-export'
  | 'station-permit'
  | 'enrollment-receipt'
  | 'enrollment-statuses'
  | 'trust-package';

/** Who signs: an ES256 private key and the id of its public half. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

export type StatementFault = 'malformed' | 'unknown-key' | 'bad-signature';

/** A statement that cannot be believed. `message` holds nothing of what the statement says. */
export class StatementError extends Error {
  readonly fault: StatementFault;

  constructor(fault: StatementFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StatementError';
    this.fault = fault;
  }
}

/** Signs a text: JWS compact serialization (RFC 7515), ES256, with `kid` and `typ` in the protected header. */
export function signStatement(kind: StatementKind, text: string, key: SigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: `${kind}+jws` })
    .sign(key.privateKey);
}

/** Signs a text that travels beside its signature: the same JWS with an empty payload (RFC 7515, appendix F). */
export async function signDetached(kind: StatementKind, text: string, key: SigningKey): Promise<string> {
  const [header, , signature] = (await signStatement(kind, text, key)).split('.');
  return `${header}..${signature}`;
}

/**
 * Checks a detached signature over `text` by one of `keys`.
 *
 * @throws StatementError
 */
export async function readDetached(
  kind: StatementKind,
  jws: string,
  text: string,
  keys: readonly PublicKey[],
): Promise<void> {
  const [header, payload, signature, ...more] = jws.split('.');
  if (payload !== '' || more.length > 0) throw new StatementError('malformed', 'not a detached JWS');
  await readStatement(kind, `${header}.${Buffer.from(text).toString('base64url')}.${signature}`, keys);
}

/**
 * The text of a statement that one of `keys` has signed.
 *
 * @throws StatementError
 */
export async function readStatement(
  kind: StatementKind,
  jws: string,
  keys: readonly PublicKey[],
): Promise<string> {
  const { typ, kid } = readHeader(jws);
  if (typ !== `${kind}+jws`)
    throw new StatementError('malformed', `a statement of another kind than ${kind}`);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) throw new StatementError('unknown-key', 'signed with a key nobody here knows');
  try {
    const { payload } = await compactVerify(jws, await importJWK(key, 'ES256'), { algorithms: ['ES256'] });
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch (cause) {
    throw new StatementError('bad-signature', 'the signature does not fit', { cause });
  }
}

function readHeader(jws: string) {
  try {
    return decodeProtectedHeader(jws);
  } catch (cause) {
    throw new StatementError('malformed', 'not a JWS', { cause });
  }
}
