import { hash } from '@node-rs/argon2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { putOfficer, readOfficer } from '../../db/officers.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import type { Intention } from '../contract/enrollment.ts';
import { OfficerId } from '../contract/ids.ts';
import { openFingerDesk } from './test-finger-desk.ts';

// Rules as another configuration may have them.
vi.mock(import('../applications/rules.ts'), async (original) => {
  const rules = await original();
  const asked = { attempts: 1, supervisorToKeep: true };
  return {
    ...rules,
    rulesOn: (day) => {
      const inForce = rules.rulesOn(day);
      return { ...inForce, captures: { ...inForce.captures, ...asked } };
    },
  };
});

let biometrics: BiometricsPool;
let at: ReturnType<typeof openFingerDesk>;
beforeAll(() => {
  biometrics = openBiometricsPool();
});
afterAll(() => biometrics.close());
beforeEach(async () => {
  at = openFingerDesk(biometrics);
  for (const role of ['officer', 'supervisor'] as const)
    putOfficer(at.store, { id: role, name: role, role, passwordHash: await hash(`word of ${role}`) });
  await at.capture(3, {
    position: 3,
    width: 500,
    height: 600,
    resolutionPpi: 500,
    pixels: new Uint8Array(300_000).fill(255),
  });
});
afterEach(() => at.close());

function keepWith(officerId?: string, password = `word of ${officerId}`): Intention {
  const supervisor = officerId && { supervisor: { officerId: OfficerId.parse(officerId), password } };
  return { kind: 'keep-fingers', position: 3, reason: 'citizen-unable', ...(supervisor || {}) };
}

const fingerThree = () => at.snapshot().fingers.find(({ position }) => position === 3);
const audit = () =>
  at.store.statement<{ actor: string; event: string }>('SELECT actor, event FROM audit ORDER BY seq').all();

it('keeps a poor finger only with a supervisor’s password, and writes down whose', async () => {
  expect(fingerThree()).toMatchObject({ mayKeep: true, needsSupervisor: true });
  for (const [intention, code] of [
    [keepWith(), 'officer/not-supervisor'],
    [keepWith('officer'), 'officer/not-supervisor'],
    [keepWith('nobody'), 'officer/wrong-password'],
    [keepWith('supervisor', 'guessed'), 'officer/wrong-password'],
  ] as const)
    await expect(at.perform(intention)).rejects.toMatchObject({ code });
  expect(fingerThree()?.kept).toBeUndefined();

  await at.perform(keepWith('supervisor'));
  expect(fingerThree()).toMatchObject({
    kept: { reason: 'citizen-unable', bySupervisor: 'supervisor' },
    mayKeep: false,
  });
  expect(audit().filter(({ event }) => event === 'override' || event === 'login')).toEqual([
    { actor: 'supervisor', event: 'override' },
  ]);
});

it('locks a supervisor’s account like any other when passwords are guessed', async () => {
  for (let tries = 0; tries < 5; tries += 1)
    await expect(at.perform(keepWith('supervisor', 'guessed'))).rejects.toMatchObject({
      code: 'officer/wrong-password',
    });
  await expect(at.perform(keepWith('supervisor'))).rejects.toMatchObject({ code: 'officer/locked' });
  expect(readOfficer(at.store, 'supervisor')?.lockedUntilMs).toBeGreaterThan(0);
});
