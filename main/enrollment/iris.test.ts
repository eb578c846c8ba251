import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCaptures, readCurrentCaptures } from '../../db/captures.ts';
import { openTestStore } from '../../db/test-store.ts';
import type { CapturedEyes } from '../../drivers/host-protocol.ts';
import type { Eye, IrisPreview } from '../../drivers/iris/scanner.ts';
import type { EyeCondition } from '../../fixtures/iris/conditions.ts';
import { eyeOf } from '../../fixtures/iris/person-eye.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { decodeGray } from '../biometrics/picture.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import { readIrisRecord } from '../biometrics/records/iris-record.ts';
import type { EnrollmentSnapshot, Intention } from '../contract/enrollment.ts';
import { type ApplicationId, OfficerId } from '../contract/ids.ts';
import { live } from '../live.ts';
import type { Desk, LiveFingers } from './desk.ts';
import { openEnrollments } from './enrollments.ts';
import { irisParts } from './iris-parts.ts';
import { beginIris } from './iris-state.ts';
import type { Work } from './session.ts';

let biometrics: BiometricsPool;
beforeAll(() => {
  biometrics = openBiometricsPool();
});
afterAll(() => biometrics.close());

/** What the scanner shows of each eye. */
type Shown = Readonly<Record<Eye, readonly [Eye, EyeCondition]>>;
const good: Shown = { right: ['right', 'good'], left: ['left', 'good'] };

/** One applicant at a desk whose scanner sees what a test shows it, and whose pictures are really judged. */
function openIrisDesk() {
  const { store, remove } = openTestStore();
  let shown = good;
  let take = 0;
  const asked: unknown[] = [];
  const call = async (
    _name: string,
    { eyes, missing }: { eyes: readonly Eye[]; missing: readonly Eye[] },
  ) => {
    take += 1;
    asked.push({ eyes, missing });
    const packed = eyes.map(async (eye) => {
      const { width, height, pixels } = eyeOf(exchangeAt25, shown[eye][0], take, shown[eye][1]);
      const png = sharp(pixels, { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .png();
      return {
        eye,
        width,
        height,
        encoding: 'png',
        bytes: new Uint8Array(await png.toBuffer()),
        quality: 9,
      } as const;
    });
    return {
      eyes: await Promise.all(packed),
      scanner: { model: 'thử', serial: 'T-2' },
    } satisfies CapturedEyes;
  };
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
      call,
    },
    settings: { office: { code: 'H99' }, stationNo: '03' },
    preview: live<LiveFingers | null>(null),
    eyePreview: live<IrisPreview | null>(null),
    now: Date.now,
    report: (error: unknown) => ({ code: 'station/unexpected', incident: String(error) }),
    saved: () => undefined,
  } as unknown as Desk;
  const enrollments = openEnrollments(desk);
  const applicationId: ApplicationId = enrollments.begin('exchange', 'age', OfficerId.parse('demo'));
  const session = enrollments.session(applicationId);
  return {
    desk,
    store,
    applicationId,
    asked,
    snapshot: (): EnrollmentSnapshot => session.snapshot(),
    perform: (intention: Intention): Promise<void> => session.perform(intention),
    capture: async (eyes: Eye[], next: Shown = good): Promise<EnrollmentSnapshot['iris']> => {
      shown = next;
      await session.perform({ kind: 'capture-iris', eyes });
      for await (const { iris } of session.watch(AbortSignal.timeout(60_000)))
        if (iris.eyes.every(({ state }) => state !== 'capturing')) return iris;
      throw new Error('the eyes were never judged');
    },
    irisGaps: () =>
      session
        .snapshot()
        .gaps.flatMap((gap) => (gap.step === 'iris' ? [{ kind: gap.kind, eye: gap.eye }] : [])),
    close: (): void => {
      enrollments.close();
      remove();
    },
  };
}

