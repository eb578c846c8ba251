import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listCaptures } from '../../db/captures.ts';
import { nextCounter } from '../../db/counters.ts';
import { putOfficer } from '../../db/officers.ts';
import type { FingerPosition } from '../../drivers/fingerprint/scanner.ts';
import { type Condition, takeImpression } from '../../fixtures/fingerprint/impression.ts';
import { exchangeAt25, neighbour, type Person } from '../../fixtures/people/people.ts';
import { extractMinutiae } from '../biometrics/finger/minutiae/extract.ts';
import { grayToPng } from '../biometrics/picture.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import { putOfficerFingers } from '../officers/officer-fingers.ts';
import { openFingerDesk } from './test-finger-desk.ts';

let biometrics: BiometricsPool;
let at: ReturnType<typeof openFingerDesk>;
beforeAll(() => {
  biometrics = openBiometricsPool();
});
afterAll(() => biometrics.close());
beforeEach(() => {
  at = openFingerDesk(biometrics);
});
afterEach(() => at.close());

let takes = 0;
function pressed(
  position: FingerPosition,
  {
    person = exchangeAt25,
    condition = 'good',
    missing = [],
  }: { person?: Person; condition?: Condition; missing?: number[] } = {},
) {
  takes += 1;
  return takeImpression(person, position, takes, condition, missing);
}

const gapsAt = (position: number): string[] =>
  at
    .snapshot()
    .gaps.filter((gap) => gap.step === 'fingers' && gap.position === position)
    .map(({ kind }) => kind);

const auditOf = (event: string): unknown[] =>
  at.store
    .statement<{ actor: string; details: string }>('SELECT actor, details FROM audit WHERE event = ?')
    .all(event)
    .map(({ actor, details }) => ({ actor, ...JSON.parse(details) }));

describe('a finger captured', () => {
  it('is stored as it came, judged, and no longer missing', async () => {
    const image = pressed(13);
    const finger = await at.capture(13, image);
    expect(finger).toMatchObject({
      state: 'captured',
      attempts: 1,
      verdict: { kind: 'accept' },
      size: { width: 1600, height: 1000 },
      findings: [],
    });
    expect(finger.fingers.map(({ position }) => position)).toEqual([2, 3, 4, 5]);
    expect(gapsAt(13)).toEqual([]);
    expect(listCaptures(at.store, at.applicationId)).toMatchObject([
      { id: finger.captureId, kind: 'finger', label: '13', mime: 'image/png', isCurrent: true },
    ]);
    expect(auditOf('capture-attempt')).toEqual([
      { actor: 'demo', kind: 'finger', label: '13', verdict: 'accept', device: 'T-1' },
    ]);
  });

  it('that was captured before under another name is told, until it is taken again', async () => {
    await at.capture(13, pressed(13));
    await at.capture(3, pressed(3));
    const wrong = await at.capture(2, pressed(3));
    expect(wrong).toMatchObject({
      verdict: { kind: 'accept' },
      findings: [{ kind: 'same-finger', position: 2, as: 3 }],
    });
    expect(gapsAt(2)).toEqual(['finger-finding']);
    expect((await at.capture(2, pressed(2))).findings).toEqual([]);
    expect(gapsAt(2)).toEqual([]);
  });

  it('is told to be another also after a restart, from the stored pictures', async () => {
    await at.capture(14, pressed(14));
    at.restart();
    expect((await at.capture(7, pressed(8))).findings).toEqual([
      { kind: 'other-finger', position: 7, like: 8 },
    ]);
  });

  it('of somebody else is told', async () => {
    await at.capture(13, pressed(13));
    expect((await at.capture(2, pressed(2, { person: neighbour }))).findings).toEqual([
      { kind: 'other-finger', position: 2 },
    ]);
  });

  it('of an officer is told', async () => {
    putOfficer(at.store, { id: 'demo', name: 'Cán bộ', role: 'officer', passwordHash: 'x' });
    const template = extractMinutiae(pressed(7, { person: neighbour }));
    putOfficerFingers(at.store, 'demo', [{ position: 7, template }], Date.now());
    expect((await at.capture(7, pressed(7, { person: neighbour }))).findings).toEqual([
      { kind: 'officer-finger', position: 7 },
    ]);
    expect((await at.capture(7, pressed(7))).findings).toEqual([]);
  });

  it('is not captured by three laid down as four', async () => {
    expect(await at.capture(13, pressed(13, { missing: [5] }))).toMatchObject({
      verdict: { kind: 'retry', reason: 'wrong-count' },
      findings: [{ kind: 'wrong-count', seen: 3, expected: 4 }],
    });
  });
});

