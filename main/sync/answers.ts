import { StationError, type StationErrorCode } from '../contract/errors.ts';
import type { Line, LineAnswer, LineRequest } from './line.ts';

/** The centre wants to be asked later. */
export class CentreBusy extends StationError {
  /** Undefined when it does not say when. */
  readonly retryAfterMs: number | undefined;

  constructor(retryAfterMs: number | undefined) {
    super('centre/unavailable', 'the centre cannot answer now');
    this.name = 'CentreBusy';
    this.retryAfterMs = retryAfterMs;
  }
}

export function unexpected(message: string, cause?: unknown): StationError {
  return new StationError('centre/unexpected-answer', message, { cause });
}

/** A centre that asks for more patience than this is asked again anyway. */
const maxRetryAfterMs = 15 * 60_000;

/**
 * Asks, and sorts out the answers that mean the same whatever was asked.
 *
 * @throws CentreBusy for 429 and 5xx; StationError `centre/not-registered` for 401 and 403, `line/proxy` for 407; what the line throws
 */
export async function answered(line: Line, request: LineRequest, signal: AbortSignal): Promise<LineAnswer> {
  const answer = await line.request(request, signal);
  const { status } = answer;
  if (status === 429 || status >= 500) throw new CentreBusy(retryAfterMs(answer));
  if (status === 407) throw new StationError('line/proxy', 'the proxy wants to know who asks');
  if (status === 401 || status === 403)
    throw new StationError('centre/not-registered', 'the centre does not take this station');
  return answer;
}

/** Retry-After in seconds or as a date (RFC 9110, section 10.2.3), which is measured by the clock of whoever wrote it. */
function retryAfterMs(answer: LineAnswer): number | undefined {
  const header = answer.header('retry-after') ?? '';
  const theirNowMs = Date.parse(answer.header('date') ?? '') || Date.now();
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - theirNowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxRetryAfterMs) : undefined;
}

/** Node's codes for a peer that is not who it should be: OpenSSL's verification results, and its refusals to speak. */
const untrusted =
  /^(EPROTO$|ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What an attempt failed of. Anything that is not ours is the line's. */
export function failureCode(error: unknown): StationErrorCode {
  if (error instanceof StationError) return error.code;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && untrusted.test(cause.code))
      return 'line/untrusted';
    // A proxy's answer to CONNECT, which Node tells as ERR_PROXY_TUNNEL.
    if ('statusCode' in cause && cause.statusCode === 407) return 'line/proxy';
  }
  return 'line/down';
}