describe('eyes at the desk', () => {
  it('are stored as they came, judged from what is stored, and fill both gaps', async () => {
    const desk = openIrisDesk();
    expect(desk.irisGaps()).toHaveLength(2);
    const { eyes } = await desk.capture(['right', 'left']);
    expect(eyes.map(({ state, isAccepted, findings }) => ({ state, isAccepted, findings }))).toEqual(
      Array.from({ length: 2 }, () => ({ state: 'captured', isAccepted: true, findings: [] })),
    );
    expect(desk.irisGaps()).toEqual([]);
    const [first] = readCurrentCaptures(desk.store, desk.applicationId).filter(
      ({ label }) => label === 'right',
    );
    expect(first).toMatchObject({ kind: 'iris', mime: 'image/png', id: eyes[0]?.captureId });
    const { pixels } = await decodeGray(first?.bytes ?? new Uint8Array());
    expect(Buffer.compare(pixels, eyeOf(exchangeAt25, 'right', 1, 'good').pixels)).toBe(0);
    desk.close();
  });

  it('that are not good are taken again alone; after three tries the best is current and may be kept', async () => {
    const desk = openIrisDesk();
    const closed: Shown = { ...good, left: ['left', 'closed'] };
    const half: Shown = { ...good, left: ['left', 'half-closed'] };
    await expect(desk.perform({ kind: 'keep-iris', eye: 'left', reason: 'lids' })).rejects.toMatchObject({
      code: 'iris/nothing-to-keep',
    });
    await desk.capture(['right', 'left'], half);
    const best = desk.snapshot().iris.eyes[1]?.captureId;
    await desk.capture(['left'], closed);
    await desk.capture(['left'], closed);
    expect(desk.snapshot().iris.eyes[1]).toMatchObject({ attempts: 3, captureId: best, mayKeep: true });
    const current = listCaptures(desk.store, desk.applicationId).filter(({ label }) => label === 'left');
    expect(current.map(({ id, isCurrent }) => isCurrent && id)).toEqual([best, false, false]);
    expect(desk.irisGaps()).toEqual([{ kind: 'iris-missing', eye: 'left' }]);
    await desk.perform({ kind: 'keep-iris', eye: 'left', reason: 'lids' });
    expect(desk.irisGaps()).toEqual([]);
    desk.close();
  });

  it('that are one eye twice, or swapped, are told', async () => {
    const desk = openIrisDesk();
    const twice = await desk.capture(['right', 'left'], {
      right: ['right', 'good'],
      left: ['right', 'good'],
    });
    expect(twice.eyes[1]?.findings).toContainEqual({ kind: 'same-eye' });
    expect(desk.irisGaps()).toEqual([{ kind: 'iris-finding', eye: 'left' }]);
    const swapped = await desk.capture(['right', 'left'], {
      right: ['left', 'good'],
      left: ['right', 'good'],
    });
    expect(swapped.eyes.map(({ findings }) => findings)).toEqual([
      [{ kind: 'other-side' }],
      [{ kind: 'other-side' }],
    ]);
    desk.close();
  });

  it('that cannot be captured are asked of no scanner, and are no gap', async () => {
    const desk = openIrisDesk();
    await desk.perform({ kind: 'set-eye-exception', eye: 'right', code: 'missing', note: ' mắt giả ' });
    await expect(desk.perform({ kind: 'capture-iris', eyes: ['right'] })).rejects.toMatchObject({
      code: 'rpc/invalid-input',
    });
    await desk.capture(['right', 'left']);
    expect(desk.asked).toEqual([{ eyes: ['left'], missing: ['right'] }]);
    expect(desk.snapshot().iris.eyes[0]).toMatchObject({ state: 'skipped', exception: { note: 'mắt giả' } });
    expect(desk.irisGaps()).toEqual([]);
    desk.close();
  });

  it('of a child below six are not asked for', async () => {
    const desk = openIrisDesk();
    const year = new Date().getFullYear();
    await desk.perform({ kind: 'set-field', field: 'birthDate', value: `01/01/${year - 4}` });
    expect(desk.snapshot().iris.isRequired).toBe(false);
    expect(desk.irisGaps()).toEqual([]);
    await desk.perform({ kind: 'set-field', field: 'birthDate', value: `01/01/${year - 20}` });
    expect(desk.irisGaps()).toHaveLength(2);
    desk.close();
  });

  it('are sent as one ISO/IEC 19794-6 record, the stored files in it byte by byte', async () => {
    const desk = openIrisDesk();
    await desk.capture(['right', 'left']);
    const stored = readCurrentCaptures(desk.store, desk.applicationId).filter(({ kind }) => kind === 'iris');
    const irises = beginIris().irises.map((eye) => {
      const shown = desk.snapshot().iris.eyes.find((one) => one.eye === eye.eye);
      const captureId = shown?.captureId ?? expect.fail('not captured');
      const assessed = {
        score: 80,
        isAccepted: true,
        side: eye.eye,
        checks: [],
        ...(shown?.iris ? { iris: shown.iris } : {}),
      };
      const taken = { captureId, assessed, size: { width: 640, height: 480 }, isLossy: false };
      return { ...eye, captureId, tries: [taken] };
    });
    const work = { desk: desk.desk, signal: new AbortController().signal } as unknown as Work;
    const [part] = await irisParts(work, { irises });
    expect(part?.name).toBe('irises.iir');
    const images = readIrisRecord(part?.bytes ?? new Uint8Array());
    expect(images.map(({ eye, kind, encoding }) => ({ eye, kind, encoding }))).toEqual(
      (['right', 'left'] as const).map((eye) => ({ eye, kind: 'vga', encoding: 'png' })),
    );
    for (const { eye, bytes, diameter } of images) {
      expect(
        Buffer.compare(bytes, stored.find(({ label }) => label === eye)?.bytes ?? new Uint8Array()),
      ).toBe(0);
      expect(diameter[0]).toBeLessThan(224);
      expect(diameter[1]).toBeGreaterThan(224);
    }
    expect(await irisParts(work, beginIris())).toEqual([]);
    desk.close();
  });
});
