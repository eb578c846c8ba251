import { join } from 'node:path';
import { countSince } from '../db/applications.ts';
import { keptCopiesUnlessTold } from '../db/backup.ts';
import { readCapture } from '../db/captures.ts';
import { listOfficers, type OfficerRow } from '../db/officers.ts';
import { openStore } from '../db/open.ts';
import { DriverError } from '../drivers/errors.ts';
import type { IrisPreview } from '../drivers/iris/scanner.ts';
import { startOfReceptionDayMs } from './applications/reception-day.ts';
import { recordEvent } from './audit/events.ts';
import { openBiometricsPool } from './biometrics/pool.ts';
import { readCameraChoice, writeCameraChoice } from './camera-choice.ts';
import type { Access, CallOutput, StationStatus } from './contract/calls.ts';
import { StationError } from './contract/errors.ts';
import { OfficerId } from './contract/ids.ts';
import type { ErrorNotice } from './contract/notice.ts';
import type { Handlers } from './contract/wire.ts';
import { openDevices, type StartHost } from './devices.ts';
import { currentEncryptionKey } from './enrollment/centre-key.ts';
import type { Desk, LiveFingers } from './enrollment/desk.ts';
import { openEnrollments } from './enrollment/enrollments.ts';
import { rewrapForCurrentKey } from './enrollment/rewrap.ts';
import type { OfficerKey } from './enrollment/seal.ts';
import { openStationKeys } from './enrollment/station-keys.ts';
import { fingerPreviews } from './finger-previews.ts';
import { irisPreviews } from './iris-previews.ts';
import { live } from './live.ts';
import { openLog } from './log.ts';
import { unlockOfficerKey } from './officers/officer-keys.ts';
import { signIn } from './officers/sign-in.ts';
import { queueEntry, queuePage } from './queue-rows.ts';
import { applicationRows } from './rows.ts';
import { readSettings } from './settings.ts';
import { shownPicture } from './shown-picture.ts';
import { stationStatus } from './status.ts';
import { openStoreLife } from './store-life/store-life.ts';
import { centreOfSettings } from './sync/centre-of-settings.ts';
import { decideConflict } from './sync/decide.ts';
import { orderAll, orderEntry } from './sync/orders.ts';
import { openSync } from './sync/sync.ts';
import { installLaidPackage } from './trust/laid-package.ts';
import { currentTrust, trustMaterialOf } from './trust/trust.ts';

export interface StationOptions {
  /** Holds `station.json`, the store, its backups and the log. */
  readonly dataDir: string;
  /** 32 bytes; opens the store. */
  readonly storeKey: Uint8Array;
  readonly startHost: StartHost;
  readonly version: string;
}

/** The whole station behind its contract. */
export interface Station {
  readonly handlers: Handlers;
  /** Whether a call of this access may be made now. */
  mayCall(access: Access): boolean;
  /** Gives a failure its incident number and a line in the log. */
  report(error: unknown): ErrorNotice;
  close(): Promise<void>;
}