describe('a finger that is never good', () => {
  const keep = { kind: 'keep-fingers', position: 1, reason: 'dry' } as const;

  it('is kept, at its best, when the tries are used up, and who kept it is written down', async () => {
    await at.capture(1, pressed(1, { condition: 'dry' }));
    await expect(at.perform(keep)).rejects.toMatchObject({ code: 'fingers/nothing-to-keep' });
    await at.capture(1, pressed(1, { condition: 'wet' }));
    const finger = await at.capture(1, pressed(1, { condition: 'partial' }));
    expect(finger).toMatchObject({ state: 'captured', attempts: 3, mayKeep: true, needsSupervisor: false });
    const captures = listCaptures(at.store, at.applicationId);
    const best = captures
      .map(({ id, verdict, isCurrent }) => ({ id, isCurrent, score: JSON.parse(verdict ?? '{}').score }))
      .sort((a, b) => b.score - a.score)[0];
    expect({ id: finger.captureId, isCurrent: true, score: finger.verdict?.score }).toEqual(best);
    expect(captures.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);

    expect(gapsAt(1)).toEqual(['fingers-missing']);
    await at.perform(keep);
    expect(gapsAt(1)).toEqual([]);
    expect(auditOf('override')).toEqual([{ actor: 'demo', rule: 'finger-quality', reason: 'dry' }]);
  });
});

describe('a finger that is not there', () => {
  const lost = {
    kind: 'set-finger-exception',
    position: 5,
    code: 'amputated',
    note: ' tai nạn ',
  } as const;

  it('is skipped and not counted, and the log does not say which', async () => {
    await at.perform(lost);
    const { fingers, exceptions } = at.snapshot();
    expect(exceptions).toEqual([{ position: 5, code: 'amputated', note: 'tai nạn', needsPhoto: true }]);
    expect(fingers.find(({ position }) => position === 5)?.state).toBe('skipped');
    expect(gapsAt(5)).toEqual([]);
    expect((await at.capture(13, pressed(13, { missing: [5] }))).verdict?.kind).toBe('accept');
    await expect(at.perform({ kind: 'capture-fingers', position: 5 })).rejects.toMatchObject({
      code: 'rpc/invalid-input',
    });
    expect(auditOf('finger-exception')).toEqual([{ actor: 'demo', change: 'set' }]);
  });

  it('has a photo, and can be taken back', async () => {
    await at.perform(lost);
    const image = await grayToPng({ width: 40, height: 30, pixels: new Uint8Array(1200).fill(120) });
    const photograph = { kind: 'photograph-exception', image, mime: 'image/png' } as const;
    await expect(
      at.perform({ ...photograph, image: new Uint8Array([1, 2, 3]), position: 5 }),
    ).rejects.toMatchObject({ code: 'portrait/unreadable' });
    await expect(at.perform({ ...photograph, position: 4 })).rejects.toMatchObject({
      code: 'rpc/invalid-input',
    });
    await at.perform({ ...photograph, position: 5 });
    const [exception] = at.snapshot().exceptions;
    expect(exception).toMatchObject({ needsPhoto: false });
    expect(listCaptures(at.store, at.applicationId)).toMatchObject([
      { id: exception?.photoCaptureId, kind: 'finger', label: 'exception-5', width: 40, height: 30 },
    ]);
    await at.perform({ ...lost, code: null });
    expect(at.snapshot().exceptions).toEqual([]);
    expect(gapsAt(5)).toEqual(['fingers-missing']);
  });

  it('is found no more where its placement is open again', async () => {
    await at.capture(4, pressed(5));
    await at.capture(5, pressed(5));
    expect(gapsAt(5)).toEqual(['finger-finding']);
    await at.perform({ ...lost, position: 4 });
    expect(gapsAt(5)).toEqual([]);
  });
});

it('asks for a clean glass after so many captures', async () => {
  at.store.transaction(() => {
    for (let count = 0; count < 59; count += 1) nextCounter(at.store, 'finger-captures');
  });
  await at.capture(1, pressed(1));
  expect(at.snapshot().shouldCleanGlass).toBe(true);
  await at.capture(2, pressed(2));
  expect(at.snapshot().shouldCleanGlass).toBe(false);
});
