import { z } from 'zod';
import { StationError, type StationErrorCode } from '../contract/errors.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { readReceipt } from './receipt.ts';

/** The centre as the station's settings name it. */
export interface Centre {
  readonly url: string;
  readonly signingKey: PublicKey;
}

export interface Shipment {
  readonly applicationId: string;
  readonly packet: Uint8Array;
  /** Lower-case hex. */
  readonly packetSha256: string;
}

/**
 * What one attempt came to. Only a receipt the centre has signed ends a delivery, either way; everything else is tried again.
 */
export type Delivery =
  | {
      readonly kind: 'accepted';
      readonly receiptNo: string;
      readonly acceptedAtMs: number;
      readonly receipt: string;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly receipt: string }
  | { readonly kind: 'later'; readonly code: StationErrorCode; readonly retryAfterMs?: number };

export interface DeliveryOptions {
  readonly centre: Centre;
  readonly fetch: typeof fetch;
  /** Of the whole attempt; below the 300 s after which Node's fetch gives up waiting for an answer by itself. */
  readonly timeoutMs: number;
  now(): number;
}

const maxAnswerBytes = 64 * 1024;
/** A centre that asks for more patience than this is asked again anyway. */
const maxRetryAfterMs = 15 * 60_000;

const Answer = z.object({ receipt: z.string() });

/**
 * Sends one packet once: `PUT {centre}/applications/{application id}`, which may be repeated at will.
 *
 * @throws the signal's reason when `signal` aborts, and nothing else
 */
export async function deliver(
  options: DeliveryOptions,
  shipment: Shipment,
  signal: AbortSignal,
): Promise<Delivery> {
  try {
    const response = await put(options, shipment, signal);
    return await interpret(options, shipment, response);
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'later', code: error instanceof StationError ? error.code : lineFault(error) };
  }
}

function put(
  { centre, fetch, timeoutMs }: DeliveryOptions,
  { applicationId, packet, packetSha256 }: Shipment,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(new URL(`applications/${applicationId}`, withSlash(centre.url)), {
    method: 'PUT',
    headers: {
      accept: 'application/json',
      'content-type': 'application/octet-stream',
      // RFC 9530: bytes that changed on the way are noticed before anybody judges the packet.
      'content-digest': `sha-256=:${Buffer.from(packetSha256, 'hex').toString('base64')}:`,
    },
    body: packet as Uint8Array<ArrayBuffer>,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
}

async function interpret(
  { centre, now }: DeliveryOptions,
  shipment: Shipment,
  response: Response,
): Promise<Delivery> {
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    return { kind: 'later', code: 'centre/unavailable', ...retryAfter(response, now()) };
  }
  const jws = readAnswer(await readBody(response));
  const receipt = await readReceipt(jws, shipment, centre.signingKey);
  switch (receipt.outcome) {
    case 'accepted':
      return {
        kind: 'accepted',
        receiptNo: receipt.receiptNo,
        acceptedAtMs: Date.parse(receipt.acceptedAt),
        receipt: jws,
      };
    case 'refused':
      return { kind: 'refused', reason: receipt.reason, receipt: jws };
  }
}

function readAnswer(body: string): string {
  try {
    return Answer.parse(JSON.parse(body)).receipt;
  } catch (cause) {
    throw new StationError('centre/unexpected-answer', 'the answer holds no receipt', { cause });
  }
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxAnswerBytes) {
      throw new StationError('centre/unexpected-answer', `the answer is longer than ${maxAnswerBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Retry-After in seconds or as a date (RFC 9110, section 10.2.3). */
function retryAfter(response: Response, nowMs: number): { retryAfterMs?: number } {
  const header = response.headers.get('retry-after');
  if (header === null) return {};
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? { retryAfterMs: Math.min(Math.max(ms, 0), maxRetryAfterMs) } : {};
}

/** Node's codes for a peer that is not who it should be: OpenSSL's verification results, and its refusals to speak. */
const untrusted =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA)/;

function lineFault(error: unknown): StationErrorCode {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && untrusted.test(cause.code))
      return 'line/untrusted';
  }
  return 'line/down';
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
