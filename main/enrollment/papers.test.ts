import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listCaptures, readCapture } from '../../db/captures.ts';
import { paperOnDesk } from '../../fixtures/papers/on-desk.ts';
import { drivingLicence } from '../../fixtures/papers/sheet.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import { openFingerDesk } from './test-finger-desk.ts';

let biometrics: BiometricsPool;
let image: Uint8Array;
let at: ReturnType<typeof openFingerDesk>;
beforeAll(async () => {
  biometrics = openBiometricsPool();
  image = await paperOnDesk(drivingLicence);
});
afterAll(() => biometrics.close());
beforeEach(() => {
  at = openFingerDesk(biometrics);
});
afterEach(() => at.close());

const papers = () => at.snapshot().papers;
const gaps = (): string[] =>
  at
    .snapshot()
    .gaps.filter(({ step }) => step === 'papers')
    .map(({ kind }) => kind);
const auditOf = (event: string): unknown[] =>
  at.store
    .statement<{ details: string }>('SELECT details FROM audit WHERE event = ? ORDER BY rowid')
    .all(event)
    .map(({ details }) => JSON.parse(details));

const addLicence = () => at.perform({ kind: 'add-paper', paperKind: 'driving-licence' });
const photograph = (bytes = image, page = 1) =>
  at.perform({ kind: 'photograph-page', paper: 'p1', page, image: bytes, mime: 'image/jpeg', camera: 'thử' });

describe('a paper photographed', { timeout: 120_000 }, () => {
  it('is kept as it came and straightened, and half done until its original was seen', async () => {
    await addLicence();
    await photograph();
    const [page] = papers().papers[0]?.pages ?? [];
    expect(page).toMatchObject({ number: 1, quarterTurns: 0, verdict: { kind: 'accept' } });
    const captures = listCaptures(at.store, at.applicationId);
    expect(captures.map(({ kind, label, isCurrent }) => ({ kind, label, isCurrent }))).toEqual(
      expect.arrayContaining([
        { kind: 'paper', label: 'p1-1-photograph', isCurrent: true },
        { kind: 'paper', label: 'p1-1', isCurrent: true },
      ]),
    );
    const master = captures.find(({ label }) => label === 'p1-1-photograph');
    expect(readCapture(at.store, master?.id ?? '')?.bytes).toEqual(Buffer.from(image));
    expect(gaps()).toEqual(['old-card-open', 'original-not-seen']);
    // Whoever is at the desk has seen it, not who began.
    at.takeOver('ca-chieu');
    await at.perform({ kind: 'see-original', paper: 'p1', isSeen: true });
    expect(papers().papers[0]?.originalSeen?.officerId).toBe('ca-chieu');
    expect(gaps()).toEqual(['old-card-open']);
  });

  it('is turned from its photograph, and stays turned after a restart and when it is taken again', async () => {
    await addLicence();
    await photograph();
    const [before] = papers().papers[0]?.pages ?? [];
    await at.perform({ kind: 'turn-page', paper: 'p1', page: 1 });
    at.restart();
    const [turned] = papers().papers[0]?.pages ?? [];
    expect(turned).toMatchObject({ quarterTurns: 1, width: before?.height, height: before?.width });
    await photograph();
    expect(papers().papers[0]?.pages).toMatchObject([{ number: 1, quarterTurns: 1 }]);
    const labels = listCaptures(at.store, at.applicationId).filter(({ isCurrent }) => isCurrent);
    expect(labels.map(({ label }) => label).sort()).toEqual(['p1-1', 'p1-1-photograph']);
  });

  it('is refused when it is no picture, no page or no paper', async () => {
    await addLicence();
    await expect(photograph(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: 'papers/unreadable' });
    const nobody = { kind: 'turn-page', paper: 'p1', page: 1 } as const;
    await expect(at.perform(nobody)).rejects.toMatchObject({ code: 'rpc/invalid-input' });
    await expect(at.perform({ kind: 'remove-paper', paper: 'p7' })).rejects.toMatchObject({
      code: 'rpc/invalid-input',
    });
    expect(listCaptures(at.store, at.applicationId)).toEqual([]);
  });
});

describe('what is said of papers', () => {
  it('is tidied, and goes down in the log without a number', async () => {
    await addLicence();
    await at.perform({
      kind: 'describe-paper',
      paper: 'p1',
      number: '  001301000000 ',
      mismatch: 'Tên  đệm',
    });
    expect(papers().papers[0]).toMatchObject({ number: '001301000000', mismatch: 'Tên đệm' });
    await at.perform({ kind: 'set-integrated', paper: 'p1', isIntegrated: true });
    await at.perform({ kind: 'collect-old-card', number: '001301000000' });
    await at.perform({ kind: 'leave-old-card', reason: 'lost' });
    expect(gaps()).toEqual([]);
    expect(auditOf('paper')).toEqual([
      { kind: 'driving-licence', change: 'added' },
      { kind: 'driving-licence', change: 'integrated' },
    ]);
    expect(auditOf('old-card')).toEqual([{ state: 'collected' }, { state: 'kept', reason: 'lost' }]);
  });

  it('is not that a paper is integrated which cannot be', async () => {
    await at.perform({ kind: 'add-paper', paperKind: 'representation' });
    await expect(
      at.perform({ kind: 'set-integrated', paper: 'p1', isIntegrated: true }),
    ).rejects.toMatchObject({ code: 'rpc/invalid-input' });
  });

  it('has an end', async () => {
    for (let count = 0; count < papers().mostPapers; count += 1) await addLicence();
    await expect(addLicence()).rejects.toMatchObject({ code: 'rpc/invalid-input' });
  });
});
