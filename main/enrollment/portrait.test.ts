import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readApplication } from '../../db/applications.ts';
import type { ChipReading } from '../../drivers/card/emrtd/chip-reading.ts';
import { sitterFile } from '../../fixtures/people/portraits.ts';
import { randomFrom } from '../../fixtures/random.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import { readFaceRecord } from '../biometrics/records/face-record.ts';
import { portraitParts } from './portrait-parts.ts';
import type { Work } from './session.ts';
import type { EnrollmentState } from './state.ts';
import { openFingerDesk } from './test-finger-desk.ts';

const sitter = new Uint8Array(readFileSync(sitterFile));
/** The same woman on another picture. */
const chipFace = new Uint8Array(readFileSync(new URL('../../fixtures/people/face.jpg', import.meta.url)));

let biometrics: BiometricsPool;
let at: ReturnType<typeof openFingerDesk>;
beforeAll(() => {
  biometrics = openBiometricsPool();
  at = openFingerDesk(biometrics);
});
afterAll(async () => {
  at.close();
  await biometrics.close();
});

const take = (image: Uint8Array): Promise<void> =>
  at.perform({ kind: 'take-portrait', image, mime: 'image/jpeg', camera: 'thử' });

it('is compared with a chip that is read after it was taken', async () => {
  await take(sitter);
  expect(at.snapshot().portrait.likeness).toBeUndefined();
  const chip: ChipReading = {
    verdict: 'incomplete',
    checks: [],
    access: { protocol: 'none', cipher: 'none' },
    face: { mime: 'image/jpeg', bytes: chipFace },
    files: [],
    apdus: 0,
    ms: 0,
  };
  Object.assign(at.desk.devices, { call: async () => chip });
  Object.assign(at.desk, { trust: () => ({}) });
  await at.perform({ kind: 'read-card', key: { kind: 'can', can: '123456' } });
  await expect
    .poll(() => at.snapshot().portrait.likeness, { timeout: 30_000 })
    .toMatchObject({ band: 'alike' });
}, 60_000);

it('is sealed as a card picture and its record that fit each other, however much its picture holds', async () => {
  const random = randomFrom(3);
  const { data, info } = await sharp(sitter).resize(900).raw().toBuffer({ resolveWithObject: true });
  const noisy = Uint8ClampedArray.from(data, (value) => value + 320 * (random() - 0.5));
  const raw = { width: info.width, height: info.height, channels: 3 } as const;
  await take(await sharp(noisy, { raw }).jpeg({ quality: 98 }).toBuffer());
  const draft = readApplication(at.store, at.applicationId)?.draft ?? '';
  const work = { desk: at.desk, signal: AbortSignal.timeout(60_000) } as unknown as Work;
  const [jpeg, record] = await portraitParts(work, JSON.parse(draft) as EnrollmentState);
  expect([jpeg?.name, record?.name]).toEqual(['portrait-card.jpg', 'portrait-card.fac']);
  const { width, height } = await sharp(jpeg?.bytes).metadata();
  expect(height).toBe(900);
  expect(width).toBe(600);
  // More than the rules' bytes, and sealed all the same.
  expect(jpeg?.bytes.length).toBeGreaterThan(65_536);
  const [face] = readFaceRecord(record?.bytes ?? new Uint8Array());
  expect(face).toMatchObject({ kind: 'full-frontal', encoding: 'jpeg', width, height });
  expect(Buffer.from(face?.bytes ?? []).equals(Buffer.from(jpeg?.bytes ?? []))).toBe(true);
}, 60_000);
