import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { env } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StationError } from '../contract/errors.ts';
import type { Centre } from './centre.ts';
import { type ClockReading, readClock } from './clock.ts';
import { openThrottle } from './pace.ts';

/** One request to the centre. `url` is resolved against the centre's. */
export interface LineRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'HEAD' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What came back, whoever it is from. */
export interface LineAnswer {
  readonly status: number;
  /** The first header of this lower-case name. */
  header(name: string): string | undefined;
  readonly body: string;
  /** Undefined when the answer does not say what time it is. */
  readonly clock: ClockReading | undefined;
}

/** The way to one centre: pinned authority, client certificate, proxy and bandwidth as the settings have them. */
export interface Line {
  /**
   * Asks once. Redirects are not followed.
   *
   * @throws StationError `centre/unexpected-answer` for an answer that is too long; the signal's reason; otherwise Node's error
   */
  request(request: LineRequest, signal: AbortSignal): Promise<LineAnswer>;
  /** An address the centre gave. @throws StationError `centre/unexpected-answer` when it leads away from the centre */
  addressOf(location: string): string;
  /** Lets go of the connection: after a cut it is of no use. */
  hangUp(): void;
}

/** Receipts and a page of statuses are well below it. */
const maxAnswerBytes = 256 * 1024;
/** Nothing sent and nothing heard for so long: the line is down. */
const silenceMs = 30_000;

/** @param timeoutMs of one request: the largest piece on the slowest line a piece of that size is sent over */
export function openLine(centre: Centre, timeoutMs: number, now: () => number = Date.now): Line {
  const base = new URL(centre.url.endsWith('/') ? centre.url : `${centre.url}/`);
  const isTls = base.protocol === 'https:';
  const agent = isTls ? httpsAgent(centre) : new HttpAgent(agentOptions(centre));
  const ask = isTls ? overHttps : overHttp;
  const throttle = openThrottle(centre.bytesPerSecond ?? Number.POSITIVE_INFINITY);

  async function request(asked: LineRequest, signal: AbortSignal): Promise<LineAnswer> {
    const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { method, headers = {}, body = new Uint8Array() } = asked;
    const sentAtMs = now();
    const outgoing = ask(new URL(asked.url, base), {
      agent,
      method,
      headers: {
        ...headers,
        accept: 'application/json',
        ...(method === 'GET' || method === 'HEAD' ? {} : { 'content-length': body.length }),
      },
      timeout: Math.min(silenceMs, timeoutMs),
      signal: ending,
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('nothing was heard')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).on('error', reject);
    });
    // A centre may answer before it has everything, and close: what it said counts, not that it stopped listening.
    const sent = pipeline(Readable.from(throttle.pieces(body, ending)), outgoing, { signal: ending });
    sent.catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
    const incoming = await answered;
    const text = await readText(incoming);
    if (!outgoing.writableFinished) outgoing.destroy();
    const clock = readClock(incoming.headers, sentAtMs, now());
    return {
      status: incoming.statusCode ?? 0,
      header: (name) => [incoming.headers[name]].flat()[0],
      body: text,
      clock,
    };
  }

  return {
    request,
    addressOf: (location) => {
      const address = URL.parse(location, base);
      if (address?.origin !== base.origin)
        throw new StationError('centre/unexpected-answer', 'the address does not lead to the centre');
      return address.href;
    },
    hangUp: () => agent.destroy(),
  };
}

function httpsAgent(centre: Centre): HttpsAgent {
  const { authority, certificate, key } = centre.identity ?? {};
  return new HttpsAgent({
    ...agentOptions(centre),
    minVersion: 'TLSv1.2',
    ...(authority === undefined ? {} : { ca: authority }),
    ...(certificate === undefined || key === undefined ? {} : { cert: certificate, key }),
  });
}

function agentOptions({ proxyUrl }: Centre) {
  // A proxy is no way to this machine unless somebody says so.
  const proxyEnv = proxyUrl
    ? { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl }
    : { NO_PROXY: 'localhost,127.0.0.1,[::1]', ...env };
  // One connection, kept for the next piece as long as the centre keeps it.
  return { keepAlive: true, maxSockets: 1, timeout: silenceMs, proxyEnv };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop breaks off the rest.
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxAnswerBytes)
      throw new StationError('centre/unexpected-answer', `the answer is longer than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
