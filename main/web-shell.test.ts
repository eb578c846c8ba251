import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { testService } from '../fixtures/rpc/service.ts';
import { encodeFrame, maxFrameBytes } from './contract/frames.ts';
import { openWebShell, type WebShell } from './web-shell.ts';

const dir = mkdtempSync(join(tmpdir(), 'web-shell-'));
const rendererDir = join(dir, 'renderer');
let shell: WebShell;
let address: URL;
let admitted: Answer;
let cookie: string;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/** Asks just so: unlike fetch, it neither tidies the path nor minds the headers. */
async function ask({ method = 'GET', path = '/', headers = {} }: Asked): Promise<Answer> {
  const asking = request({ host: '127.0.0.1', port: address.port, method, path, headers, agent: false });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() };
}

/** @returns 101 when the socket opens, the status of the refusal otherwise */
async function knock(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}${path}`, { headers });
  const status = await new Promise<number>((resolve, reject) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', reject);
  });
  return { status, socket };
}

beforeAll(() => {
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), 'the page');
  writeFileSync(join(rendererDir, 'assets/app.js'), 'the script');
  writeFileSync(join(rendererDir, 'notes.txt'), 'no file of a page');
  writeFileSync(join(dir, 'secret.html'), 'secret');
});
afterAll(() => rmSync(dir, { recursive: true }));

beforeEach(async () => {
  shell = await openWebShell({ service: testService({ 'officers.list': () => [] }), rendererDir, port: 0 });
  address = new URL(shell.url);
  admitted = await ask({ path: `/${address.search}`, headers: { host: address.host } });
  cookie = admitted.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterEach(() => shell.close());

const ours = (): Record<string, string> => ({ host: address.host, cookie });

describe('the browser with the token', () => {
  it('gets a cookie that no script and no other site can use, and goes on to the page', () => {
    const { status, headers } = admitted;
    expect({ status, location: headers.location, cookies: headers['set-cookie'] }).toEqual({
      status: 303,
      location: '/',
      cookies: [expect.stringMatching(/^station=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)],
    });
  });

  it('gets the page’s files with their types, and the policy', async () => {
    const page = await ask({ headers: ours() });
    const script = await ask({ path: '/assets/app.js', headers: ours() });
    expect([page.status, page.body, script.body, script.headers['content-type']]).toEqual([
      200,
      'the page',
      'the script',
      'text/javascript; charset=utf-8',
    ]);
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'self'; (?!.*script-src).*frame-ancestors 'none'/,
      ),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('opens the wire', async () => {
    const { status, socket } = await knock('/wire', { ...ours(), origin: address.origin });
    socket.close();
    expect(status).toBe(101);
  });
});

describe('a hostile request', () => {
  it.each<[string, number, () => Asked]>([
    ['without the cookie', 401, () => ({ headers: { host: address.host } })],
    [
      'with a wrong cookie',
      401,
      () => ({ headers: { host: address.host, cookie: `station=${'A'.repeat(43)}` } }),
    ],
    ['with an empty cookie', 401, () => ({ headers: { host: address.host, cookie: 'station=' } })],
    [
      'with the token a second time',
      401,
      () => ({ path: `/${address.search}`, headers: { host: address.host } }),
    ],
    ['with a wrong token', 401, () => ({ path: '/?token=x', headers: { host: address.host } })],
    [
      'under another name (DNS rebinding)',
      403,
      () => ({ headers: { ...ours(), host: `station.example:${address.port}` } }),
    ],
    ['under localhost', 403, () => ({ headers: { ...ours(), host: `localhost:${address.port}` } })],
    ['under our name without the port', 403, () => ({ headers: { ...ours(), host: '127.0.0.1' } })],
    ['from another site', 403, () => ({ headers: { ...ours(), origin: 'https://example.com' } })],
    ['from another port', 403, () => ({ headers: { ...ours(), origin: 'http://127.0.0.1:1' } })],
    ['from nowhere', 403, () => ({ headers: { ...ours(), origin: 'null' } })],
    ['to write', 405, () => ({ method: 'POST', headers: ours() })],
    ['to delete', 405, () => ({ method: 'DELETE', headers: ours() })],
    ['to ask for options', 405, () => ({ method: 'OPTIONS', headers: ours() })],
    ['to trace', 405, () => ({ method: 'TRACE', headers: ours() })],
    ['out of the folder', 404, () => ({ path: '/../secret.html', headers: ours() })],
    ['out of the folder, encoded', 404, () => ({ path: '/%2e%2e/secret.html', headers: ours() })],
    ['out of the folder, slash encoded', 404, () => ({ path: '/..%2fsecret.html', headers: ours() })],
    ['out of the folder, encoded twice', 404, () => ({ path: '/%252e%252e/secret.html', headers: ours() })],
    ['out of the folder, backslash', 404, () => ({ path: '/..\\secret.html', headers: ours() })],
    ['out of the folder, from inside', 404, () => ({ path: '/assets/../../secret.html', headers: ours() })],
    ['out of the folder, with a NUL', 404, () => ({ path: '/index.html%00.js', headers: ours() })],
    ['for an absolute path', 404, () => ({ path: '//etc/passwd', headers: ours() })],
    ['through a proxy', 404, () => ({ path: 'http://example.com/', headers: ours() })],
    ['for a file that is none of the page', 404, () => ({ path: '/notes.txt', headers: ours() })],
    ['for a folder', 404, () => ({ path: '/assets/', headers: ours() })],
    ['for a property of objects', 404, () => ({ path: '/__proto__', headers: ours() })],
    ['for the wire without a socket', 404, () => ({ path: '/wire', headers: ours() })],
  ])('%s is refused with %i', async (_what, status, asked) => {
    const answer = await ask(asked());
    expect({ status: answer.status, body: answer.body, cookies: answer.headers['set-cookie'] }).toEqual({
      status,
      body: '',
      cookies: undefined,
    });
    expect(answer.headers['content-security-policy']).toBeDefined();
    expect((await ask({ headers: ours() })).body).toBe('the page');
  });

  it('for a part of a file gets the whole, or nothing', async () => {
    const { status, body } = await ask({ headers: { ...ours(), range: 'bytes=0-1' } });
    expect([status, body]).toEqual([200, 'the page']);
  });

  it('with a name twice, or none, is refused', async () => {
    const raw = async (lines: readonly string[]): Promise<string> => {
      const socket = connectSocket(Number(address.port), '127.0.0.1');
      socket.end(`${['GET / HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n`);
      const parts: Buffer[] = [];
      for await (const part of socket) parts.push(part as Buffer);
      return Buffer.concat(parts).toString().split('\r\n')[0] ?? '';
    };
    expect(await raw([`Cookie: ${cookie}`])).toBe('HTTP/1.1 400 Bad Request');
    expect(await raw([`Host: evil.example`, `Host: ${address.host}`, `Cookie: ${cookie}`])).toMatch(
      /^HTTP\/1.1 40[03]/,
    );
  });

  it('is not heard from another machine', async () => {
    expect(address.hostname).toBe('127.0.0.1');
    const elsewhere = connectSocket(Number(address.port), '127.0.0.2');
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});

