import { access, constants, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../../db/errors.ts';
import { openStore } from '../../db/open.ts';
import type { DeviceList, ListedScanner } from '../../drivers/host-protocol.ts';
import { openDevices, startHostWithNode } from '../devices.ts';
import { readSettings, type StationSettings } from '../settings.ts';
import { developmentProtector, storeKey } from '../store-key.ts';
import { failureCode } from '../sync/answers.ts';
import { centreOfSettings } from '../sync/centre-of-settings.ts';
import { type ClockReading, isClockWrong } from '../sync/clock.ts';
import { openLine } from '../sync/line.ts';
import { currentTrust } from '../trust/trust.ts';
import type { TrustPackage } from '../trust/trust-package.ts';
import { type Command, dataDirOf, readOptions } from './outcome.ts';
import { trustSummary } from './trust.ts';

/** One dependency and how it is. `warn` needs somebody soon; `not-run` says why in `detail`. */
interface Finding {
  readonly id: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'not-run';
  readonly detail: string;
}

/** The device process needs a moment to find what is plugged in. */
const deviceWaitMs = 2500;
const centreTimeoutMs = 5000;
const leastFreeBytes = 5e9;

const unknownTrust: Finding = { id: 'trust', status: 'not-run', detail: 'it is in the store' };

/** `station doctor`: every dependency, one line each; a `fail` is a negative verdict. */
export const doctor: Command = async (args) => {
  const { values } = readOptions(args, ['data']);
  const dataDir = dataDirOf(values['data']);
  const settings = findSettings(dataDir);
  const findings = [
    settings.finding,
    ...(await findDevices()),
    { id: 'camera', status: 'not-run', detail: 'the camera belongs to the page; look at Thiết bị' } as const,
    await findDisk(dataDir),
    ...(await findStore(dataDir)),
    ...(await findCentre(settings.settings, dataDir)),
  ];
  const lines = findings.map(({ id, status, detail }) => `${status.padEnd(8)} ${id.padEnd(16)} ${detail}`);
  return {
    isFine: findings.every(({ status }) => status !== 'fail'),
    json: { findings },
    text: lines.join('\n'),
  };
};

function findSettings(dataDir: string): { readonly finding: Finding; readonly settings?: StationSettings } {
  try {
    const settings = readSettings(dataDir);
    const detail = `station ${settings.stationNo} of ${settings.office.code}`;
    return { finding: { id: 'settings', status: 'pass', detail }, settings };
  } catch (error) {
    return { finding: { id: 'settings', status: 'fail', detail: messageOf(error) } };
  }
}

async function findDevices(): Promise<Finding[]> {
  const devices = openDevices(startHostWithNode, () => undefined);
  try {
    const list = await settled(() => devices.call('list-devices', {}));
    return [readerServiceFinding(list), readersFinding(list), ...scannerFindings(list)];
  } catch (error) {
    return [{ id: 'device-process', status: 'fail', detail: messageOf(error) }];
  } finally {
    devices.close();
  }
}

/** Asks until a reader and the scanners are seen, or the wait is over. */
async function settled(ask: () => Promise<DeviceList>): Promise<DeviceList> {
  const deadline = Date.now() + deviceWaitMs;
  for (;;) {
    const list = await ask();
    if (
      (list.readers.length > 0 && list.scanners.length > 0 && list.irisScanners.length > 0) ||
      Date.now() >= deadline
    )
      return list;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function readerServiceFinding({ readerServiceIsUp }: DeviceList): Finding {
  const status = readerServiceIsUp ? 'pass' : 'fail';
  return {
    id: 'reader-service',
    status,
    detail: readerServiceIsUp ? 'PC/SC answers' : 'PC/SC does not answer: is pcscd running?',
  };
}

function readersFinding({ readers }: DeviceList): Finding {
  const names = readers.map(({ name, hasCard }) => (hasCard ? `${name} (card)` : name));
  return {
    id: 'card-readers',
    status: names.length > 0 ? 'pass' : 'fail',
    detail: names.join(', ') || 'none plugged in',
  };
}

/** Without fingers no application is whole; irises may be excepted, and for faces there is the camera. */
function scannerFindings({ scanners, irisScanners, faceScanners }: DeviceList): Finding[] {
  const finding = (id: string, found: readonly ListedScanner[], without: Finding['status']): Finding => ({
    id,
    status: found.length > 0 ? 'pass' : without,
    detail: found.map(({ model, serial }) => `${model} ${serial}`).join(', ') || 'none plugged in',
  });
  return [
    finding('finger-scanners', scanners, 'fail'),
    finding('iris-scanners', irisScanners, 'warn'),
    ...(faceScanners.length > 0 ? [finding('face-scanners', faceScanners, 'pass')] : []),
  ];
}

async function findDisk(dataDir: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const freeBytes = bavail * bsize;
    return {
      id: 'disk',
      status: freeBytes < leastFreeBytes ? 'warn' : 'pass',
      detail: `${Math.floor(freeBytes / 1e9)} GB free`,
    };
  } catch (error) {
    return { id: 'disk', status: 'fail', detail: messageOf(error) };
  }
}

/** The store, and the trust that is kept in it. */
async function findStore(dataDir: string): Promise<Finding[]> {
  const file = join(dataDir, 'station.db');
  try {
    await access(file, constants.R_OK | constants.W_OK);
  } catch {
    const detail = 'no store yet; the station makes it when it starts';
    return [{ id: 'store', status: 'not-run', detail }, unknownTrust];
  }
  try {
    const key = await storeKey({ dataDir, protector: developmentProtector });
    const store = openStore({ file, key });
    const trust = currentTrust(store);
    store.close();
    return [{ id: 'store', status: 'pass', detail: 'opens, encrypted' }, trustFinding(trust)];
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store/busy') {
      return [{ id: 'store', status: 'pass', detail: 'in use by the running station' }, unknownTrust];
    }
    return [{ id: 'store', status: 'fail', detail: messageOf(error) }, unknownTrust];
  }
}

function trustFinding(trust: TrustPackage | undefined): Finding {
  return trust
    ? { id: 'trust', status: 'pass', detail: trustSummary(trust) }
    : { id: 'trust', status: 'warn', detail: 'none installed: the issuer of every card is unknown' };
}

async function findCentre(settings: StationSettings | undefined, dataDir: string): Promise<Finding[]> {
  if (!settings) return [{ id: 'centre', status: 'not-run', detail: 'no settings' }];
  try {
    const line = openLine(centreOfSettings(settings, dataDir), centreTimeoutMs);
    const answer = await line.request({ method: 'GET', url: 'keys' }, AbortSignal.timeout(centreTimeoutMs));
    line.hangUp();
    const isFine = answer.status === 200;
    return [
      { id: 'centre', status: isFine ? 'pass' : 'fail', detail: `HTTP ${answer.status}` },
      clockFinding(answer.clock),
    ];
  } catch (error) {
    const code = failureCode(error);
    const unanswered: Finding = { id: 'clock', status: 'not-run', detail: 'the centre did not answer' };
    if (code === 'line/down')
      return [{ id: 'centre', status: 'warn', detail: 'no line; work goes on offline' }, unanswered];
    return [{ id: 'centre', status: 'fail', detail: `${code}: ${messageOf(error)}` }, unanswered];
  }
}

function clockFinding(clock: ClockReading | undefined): Finding {
  if (!clock) return { id: 'clock', status: 'not-run', detail: 'the centre does not say what time it is' };
  const { aheadMs, withinMs } = clock;
  return {
    id: 'clock',
    status: isClockWrong(clock) ? 'fail' : 'pass',
    detail: `the centre is ${(aheadMs / 1000).toFixed(1)} s ahead, within ${(withinMs / 1000).toFixed(1)} s`,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
