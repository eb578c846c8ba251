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

  it('throws bytes away that are not the announced ones, and takes them when they come', async () => {
    const { packet, applicationId, packetSha256 } = await test.shipment(1_000);
    const tus = { 'tus-resumable': '1.0.0' };
    const { url } = test.central();
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const created = await fetch(`${url}/uploads`, {
      method: 'POST',
      headers: {
        ...tus,
        'upload-length': String(packet.length),
        'upload-metadata': `applicationId ${base64(applicationId)},packetSha256 ${base64(packetSha256)}`,
      },
    });
    const place = new URL(created.headers.get('location') ?? '', url);
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
