import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CertificateAuthority, openCertificateAuthority } from '../../fixtures/central/certificates.ts';
import { type ForwardProxy, openForwardProxy } from '../../fixtures/central/forward-proxy.ts';
import { openTestCentre, type TestCentre } from '../../fixtures/central/test-centre.ts';
import type { Centre } from './centre.ts';
import { type Delivery, deliver } from './delivery.ts';
import { openLine } from './line.ts';
import { openPace } from './pace.ts';

const never = new AbortController().signal;
let plain: TestCentre;
let secure: TestCentre;
let authority: CertificateAuthority;
beforeAll(async () => {
  authority = openCertificateAuthority();
  plain = await openTestCentre();
  secure = await openTestCentre({ identity: authority.server() });
});
afterAll(async () => {
  await plain.remove();
  await secure.remove();
  authority.close();
});

/** Tries once to deliver a packet to a centre. */
async function deliverTo(
  to: TestCentre,
  changes: Partial<Centre> = {},
  timeoutMs = 3_000,
): Promise<Delivery> {
  const centre = to.centre(changes);
  const line = openLine(centre, timeoutMs);
  try {
    return await deliver({ centre, line, pace: openPace() }, await to.shipment(100_000), never);
  } finally {
    line.hangUp();
  }
}

describe('over TLS', () => {
  it('delivers when both sides are who they should be', async () => {
    expect(await deliverTo(secure, { identity: authority.station('03') })).toMatchObject({
      kind: 'accepted',
    });
  });

  it('sends nothing to a centre that another authority vouches for', async () => {
    const other = openCertificateAuthority();
    const identity = { ...authority.station('03'), authority: other.station('03').authority };
    expect(await deliverTo(secure, { identity })).toMatchObject({ kind: 'later', code: 'line/untrusted' });
    other.close();
  });

  it("does not believe the system's authorities in the place of its own", async () => {
    expect(await deliverTo(secure)).toMatchObject({ kind: 'later', code: 'line/untrusted' });
  });

  it('sends nothing to somebody with a certificate for another address', async () => {
    const elsewhere = await openTestCentre({ identity: authority.server('127.0.0.2') });
    const identity = authority.station('03');
    expect(await deliverTo(elsewhere, { identity })).toMatchObject({ kind: 'later', code: 'line/untrusted' });
    expect(await elsewhere.central().control.held()).toEqual([]);
    await elsewhere.remove();
  });

  it('sends nothing to somebody who does not speak TLS', async () => {
    const url = plain.central().url.replace('http:', 'https:');
    expect(await deliverTo(plain, { url, identity: authority.station('03') })).toMatchObject({
      kind: 'later',
      code: 'line/untrusted',
    });
  });

  it('is refused with the certificate of another authority', async () => {
    const other = openCertificateAuthority();
    const identity = { ...other.station('03'), authority: authority.station('03').authority };
    expect(await deliverTo(secure, { identity })).toMatchObject({ kind: 'later' });
    other.close();
  });

  it('is not taken for another station', async () => {
    expect(await deliverTo(secure, { identity: authority.station('04') })).toMatchObject({
      kind: 'later',
      code: 'centre/not-registered',
    });
  });
});

describe('through an HTTP proxy', () => {
  let proxy: ForwardProxy;
  afterEach(async () => {
    vi.unstubAllEnvs();
    await proxy.close();
  });

  it('delivers through the one that the settings name', async () => {
    proxy = await openForwardProxy();
    expect(await deliverTo(plain, { proxyUrl: proxy.url })).toMatchObject({ kind: 'accepted' });
    expect(proxy.seen.map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'))).toEqual([
      `PUT ${plain.central().url}/applications/ID`,
      `POST ${plain.central().url}/uploads`,
      `PATCH ${plain.central().url}/uploads/ID`,
      `PUT ${plain.central().url}/applications/ID`,
    ]);
  });

  it('delivers through the one of the environment', async () => {
    proxy = await openForwardProxy();
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('HTTP_PROXY', proxy.url);
    expect(await deliverTo(plain)).toMatchObject({ kind: 'accepted' });
    expect(proxy.seen).toHaveLength(4);
  });

  it('shows the proxy nothing of what goes over TLS, and trusts it no more than the line', async () => {
    proxy = await openForwardProxy();
    const identity = authority.station('03');
    expect(await deliverTo(secure, { identity, proxyUrl: proxy.url })).toMatchObject({ kind: 'accepted' });
    expect(proxy.seen).toEqual([`CONNECT ${new URL(secure.central().url).host}`]);
  });

  it('waits with the cause when the proxy does not let it through', async () => {
    proxy = await openForwardProxy(407);
    const waiting = { kind: 'later', code: 'line/proxy' };
    expect(await deliverTo(plain, { proxyUrl: proxy.url })).toMatchObject(waiting);
    const identity = authority.station('03');
    expect(await deliverTo(secure, { identity, proxyUrl: proxy.url })).toMatchObject(waiting);
  });
});

describe('whatever comes back', () => {
  let server: Server;
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each<[name: string, bytes: string, code: string]>([
    ['nothing and hangs up', '', 'line/down'],
    ['noise', '\u0000\u0001\u0002 not http at all\r\n\r\n', 'line/down'],
    ['a status that is none', 'HTTP/1.1 999999 Hm\r\n\r\n', 'line/down'],
    ['a length it does not keep', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"rec', 'line/down'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', 'line/down'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 'line/down'],
    ['a list', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]', 'centre/unexpected-answer'],
    [
      'a receipt that is none',
      'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"receipt":"..."}',
      'centre/bad-receipt',
    ],
    [
      'a receipt that is a number',
      'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"receipt":7}',
      'centre/unexpected-answer',
    ],
    [
      'an address elsewhere',
      'HTTP/1.1 200 OK\r\nContent-Length: 34\r\n\r\n{"upload":"http://127.0.0.1:1/up"}',
      'centre/unexpected-answer',
    ],
  ])('is no delivery: %s', async (_name, bytes, code) => {
    server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(bytes));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await deliverTo(plain, { url })).toMatchObject({ kind: 'later', code });
  });

  it.each<[name: string, bytes: string]>([
    ['nothing', ''],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"rec'],
  ])('is given up when %s came for too long', async (_name, bytes) => {
    const sockets: Socket[] = [];
    server = createTcpServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.once('data', () => socket.write(bytes));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await deliverTo(plain, { url }, 200)).toMatchObject({ kind: 'later', code: 'line/down' });
    for (const socket of sockets) socket.destroy();
  });

  it('follows no redirect', async () => {
    const asked: string[] = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere', connection: 'close' }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await deliverTo(plain, { url })).toMatchObject({ code: 'centre/unexpected-answer' });
    expect(asked).toEqual([expect.stringMatching(/^\/applications\//)]);
  });
});
