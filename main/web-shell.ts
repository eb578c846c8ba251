import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { maxFrameBytes } from './contract/frames.ts';
import { type Service, serve } from './contract/rpc-server.ts';
import type { Wire } from './contract/wire.ts';
import { pageHeaders, readPage } from './page.ts';

export interface WebShellOptions {
  readonly service: Service;
  /** The built page. Its files are listed once; nothing else is served. */
  readonly rendererDir: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface WebShell {
  /** With a token that opens the page once. */
  readonly url: string;
  close(): Promise<void>;
}

const cookieName = 'station';

/**
 * Serves the page and its wire on 127.0.0.1, to the one browser that has the token: the first request with it gets a cookie, and the
 * token is used up. Whoever asks without the cookie, under another host name or from another origin is refused.
 */
export async function openWebShell({ service, rendererDir, port }: WebShellOptions): Promise<WebShell> {
  const files = readPage(rendererDir);
  const cookie = randomBytes(32).toString('base64url');
  let token: string | null = randomBytes(32).toString('base64url');
  let host = '';

  const server = createServer((request, response) => answer(request, response));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    if (!isFromOurPage(request)) refuse(response, 403);
    else if (request.method !== 'GET') refuse(response, 405);
    else if (token !== null && isEqual(path, `/?token=${token}`)) admit(response);
    else if (hasCookie(request)) sendFile(response, path);
    else refuse(response, 401);
  }

  /** Another name for this address, or another origin, is another site's page trying (DNS rebinding, cross-site requests). */
  function isFromOurPage({ headers: { host: asked, origin } }: IncomingMessage): boolean {
    return asked === host && (origin === undefined || origin === `http://${host}`);
  }

  function sendFile(response: ServerResponse, path: string): void {
    const file = files.get(path);
    if (!file) {
      refuse(response, 404);
      return;
    }
    const { mime, bytes } = file;
    response
      .writeHead(200, { ...pageHeaders, 'Content-Type': mime, 'Content-Length': bytes.length })
      .end(bytes);
  }

  function admit(response: ServerResponse): void {
    token = null;
    const attributes = 'HttpOnly; SameSite=Strict; Path=/';
    response
      .writeHead(303, {
        ...pageHeaders,
        Location: '/',
        'Set-Cookie': `${cookieName}=${cookie}; ${attributes}`,
      })
      .end();
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const hasOrigin = request.headers.origin !== undefined;
    const isOurs = hasOrigin && isFromOurPage(request) && request.url === '/wire' && hasCookie(request);
    if (!isOurs) {
      // Whoever is refused may be gone before the answer is.
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(wireOf(webSocket), service));
  }

  function hasCookie(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    return cookies.some((pair) => isEqual(pair, `${cookieName}=${cookie}`));
  }

  return {
    url: `http://${host}/?token=${token}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain', Connection: 'close' }).end();
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A WebSocket as the wire the contract speaks over. Text is answered as bytes that are no frame. */
function wireOf(socket: WebSocket): Wire {
  socket.binaryType = 'nodebuffer';
  // A frame over the limit ends the socket; there is nobody to tell.
  socket.on('error', () => socket.terminate());
  return {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame);
    },
    onFrame: (listener) =>
      socket.on('message', (data, isBinary) => {
        // A copy: what goes on into the station must not share the socket's buffer.
        listener(isBinary && Buffer.isBuffer(data) ? new Uint8Array(data) : new Uint8Array());
      }),
    onClose: (listener) => socket.on('close', listener),
    close: () => socket.close(1008),
  };
}
