import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCurrentCaptures } from '../../db/captures.ts';
import { openTestStore } from '../../db/test-store.ts';
import { DriverError } from '../../drivers/errors.ts';
import type { CapturedFace } from '../../drivers/host-protocol.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import { OfficerId } from '../contract/ids.ts';
import type { Desk } from './desk.ts';
import { openEnrollments } from './enrollments.ts';

const portrait = new Uint8Array(
  readFileSync(fileURLToPath(new URL('../../fixtures/people/portrait.jpg', import.meta.url))),
);

let biometrics: BiometricsPool;
beforeAll(() => {
  biometrics = openBiometricsPool();
});
afterAll(() => biometrics.close());

/** An applicant at a desk with a face scanner. */
function openFaceDesk(capture: () => CapturedFace['face']) {
  const { store, remove } = openTestStore();
  const desk = {
    store,
    biometrics,
    devices: {
      list: () => ({
        readerServiceIsUp: true,
        readers: [],
        scanners: [],
        irisScanners: [],
        faceScanners: [],
      }),
      onChange: () => () => undefined,
      call: async (): Promise<CapturedFace> => ({
        face: capture(),
        scanner: { model: 'thử', serial: 'T-3' },
      }),
    },
    settings: { office: { code: 'H99' }, stationNo: '03' },
    now: Date.now,
    report: (error: unknown) => ({ code: 'station/unexpected', incident: String(error) }),
    saved: () => undefined,
  } as unknown as Desk;
  const enrollments = openEnrollments(desk);
  const applicationId = enrollments.begin('exchange', 'age', OfficerId.parse('demo'));
  return {
    session: enrollments.session(applicationId),
    captures: () => readCurrentCaptures(store, applicationId),
    close: () => {
      enrollments.close();
      remove();
    },
  };
}

describe('a portrait of a face scanner', () => {
  it('is stored as it came, and judged as one of the camera is', { timeout: 120_000 }, async () => {
    const scanned = openFaceDesk(() => ({
      width: 1,
      height: 1,
      encoding: 'jpeg',
      bytes: portrait,
      quality: 100,
    }));
    await scanned.session.perform({ kind: 'scan-portrait' });
    const taken = openFaceDesk(() => expect.fail('the camera needs no scanner'));
    await taken.session.perform({
      kind: 'take-portrait',
      image: portrait,
      mime: 'image/jpeg',
      camera: 'máy ảnh',
    });
    const { captureId, ...judged } = scanned.session.snapshot().portrait;
    const { captureId: _other, ...expected } = taken.session.snapshot().portrait;
    expect(judged).toEqual(expected);
    const [stored] = scanned.captures();
    expect(stored).toMatchObject({ id: captureId, kind: 'portrait', label: 'frontal', mime: 'image/jpeg' });
    expect(Buffer.compare(stored?.bytes ?? new Uint8Array(), portrait)).toBe(0);
    scanned.close();
    taken.close();
  });

  it('that is none, or does not come, leaves everything as it was', async () => {
    const bytes = new Uint8Array(50);
    for (const [encoding, code] of [
      ['jpeg', 'portrait/unreadable'],
      ['jpeg2000', 'face/fault'],
    ] as const) {
      const desk = openFaceDesk(() => ({ width: 1, height: 1, encoding, bytes, quality: 100 }));
      await expect(desk.session.perform({ kind: 'scan-portrait' })).rejects.toMatchObject({ code });
      expect(desk.captures()).toEqual([]);
      desk.close();
    }
    const desk = openFaceDesk(() => {
      throw new DriverError('face/not-seen', 'nobody');
    });
    await expect(desk.session.perform({ kind: 'scan-portrait' })).rejects.toMatchObject({
      code: 'face/not-seen',
    });
    desk.close();
  });
});
