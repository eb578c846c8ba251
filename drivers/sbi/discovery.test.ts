import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFingerLane } from '../../fixtures/fingerprint/sbi-lane.ts';
import type { SbiLane } from '../../fixtures/sbi/lane.ts';
import type { FingerprintScanner } from '../fingerprint/scanner.ts';
import { openPortWatch, sbiPorts } from './discovery.ts';

let lane: SbiLane<FingerprintScanner>;
const foreign: { server: Server; sockets: Set<Socket> }[] = [];
beforeEach(async () => {
  lane = await openFingerLane();
});
afterEach(async () => {
  await lane.close();
  for (const { server, sockets } of foreign.splice(0)) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
});

/** Somebody else's service. Counts who comes. */
async function listen(server: Server): Promise<{ port: number; visits(): number }> {
  const sockets = new Set<Socket>();
  let visits = 0;
  server.on('connection', (socket: Socket) => {
    visits += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  foreign.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, visits: () => visits };
}

const found = [{ deviceId: 'VSBI-1', status: 'Ready' }];

describe('the search for services', () => {
  it('looks where SBI 0.9.5 says, and nowhere else', () => {
    expect([sbiPorts[0], sbiPorts.at(-1), sbiPorts.length]).toEqual([4501, 4600, 100]);
  });

  it.each([
    ['says nothing', () => createServer(() => undefined)],
    ['hangs up', () => createServer((socket) => socket.end())],
    ['greets first', () => createServer((socket) => socket.write('220 mail ready\r\n'))],
    ['speaks HTTP of another kind', () => createHttpServer((_, response) => response.end('<html>'))],
    ['never stops talking', () => createServer((socket) => drip(socket))],
    ['answers JSON of another kind', () => answering('{"status":"ok"}')],
    ['answers a list of something else', () => answering('[1,null,{"deviceId":5},[[]]]')],
  ] as const)('finds the scanner beside a service that %s', async (_what, open) => {
    const { port } = await listen(open());
    const watch = openPortWatch([port, lane.service.port()]);
    expect(await watch.look()).toMatchObject(found);
    expect(await watch.look()).toMatchObject(found);
  });

  it('leaves a foreign service alone after a visit or two', async () => {
    const { port, visits } = await listen(createServer((socket) => socket.end()));
    const watch = openPortWatch([port, lane.service.port()]);
    for (let turn = 0; turn < 20; turn += 1) await watch.look();
    expect(visits()).toBeLessThan(3);
    expect(lane.service.asked('MOSIPDISC')).toBe(20);
  });

  it('does not take a late answer for a service that is gone', async () => {
    const watch = openPortWatch([lane.service.port()]);
    expect(await watch.look()).toHaveLength(1);
    lane.service.setFaults({ hang: 'MOSIPDISC' });
    expect(await watch.look()).toHaveLength(1);
    expect(await watch.look()).toHaveLength(1);
    expect(await watch.look()).toHaveLength(0);
  });
});

function answering(body: string): Server {
  return createServer((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
  );
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 5);
  socket.on('close', () => clearInterval(timer));
}
