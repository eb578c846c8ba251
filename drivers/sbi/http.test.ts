import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callSbi, type LineFailure } from './http.ts';

const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
});

/** Somebody who does this with each connection. */
async function listen(serve: (socket: Socket) => void): Promise<{ port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
    // Who does not read does not see that the other end has gone.
    socket.resume();
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, sockets };
}

const ask = (port: number, timeoutMs = 5000, signal?: AbortSignal): Promise<unknown> =>
  callSbi({ port, verb: 'MOSIPDISC', body: { type: 'Finger' }, timeoutMs, ...(signal ? { signal } : {}) });

const head = 'HTTP/1.1 200 OK\r\n';
const flood = (socket: Socket): void => {
  const more = (): void => {
    while (socket.writable && socket.write(' '.repeat(65_536)));
  };
  socket.on('drain', more);
  socket.write(`${head}\r\n`);
  more();
};

describe('a call', () => {
  it('sends the verb, the path and the JSON, and reads JSON', async () => {
    let request = '';
    const { port } = await listen((socket) =>
      socket.on('data', (chunk) => {
        request += chunk.toString();
        if (request.endsWith('{"type":"Finger"}')) socket.end(`${head}Content-Length: 8\r\n\r\n{"a":[]}`);
      }),
    );
    expect(await ask(port)).toEqual({ a: [] });
    expect(request).toMatch(/^MOSIPDISC \/device HTTP\/1\.1\r\n/);
  });

  it.each<readonly [string, LineFailure, (socket: Socket) => void]>([
    [
      'a length that is too large',
      'too-large',
      (socket) => socket.write(`${head}Content-Length: 5000000000\r\n\r\n`),
    ],
    ['an answer without end', 'too-large', flood],
    ['a head without end', 'unreadable', (socket) => socket.write(`${head}X: ${'x'.repeat(100_000)}`)],
    ['half an answer', 'cut', (socket) => socket.end(`${head}Content-Length: 100\r\n\r\n[1,`)],
    ['no answer', 'cut', (socket) => socket.end()],
    ['a failure', 'unreadable', (socket) => socket.end('HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\n[]')],
    [
      'a way to somewhere else',
      'unreadable',
      (socket) =>
        socket.end('HTTP/1.1 302 Found\r\nLocation: http://example.invalid/\r\nContent-Length: 2\r\n\r\n[]'),
    ],
    ['another protocol', 'unreadable', (socket) => socket.end('220 mail ready\r\n')],
    ['no JSON', 'unreadable', (socket) => socket.end(`${head}Content-Length: 3\r\n\r\n[1,`)],
    [
      'no UTF-8',
      'unreadable',
      (socket) => socket.end(Buffer.from(`${head}Content-Length: 4\r\n\r\n"\u00ff\u00ff"`, 'latin1')),
    ],
  ])('that brings %s is %s', async (_what, failure, serve) => {
    const { port, sockets } = await listen(serve);
    await expect(ask(port)).rejects.toMatchObject({ name: 'LineError', failure });
    await expect.poll(() => sockets.size, { timeout: 10_000 }).toBe(0);
  });

  it('ends at its time limit, and when it is stopped, and leaves no connection behind', async () => {
    const { port, sockets } = await listen(() => undefined);
    await expect(ask(port, 50)).rejects.toMatchObject({ failure: 'silent' });
    await expect(ask(port, 5000, AbortSignal.timeout(50))).rejects.toMatchObject({ failure: 'stopped' });
    await expect(ask(port, 5000, AbortSignal.abort())).rejects.toMatchObject({ failure: 'stopped' });
    await expect.poll(() => sockets.size, { timeout: 10_000 }).toBe(0);
  });

  it('ends at its time limit however slowly the answer drips', async () => {
    const { port } = await listen((socket) => {
      socket.write(`${head}Content-Length: 100000\r\n\r\n`);
      const timer = setInterval(() => socket.write(' '), 10);
      socket.on('close', () => clearInterval(timer));
    });
    await expect(ask(port, 200)).rejects.toMatchObject({ failure: 'silent' });
  });

  it('is refused where nobody listens', async () => {
    const { port } = await listen(() => undefined);
    const last = open.pop();
    await new Promise<void>((resolve) => last?.server.close(() => resolve()));
    await expect(ask(port)).rejects.toMatchObject({ failure: 'refused' });
  });
});