describe('a hostile socket', () => {
  it.each<[string, string, () => Record<string, string>]>([
    ['without the cookie', '/wire', () => ({ host: address.host, origin: address.origin })],
    ['without an origin', '/wire', () => ours()],
    ['from another site', '/wire', () => ({ ...ours(), origin: 'https://example.com' })],
    ['under another name', '/wire', () => ({ ...ours(), host: 'station.example', origin: address.origin })],
    [
      'from the site of that other name',
      '/wire',
      () => ({ ...ours(), host: 'a.example', origin: 'http://a.example' }),
    ],
    ['elsewhere', '/', () => ({ ...ours(), origin: address.origin })],
    ['with the token instead', `/wire?token=x`, () => ({ host: address.host, origin: address.origin })],
  ])('%s is refused', async (_what, path, headers) => {
    expect((await knock(path, headers())).status).toBe(403);
  });

  const open = async (): Promise<WebSocket> =>
    (await knock('/wire', { ...ours(), origin: address.origin })).socket;
  const closeCode = async (socket: WebSocket): Promise<number> => (await once(socket, 'close'))[0] as number;

  it('that sends too much at once is closed', async () => {
    const socket = await open();
    socket.on('error', () => undefined);
    socket.send(new Uint8Array(maxFrameBytes + 1));
    expect(await closeCode(socket)).toBe(1009);
  });

  it.each([
    ['rubbish', new Uint8Array([0xc1, 1, 2])],
    ['text', 'officers.list'],
    ['nothing', new Uint8Array()],
  ])('that sends %s is closed, and others go on', async (_what, frame) => {
    const [hostile, good] = [await open(), await open()];
    hostile.send(frame);
    expect(await closeCode(hostile)).toBe(1008);
    good.send(encodeFrame({ kind: 'request', id: 1, call: 'officers.list', input: {} }));
    await once(good, 'message');
    good.close();
  });

  it('that goes away in the middle leaves the shell up', async () => {
    for (const lines of [
      'GET /wire HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /wire HTTP/1.1\r\nHos',
      '\u0000\u0001',
    ]) {
      const socket = connectSocket(Number(address.port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(lines);
      socket.resetAndDestroy();
    }
    expect((await ask({ headers: ours() })).status).toBe(200);
  });
});

describe('the built page', () => {
  it('is needed to open', async () => {
    const empty = join(dir, 'empty');
    mkdirSync(empty);
    await expect(openWebShell({ service: testService({}), rendererDir: empty, port: 0 })).rejects.toThrow(
      `${empty}: no built page there`,
    );
  });
});
