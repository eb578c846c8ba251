import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { Upload as ForeignUpload } from 'tus-js-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestCentre, type TestCentre } from '../../fixtures/central/test-centre.ts';
import { openLine } from './line.ts';
import { openPace } from './pace.ts';
import { upload } from './tus.ts';

/** tus 1.0 is checked against others' programs: this client with a server of the tus project, the reference centre with its client. */

const never = new AbortController().signal;

describe('uploading to a server of the tus project', () => {
  let dir: string;
  let store: FileStore;
  let http: HttpServer;
  let url: string;
  /** Breaks the connection of the n-th PATCH after so many bytes. */
  let cuts: number[] = [];
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tus-'));
    store = new FileStore({ directory: dir });
    const tus = new Server({ path: '/uploads', datastore: store });
    http = createServer((request, response) => {
      const cut = request.method === 'PATCH' ? cuts.shift() : undefined;
      if (cut === undefined) return void tus.handle(request, response);
      let seen = 0;
      request.on('data', (chunk: Uint8Array) => {
        seen += chunk.length;
        if (seen >= cut) request.socket.destroy();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    cuts = [];
  });
  afterAll(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    rmSync(dir, { recursive: true, force: true });
  });

  it('leaves there exactly what was sent, over cuts', async () => {
    const bytes = randomBytes(1_500_000);
    const line = openLine({ url, signingKey: {} as never, stationNo: '03' }, 5_000);
    const pace = openPace();
    let begunAt: string | undefined;
    const watched = {
      ...line,
      request: async (...args: Parameters<typeof line.request>) => {
        const answer = await line.request(...args);
        begunAt = answer.header('location') ?? begunAt;
        return answer;
      },
    };
    const attempt = () =>
      upload(
        { line: watched, pace },
        { creationUrl: 'uploads', begunAt, metadata: { applicationId: 'a', packetSha256: 'f' }, bytes },
        never,
      );
    cuts = [1, 70_000];
    await expect(attempt()).rejects.toThrow();
    await expect(attempt()).rejects.toThrow();
    await attempt();
    const kept: Uint8Array[] = [];
    for await (const chunk of store.read(begunAt?.split('/').at(-1) ?? '')) kept.push(chunk as Uint8Array);
    expect(Buffer.concat(kept).equals(bytes)).toBe(true);
    line.hangUp();
  });
});

describe('the reference centre', () => {
  let test: TestCentre;
  beforeAll(async () => {
    test = await openTestCentre();
  });
  afterAll(() => test.remove());

  it('takes an upload of the client of the tus project', async () => {
    const { packet, applicationId, packetSha256 } = await test.shipment(500_000);
    test.central().control.setFaults([{ kind: 'lose-patch-answer' }]);
    await new Promise<void>((resolve, reject) => {
      new ForeignUpload(Buffer.from(packet), {
        endpoint: `${test.central().url}/uploads`,
        chunkSize: 200_000,
        retryDelays: [10, 10],
        metadata: { applicationId, packetSha256 },
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    const announced = await fetch(`${test.central().url}/applications/${applicationId}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schema: 1, stationNo: '03', packetBytes: packet.length, packetSha256 }),
    });
    expect([announced.status, await announced.json()]).toEqual([200, { receipt: expect.any(String) }]);
  });

  it('says what it speaks', async () => {
    const options = await fetch(`${test.central().url}/uploads`, { method: 'OPTIONS' });
    expect([
      options.status,
      options.headers.get('tus-version'),
      options.headers.get('tus-extension'),
    ]).toEqual([204, '1.0.0', 'creation,checksum']);
  });

  it.each<[name: string, headers: Record<string, string>, status: number]>([
    ['begins elsewhere', { 'upload-offset': '1' }, 409],
    ['is longer than what was announced', { 'upload-offset': '0', 'x-bytes': '100000' }, 409],
    ['was changed on the way', { 'upload-offset': '0', 'upload-checksum': 'sha256 AAAA' }, 460],
    ['is not of this protocol', { 'upload-offset': '0', 'tus-resumable': '0.2.2' }, 412],
    ['is not called one', { 'upload-offset': '0', 'content-type': 'text/plain' }, 415],
    ['says no offset', {}, 400],
  ])('refuses a chunk that %s, and has nothing of it', async (_name, headers, status) => {
    const { url } = test.central();
    const { packet, applicationId, packetSha256 } = await test.shipment(100);
    const place = await begin(applicationId, packetSha256, packet.length);
    const { 'x-bytes': bytes, ...rest } = headers;
    const answer = await fetch(new URL(place, url), {
      method: 'PATCH',
      headers: { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream', ...rest },
      body: new Uint8Array(Number(bytes ?? 10)),
    });
    expect(answer.status).toBe(status);
    const head = await fetch(new URL(place, url), { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
    expect(head.headers.get('upload-offset')).toBe('0');
  });

  it('gives the same upload to whoever begins it again', async () => {
    const { packet, applicationId, packetSha256 } = await test.shipment(100);
    const places = [1, 2, 3].map(() => begin(applicationId, packetSha256, packet.length));
    expect(new Set(await Promise.all(places)).size).toBe(1);
  });

  /** @returns where the upload is */
  async function begin(applicationId: string, packetSha256: string, length: number): Promise<string> {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const created = await fetch(`${test.central().url}/uploads`, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(length),
        'upload-metadata': `applicationId ${base64(applicationId)},packetSha256 ${base64(packetSha256)}`,
      },
    });
    expect(created.status).toBe(201);
    return created.headers.get('location') ?? '';
  }

  it('throws bytes away that are not the announced ones, and takes them when they come', async () => {
    const { packet, applicationId, packetSha256 } = await test.shipment(1_000);
    const tus = { 'tus-resumable': '1.0.0' };
    const { url } = test.central();
    const place = new URL(await begin(applicationId, packetSha256, packet.length), url);
    const sent = await fetch(place, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(packet.length),
    });
    expect(sent.status).toBe(204);
    const announced = await fetch(`${url}/applications/${applicationId}`, {
      method: 'PUT',
      body: JSON.stringify({ schema: 1, stationNo: '03', packetBytes: packet.length, packetSha256 }),
    });
    expect(await announced.json()).toEqual({ upload: null });
    expect((await fetch(place, { method: 'HEAD', headers: tus })).status).toBe(404);
  });
});
