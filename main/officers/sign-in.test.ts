import { hash } from '@node-rs/argon2';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../db/audit.ts';
import { putOfficer, readOfficer } from '../../db/officers.ts';
import { openTestStore, type TestStore } from '../../db/test-store.ts';
import { approve, signIn } from './sign-in.ts';

const right = 'thu-nghiem-2026';
const officer = { id: 'le-thi-vi-du', name: 'Lê Thị Ví Dụ', role: 'officer' } as const;
const supervisor = { id: 'tran-van-mau', name: 'Trần Văn Mẫu', role: 'supervisor' } as const;
const twoMinutesMs = 120_000;
const nowMs = Date.UTC(2026, 2, 2, 8);

let passwordHash: string;
let test: TestStore;
beforeAll(async () => {
  passwordHash = await hash(right, { memoryCost: 1024, timeCost: 1 });
});
beforeEach(() => {
  test = openTestStore();
  for (const account of [officer, supervisor]) putOfficer(test.store, { ...account, passwordHash });
});
afterEach(() => test.remove());

type Check = typeof signIn;
const checks: readonly [string, Check][] = [
  ['signIn', signIn],
  ['approve', approve],
];

/** The code of what came of it; whoever is let in, by id. */
async function answer(check: Check, password: string, atMs = nowMs, id: string = supervisor.id) {
  try {
    return (await check(test.store, id, password, atMs)).id;
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return { code, message };
  }
}

const wrongPassword = { code: 'officer/wrong-password', message: 'unknown officer or wrong password' };
const locked = { code: 'officer/locked', message: 'account is locked' };

async function answers(check: Check, passwords: readonly string[], atMs = nowMs): Promise<unknown[]> {
  const given: unknown[] = [];
  for (const password of passwords) given.push(await answer(check, password, atMs));
  return given;
}

function written(): unknown[] {
  expect(verifyAudit(test.store)).not.toHaveProperty('brokenAt');
  return test.store
    .statement<{ at: number; actor: string; event: string; subject: string; details: string }>(
      'SELECT at_ms AS at, actor, event, subject, details FROM audit ORDER BY seq',
    )
    .all()
    .map(({ at, actor, event, subject, details }) => [at, actor, event, subject, JSON.parse(details)]);
}

const refusal = (tries: number, at = nowMs): unknown[] => [at, supervisor.id, 'login-refused', '', { tries }];
const wrong = (times: number): string[] => Array<string>(times).fill('sai');

describe('an officer who signs in', () => {
  it('is let in with the right password, and that is written down', async () => {
    expect(await signIn(test.store, officer.id, right, nowMs)).toMatchObject(officer);
    expect(written()).toEqual([[nowMs, officer.id, 'login', '', {}]]);
  });

  it('is let in after wrong passwords too, which are forgotten then', async () => {
    await answers(signIn, [...wrong(4), right, ...wrong(4)]);
    expect(await answer(signIn, right)).toBe(supervisor.id);
    expect(readOfficer(test.store, supervisor.id)).toMatchObject({ failedTries: 0, lockedUntilMs: 0 });
    const login = [nowMs, supervisor.id, 'login', '', {}];
    const refusals = [1, 2, 3, 4].map((tries) => refusal(tries));
    expect(written()).toEqual([...refusals, login, ...refusals, login]);
  });
});

describe('a supervisor who approves', () => {
  it('is let through and signs nobody in', async () => {
    expect(await approve(test.store, supervisor.id, right, nowMs)).toMatchObject(supervisor);
    expect(written()).toEqual([]);
  });

  it('must be one, whatever the password', async () => {
    expect(await answer(approve, right, nowMs, officer.id)).toMatchObject({ code: 'officer/not-supervisor' });
    // Who is no supervisor is told so only with the right password.
    expect(await answer(approve, 'sai', nowMs, officer.id)).toEqual(wrongPassword);
  });
});

describe.each(checks)('%s', (_name, check) => {
  it('refuses what is not exactly the password', async () => {
    const near = ['', ' ', right.toUpperCase(), `${right} `, right.slice(0, -1), passwordHash];
    for (const password of near) {
      putOfficer(test.store, { ...supervisor, passwordHash });
      expect(await answer(check, password)).toEqual(wrongPassword);
    }
  });

  it('answers for an unknown officer as for a wrong password, and writes nothing of it', async () => {
    for (const id of ['nobody', '', supervisor.id.toUpperCase()])
      expect(await answer(check, right, nowMs, id)).toEqual(await answer(check, 'sai', nowMs, officer.id));
    expect(written()).toEqual([1, 2, 3].map((tries) => [nowMs, officer.id, 'login-refused', '', { tries }]));
  });

  it('locks after five wrong passwords, also for the right one, and counts on from there no more', async () => {
    expect(await answers(check, wrong(5))).toEqual(Array(5).fill(wrongPassword));
    expect(await answers(check, [right, 'sai', right])).toEqual([locked, locked, locked]);
    expect(readOfficer(test.store, supervisor.id)?.lockedUntilMs).toBe(nowMs + twoMinutesMs);
    expect(written()).toEqual([1, 2, 3, 4, 5].map((tries) => refusal(tries)));
  });

  it('opens again after two minutes, not a millisecond before, with all tries given back', async () => {
    await answers(check, wrong(5));
    const opensAtMs = nowMs + twoMinutesMs;
    expect(await answer(check, right, opensAtMs - 1)).toEqual(locked);
    expect(await answers(check, wrong(4), opensAtMs)).toEqual(Array(4).fill(wrongPassword));
    expect(await answer(check, right, opensAtMs)).toBe(supervisor.id);
  });

  it('locks for two minutes again after the next five', async () => {
    await answers(check, wrong(5));
    const laterMs = nowMs + twoMinutesMs;
    await answers(check, wrong(5), laterMs);
    expect(await answer(check, right, laterMs + twoMinutesMs - 1)).toEqual(locked);
    expect(await answer(check, right, laterMs + twoMinutesMs)).toBe(supervisor.id);
  });

  it('locks one account, not the others', async () => {
    await answers(check, wrong(5));
    expect(await answer(signIn, right, nowMs, officer.id)).toBe(officer.id);
  });

  it('lets no more than five of many tries at once come to an answer', async () => {
    const given = await Promise.all(wrong(30).map((password) => answer(check, password)));
    expect(given.filter((one) => JSON.stringify(one) === JSON.stringify(wrongPassword))).toHaveLength(5);
    expect(given.filter((one) => JSON.stringify(one) === JSON.stringify(locked))).toHaveLength(25);
    expect(await answer(check, right)).toEqual(locked);
  });
});

it('the wrong passwords of signing in and of approving are counted together', async () => {
  await answers(approve, wrong(3));
  await answers(signIn, wrong(2));
  expect([await answer(signIn, right), await answer(approve, right)]).toEqual([locked, locked]);
});
