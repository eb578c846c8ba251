import { openTestStore } from '../../db/test-store.ts';
import type { FingerImage, FingerPosition } from '../../drivers/fingerprint/scanner.ts';
import type { CapturedFingers } from '../../drivers/host-protocol.ts';
import type { IrisPreview } from '../../drivers/iris/scanner.ts';
import type { BiometricsPool } from '../biometrics/pool.ts';
import type { EnrollmentSnapshot, Intention } from '../contract/enrollment.ts';
import { isErrorCode } from '../contract/errors.ts';
import type { FingerSnapshot } from '../contract/fingers.ts';
import { type ApplicationId, OfficerId } from '../contract/ids.ts';
import { live } from '../live.ts';
import type { Desk, LiveFingers } from './desk.ts';
import { openEnrollments } from './enrollments.ts';
import type { PrintedForm } from './printing.ts';

/** One applicant at a desk whose scanner gives what a test lays on it, and whose pictures are really judged. */
export function openFingerDesk(biometrics: BiometricsPool) {
  const { store, remove } = openTestStore();
  let lay: (position: FingerPosition) => FingerImage = () => {
    throw new Error('nothing lies on the glass');
  };
  /** Who is signed in; he begins every application. */
  let officer = 'demo';
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
      call: async (_name: string, { position }: { position: FingerPosition }): Promise<CapturedFingers> => ({
        image: lay(position),
        scanner: { model: 'thử', serial: 'T-1' },
      }),
    },
    settings: { office: { code: 'H99', superior: '', name: '', address: '', phone: '' }, stationNo: '03' },
    preview: live<LiveFingers | null>(null),
    eyePreview: live<IrisPreview | null>(null),
    now: Date.now,
    report: (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      return { code: isErrorCode(code) ? code : 'station/unexpected', incident: String(error) };
    },
    saved: () => undefined,
    officerKey: () => ({ officerId: OfficerId.parse(officer) }),
  } as unknown as Desk;
  let enrollments = openEnrollments(desk);
  const beginOne = (): ApplicationId => enrollments.begin('exchange', 'age', OfficerId.parse('demo'));
  let applicationId = beginOne();
  const session = () => enrollments.session(applicationId);
  const perform = (intention: Intention): Promise<void> => session().perform(intention);

  /** Lays fingers on the glass and waits until they are judged. */
  async function capture(position: FingerPosition, image: FingerImage): Promise<FingerSnapshot> {
    lay = () => image;
    await perform({ kind: 'capture-fingers', position });
    const done = AbortSignal.timeout(30_000);
    for await (const { fingers } of session().watch(done)) {
      const finger = fingers.find((candidate) => candidate.position === position);
      if (finger && finger.state !== 'capturing') return finger;
    }
    throw new Error('the fingers were never judged');
  }

  return {
    store,
    desk,
    /** Another officer takes over the desk. */
    takeOver: (id: string): void => {
      officer = id;
    },
    get applicationId() {
      return applicationId;
    },
    /** Another applicant comes. */
    next: (): void => {
      applicationId = beginOne();
    },
    perform,
    capture,
    /** Prints CC01. */
    print: (): Promise<PrintedForm> => session().print('CC01'),
    snapshot: (): EnrollmentSnapshot => session().snapshot(),
    /** Only what is stored is left. */
    restart: (): void => {
      enrollments.close();
      enrollments = openEnrollments(desk);
    },
    close: (): void => {
      enrollments.close();
      remove();
    },
  };
}