/** Opens the store, the devices and the delivery, and answers the contract's calls. */
export async function openStation(options: StationOptions): Promise<Station> {
  const { dataDir, storeKey, startHost, version } = options;
  const now = Date.now;
  const settings = readSettings(dataDir);
  const log = openLog(join(dataDir, 'log', 'station.log'));
  const backupDir = settings.backup?.dir ?? join(dataDir, 'backups');
  const store = openStore({ file: join(dataDir, 'station.db'), key: storeKey, backupDir });
  const keys = await openStationKeys(store, settings.stationNo);
  // A package that cannot be installed must not keep the station from its work: the one before still counts.
  await installLaidPackage(dataDir, { store, authorityKey: settings.trustAuthorityKey, now }).catch(
    log.report,
  );
  await rewrapForCurrentKey(store, currentEncryptionKey(store, settings.centre.encryptionKey), now());
  const biometrics = openBiometricsPool();
  // Certificates of the authorities that vouch for scanners offered over HTTP.
  const devices = openDevices(startHost, log.info, { STATION_SBI_ROOTS: join(dataDir, 'scanner-roots') });
  const preview = live<LiveFingers | null>(null);
  const eyePreview = live<IrisPreview | null>(null);

  /** Grows with whatever the desk shows: a draft saved, a device plugged, a packet delivered. */
  const changes = live(0);
  const changed = (): void => changes.set(changes.read() + 1);
  let officer: CallOutput<'officers.sign-in'> | null = null;
  let officerKey: OfficerKey | null = null;
  let savedAtMs: number | null = null;
  let notice: StationStatus['notice'] = null;

  const desk: Desk = {
    store,
    devices,
    biometrics,
    settings,
    keys,
    officerKey: () => {
      if (!officerKey) throw new StationError('officer/not-signed-in', 'nobody is signed in');
      return officerKey;
    },
    preview,
    eyePreview,
    trust: () => trustMaterialOf(currentTrust(store)),
    now,
    report: log.report,
    saved: () => {
      savedAtMs = now();
      changed();
    },
    sealed: () => sync.wake(),
  };
  const enrollments = openEnrollments(desk);
  const sync = openSync({
    store,
    centre: centreOfSettings(settings, dataDir),
    now,
    log: log.info,
    onClockWrong: ({ aheadMs, withinMs }) => {
      const apart = `the centre's clock is ${aheadMs} ms ahead, within ${withinMs} ms`;
      notice = { ...log.report(new StationError('station/clock-wrong', apart)), atMs: now() };
      changed();
    },
    onChange: (applicationId) => {
      if (applicationId) enrollments.refresh(applicationId);
      changed();
    },
  });
  const storeLife = openStoreLife({
    store,
    backupDir,
    everyHours: settings.backup?.everyHours ?? 24,
    kept: settings.backup?.kept ?? keptCopiesUnlessTold,
    now,
    isIdle: () => officer === null,
    onErased: (applicationId) => {
      enrollments.forget(applicationId);
      changed();
    },
    onFailure: (error) => {
      notice = { ...log.report(error), atMs: now() };
      changed();
    },
  });
  devices.onChange(changed);
  devices.onRestart(() => {
    const restarted = log.report(new DriverError('device/restarted', 'the device process was started again'));
    notice = { ...restarted, atMs: now() };
    changed();
  });

  const status = (): StationStatus =>
    stationStatus({
      settings,
      version,
      dataDir,
      store,
      officer,
      devices: devices.list(),
      line: sync.line(),
      savedAtMs,
      notice,
    });

  async function* follow<T>(signal: AbortSignal, read: () => T | Promise<T>): AsyncIterable<T> {
    for await (const _ of changes.watch(signal)) yield await read();
  }

  const handlers: Handlers = {
    'station.watch': (_input, signal) => follow(signal, status),
    'officers.list': () => listOfficers(store).map(officerOf),
    'officers.sign-in': async ({ officerId, password }) => {
      const account = await signIn(store, officerId, password, now());
      officerKey = await unlockOfficerKey(store, account.id, password, now());
      officer = officerOf(account);
      changed();
      return officer;
    },
    'officers.sign-out': () => {
      if (officer)
        recordEvent(store, { atMs: now(), actor: officer.id, event: 'logout', subject: '', details: {} });
      officer = null;
      officerKey = null;
      changed();
      return {};
    },
    'applications.watch': ({ search }, signal) =>
      follow(signal, () => ({
        rows: applicationRows(store, search, startOfReceptionDayMs(now())),
        today: countSince(store, startOfReceptionDayMs(now())),
      })),
    'applications.begin': ({ type, reason }) => ({
      applicationId: enrollments.begin(type, reason, signedIn()),
    }),
    'enrollment.form': ({ applicationId }) => enrollments.session(applicationId).form(),
    'enrollment.watch': ({ applicationId }, signal) => enrollments.session(applicationId).watch(signal),
    'enrollment.perform': async ({ applicationId, intention }) => {
      await enrollments.session(applicationId).perform(intention);
      return {};
    },
    'fingers.preview': (_input, signal) => fingerPreviews(biometrics, preview, signal),
    'camera.chosen': () => ({ choice: readCameraChoice(store) }),
    'camera.choose': ({ choice }) => {
      writeCameraChoice(store, choice);
      return {};
    },
    'papers.preview': async ({ image }) => {
      const { corners, isCutOff } = await biometrics
        .run('document-preview', { bytes: image })
        .catch((cause: unknown) => {
          throw new StationError('papers/unreadable', 'the live frame cannot be decoded', { cause });
        });
      return { corners: [...(corners ?? [])], isCutOff };
    },
    'portrait.preview': ({ applicationId, image }, signal) =>
      enrollments.session(applicationId).previewPortrait(image, signal),
    'iris.preview': (_input, signal) => irisPreviews(biometrics, eyePreview, signal),
    'captures.read': ({ captureId }) => {
      const capture = readCapture(store, captureId);
      if (!capture) throw new StationError('application/unknown', 'no such capture on this station');
      return shownPicture(biometrics, log.info, capture);
    },
    'forms.print': ({ applicationId, form }) => enrollments.session(applicationId).print(form),
    'queue.watch': (window, signal) => follow(signal, () => queuePage(store, window)),
    'queue.watch-entry': ({ applicationId }, signal) =>
      follow(signal, () => queueEntry(store, applicationId, settings.centre.signingKey)),
    'queue.send-now': () => {
      sync.sendNow();
      return {};
    },
    'queue.order': ({ applicationId, order }) => {
      orderEntry(store, { officerId: signedIn(), atMs: now() }, applicationId, order);
      if (order === 'send-now' || order === 'resume') sync.sendNow(applicationId);
      changed();
      return {};
    },
    'queue.decide': async ({ applicationId, ...decision }) => {
      const decider = { store, stationKey: keys, centreSigningKey: settings.centre.signingKey };
      await decideConflict(decider, { officerId: signedIn(), atMs: now() }, applicationId, decision);
      sync.sendNow(applicationId);
      changed();
      return {};
    },
    'queue.pause-all': ({ isPaused }) => {
      orderAll(store, { officerId: signedIn(), atMs: now() }, isPaused);
      sync.wake();
      changed();
      return {};
    },
  };

  function signedIn(): OfficerId {
    if (!officer) throw new StationError('officer/not-signed-in', 'nobody is signed in');
    return officer.id;
  }

  return {
    handlers,
    mayCall: (access) => access === 'anyone' || officer !== null,
    report: log.report,
    close: async () => {
      storeLife.close();
      enrollments.close();
      devices.close();
      await sync.close();
      await biometrics.close();
      store.close();
    },
  };
}

/** What the page may know of an account. */
function officerOf({ id, name, role }: OfficerRow): CallOutput<'officers.sign-in'> {
  return { id: OfficerId.parse(id), name, role };
}
