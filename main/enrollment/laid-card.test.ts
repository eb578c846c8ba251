import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../db/open.ts';
import type { ChipReading } from '../../drivers/card/emrtd/chip-reading.ts';
import { DriverError } from '../../drivers/errors.ts';
import { cardQr, exchangeAt25, neighbour, type Person } from '../../fixtures/people/people.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { OfficerId } from '../contract/ids.ts';
import type { Devices } from '../devices.ts';
import type { Desk } from './desk.ts';
import { type Enrollments, openEnrollments } from './enrollments.ts';
import type { Session } from './session.ts';

const key: CardKey = { kind: 'qr', text: cardQr(exchangeAt25) };
const chip: ChipReading = {
  verdict: 'incomplete',
  checks: [],
  access: { protocol: 'none', cipher: 'none' },
  files: [],
  apdus: 0,
  ms: 0,
};

function chipOf({ personalId, sex }: Person): ChipReading {
  const lines = ['', '', ''] as const;
  const names = { nationality: 'VNM', surname: '', givenNames: '' };
  const dates = { birth: '010512', expiry: '260512' };
  return {
    ...chip,
    mrz: { lines, documentNumber: '', personalId, sex: sex === 'Nam' ? 'M' : 'F', ...dates, ...names },
    holder: { personalId, unknown: [] },
  };
}

/** A reader that a test lays cards on; each reading ends as the test says. */
function openReader() {
  const listeners = new Set<() => void>();
  const readings: PromiseWithResolvers<ChipReading>[] = [];
  let hasCard = false;
  const put = (lies: boolean): void => {
    hasCard = lies;
    for (const listener of listeners) listener();
  };
  const devices = {
    list: () => ({
      readerServiceIsUp: true,
      readers: [{ name: 'reader', hasCard }],
      scanners: [],
      irisScanners: [],
      faceScanners: [],
    }),
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    call: () => {
      const reading = Promise.withResolvers<ChipReading>();
      readings.push(reading);
      return reading.promise;
    },
  } as unknown as Devices;
  return { devices, readings, lay: () => put(true), lift: () => put(false) };
}

let dir: string;
let store: Store;
let reader: ReturnType<typeof openReader>;
let enrollments: Enrollments;
let stop: AbortController;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'laid-card-'));
  store = openStore({ file: join(dir, 'station.db'), key: new Uint8Array(32).fill(7) });
  reader = openReader();
  stop = new AbortController();
  enrollments = openEnrollments({
    store,
    devices: reader.devices,
    biometrics: { warmUp: () => undefined },
    settings: { office: { code: 'H99' }, stationNo: '03' },
    trust: () => ({ anchors: [], crls: [] }),
    now: () => Date.UTC(2026, 10, 25),
    report: (error: unknown) => ({
      code: error instanceof DriverError ? error.code : 'station/unexpected',
      incident: 'abc',
    }),
    saved: () => undefined,
  } as unknown as Desk);
});
afterEach(() => {
  stop.abort();
  enrollments.close();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

function session(): Session {
  return enrollments.session(enrollments.begin('exchange', 'age', OfficerId.parse('demo')));
}

/** An application that an officer has before him. */
function watched(): Session {
  const open = session();
  void (async () => {
    for await (const _snapshot of open.watch(stop.signal));
  })();
  return open;
}

async function end(reading: number, how: ChipReading | DriverError): Promise<void> {
  if (how instanceof DriverError) reader.readings[reading]?.reject(how);
  else reader.readings[reading]?.resolve(how);
  await new Promise((resolve) => setTimeout(resolve));
}

describe('a card laid down', () => {
  it('is read by itself when the code came first, once', async () => {
    const { perform, snapshot } = watched();
    await perform({ kind: 'read-card', key });
    expect(snapshot().card).toEqual({ state: 'waiting', key: 'qr' });
    expect(snapshot().fields.fullName).toMatchObject({ value: 'ĐẶNG NGỌC MẪU', source: 'qr' });
    reader.lay();
    await perform({ kind: 'read-card', key });
    reader.lift();
    reader.lay();
    expect(reader.readings.length).toBe(1);
    expect(snapshot().card.state).toBe('reading');
    await end(0, chip);
    expect(snapshot().card.state).toBe('read');
    reader.lift();
    reader.lay();
    expect(reader.readings.length).toBe(1);
  });

  it('goes on after it was lifted, and keeps what was read in sight', async () => {
    const { perform, snapshot } = watched();
    reader.lay();
    await perform({ kind: 'read-card', key });
    reader.lift();
    await end(0, new DriverError('card/removed', 'gone', { details: { filesRead: ['COM', 'SOD'] } }));
    expect(snapshot().card).toMatchObject({ state: 'failed', filesRead: ['COM', 'SOD'], key: 'qr' });
    reader.lay();
    expect(reader.readings.length).toBe(2);
    expect(snapshot().card).toMatchObject({ state: 'reading', filesRead: ['COM', 'SOD'] });
  });

  it('goes on although it was back before the failure was told', async () => {
    const { perform } = watched();
    reader.lay();
    await perform({ kind: 'read-card', key });
    reader.lift();
    reader.lay();
    await end(0, new DriverError('card/removed', 'gone'));
    expect(reader.readings.length).toBe(2);
  });

  it.each(['card/wrong-key', 'card/tries-used', 'device/restarted', 'card/unknown'] as const)(
    'waits for the officer after %s',
    async (code) => {
      const { perform } = watched();
      reader.lay();
      await perform({ kind: 'read-card', key });
      await end(0, new DriverError(code, 'refused'));
      reader.lift();
      reader.lay();
      expect(reader.readings.length).toBe(1);
    },
  );

  it('of another person is not taken once the form was filled from a chip', async () => {
    const { perform, snapshot } = watched();
    reader.lay();
    await perform({ kind: 'read-card', key });
    await end(0, chipOf(exchangeAt25));
    const { fields } = snapshot();
    expect(fields.personalId).toMatchObject({ value: exchangeAt25.personalId, source: 'chip' });
    await perform({ kind: 'read-card', key });
    await end(1, chipOf(neighbour));
    expect(snapshot().card).toMatchObject({ state: 'failed', notice: { code: 'card/swapped' } });
    expect(snapshot().fields).toEqual(fields);
  });

  it('is not read for an application that nobody looks at', async () => {
    await session().perform({ kind: 'read-card', key });
    reader.lay();
    expect(reader.readings.length).toBe(0);
  });

  it('is not read with what is no key', async () => {
    const { perform, snapshot } = watched();
    const foreign = { kind: 'qr', text: 'HS4010000000000|x' } as const;
    await expect(perform({ kind: 'read-card', key: foreign })).rejects.toMatchObject({ code: 'qr/not-card' });
    expect(snapshot().card).toEqual({ state: 'waiting' });
    reader.lay();
    expect(reader.readings.length).toBe(0);
  });
});

describe('a key that the chip refused', () => {
  it.each([
    [key, ['document-number']],
    [
      { kind: 'fields', personalId: '001301000000', birthDate: '12/05/2001', expiryDate: '12/05/2026' },
      ['document-number', 'birth', 'expiry'],
    ],
  ] as const)('is looked at again in its parts', async (given, retype) => {
    const { perform, snapshot } = watched();
    reader.lay();
    await perform({ kind: 'read-card', key: given });
    await end(0, new DriverError('card/wrong-key', 'refused', { details: { triesLeft: 1 } }));
    expect(snapshot().card).toMatchObject({ state: 'failed', retype, triesLeft: 1 });
    expect(snapshot().card).not.toHaveProperty('key');
  });
});
