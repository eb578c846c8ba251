import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

/** HTTP as the Secure Biometric Interface 0.9.5 uses it: on loopback only, with methods of its own, JSON both ways. */

/** How a call can go wrong before anything can be made of its answer. */
export type LineFailure =
  /** Nobody listens there. */
  | 'refused'
  /** The connection ended before the answer did. */
  | 'cut'
  /** No whole answer in time. */
  | 'silent'
  | 'too-large'
  /** No HTTP, no success, or no JSON. */
  | 'unreadable'
  /** The caller's signal. */
  | 'stopped';

export class LineError extends Error {
  readonly failure: LineFailure;

  constructor(failure: LineFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LineError';
    this.failure = failure;
  }
}

export interface SbiCall {
  readonly port: number;
  readonly verb: 'MOSIPDISC' | 'MOSIPDINFO' | 'RCAPTURE' | 'STREAM';
  readonly body: unknown;
  /** Until the whole answer is there; of a stream, until it ends. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const paths = {
  MOSIPDISC: '/device',
  MOSIPDINFO: '/info',
  RCAPTURE: '/capture',
  STREAM: '/stream',
} as const satisfies Record<SbiCall['verb'], string>;

/** An answer of several slaps in pixels has some 20 MB; a list of devices some kB. */
const mostAnswerBytes = { MOSIPDISC: 262_144, MOSIPDINFO: 262_144, RCAPTURE: 33_554_432 } as const;

/** Never by name: a name may lead off this machine. */
const host = '127.0.0.1';
/** Loopback says yes or no at once, but on Windows, which tries a no again. */
const connectTimeoutMs = 250;

/** Whether anybody listens on a port. */
export function isAnybodyThere(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.setTimeout(connectTimeoutMs, () => end(false));
  });
}

/**
 * Asks a service and reads its whole answer.
 *
 * @returns the JSON, unchecked
 * @throws LineError
 */
export async function callSbi(
  call: SbiCall & { readonly verb: keyof typeof mostAnswerBytes },
): Promise<unknown> {
  const most = mostAnswerBytes[call.verb];
  return await onLine(call, async (response) => {
    if (response.statusCode !== 200)
      throw new LineError('unreadable', `${call.verb} answered ${response.statusCode}`);
    if (Number(response.headers['content-length'] ?? 0) > most) throw tooLarge(call);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > most) throw tooLarge(call);
      chunks.push(chunk);
    }
    return parseJson(Buffer.concat(chunks), call);
  });
}

/**
 * Opens a stream and hands on what comes, until it ends or the signal stops it.
 *
 * @param use told the content type first; it says with false that this is no stream of its kind
 * @throws LineError
 */
export async function streamSbi(
  call: SbiCall,
  use: { begin(contentType: string): boolean; take(chunk: Uint8Array): void },
): Promise<void> {
  await onLine(call, async (response) => {
    if (response.statusCode !== 200 || !use.begin(response.headers['content-type'] ?? '')) return;
    for await (const chunk of response as AsyncIterable<Uint8Array>) use.take(chunk);
  });
}

function tooLarge({ verb }: SbiCall): LineError {
  return new LineError('too-large', `${verb} answered with more than any device has to say`);
}

function parseJson(bytes: Uint8Array, { verb }: SbiCall): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new LineError('unreadable', `${verb} answered with no JSON`, { cause });
  }
}

/** Sends the request, lets `read` have the answer, and leaves no connection behind. */
async function onLine<T>(call: SbiCall, read: (response: IncomingMessage) => Promise<T>): Promise<T> {
  const { port, verb, timeoutMs, signal } = call;
  const deadline = AbortSignal.timeout(timeoutMs);
  const body = Buffer.from(JSON.stringify(call.body));
  const sent = request({
    host,
    port,
    method: verb,
    path: paths[verb],
    agent: false,
    headers: { 'Content-Type': 'application/json', 'Content-Length': body.length },
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  });
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', resolve);
      sent.on('error', reject);
      sent.end(body);
    });
    return await read(response);
  } catch (cause) {
    if (cause instanceof LineError) throw cause;
    const failure = signal?.aborted ? 'stopped' : deadline.aborted ? 'silent' : failureOf(cause);
    throw new LineError(failure, `${verb}: ${failure}`, { cause });
  } finally {
    sent.destroy();
  }
}

function failureOf(cause: unknown): LineFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'refused';
  return code.startsWith('HPE_') ? 'unreadable' : 'cut';
}
