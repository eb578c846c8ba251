import { listOfficers } from '../../db/officers.ts';
import type { Store } from '../../db/open.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { recordEvent } from '../audit/events.ts';
import type { SessionFinger } from '../biometrics/finger/minutiae/session.ts';

const settingOf = (officerId: string): string => `officer-fingers/${officerId}`;

/**
 * Makes an officer's fingers known, so that they are not taken for a citizen's. Only minutiae are kept, in the encrypted store; fingers given
 * earlier are replaced.
 */
export function putOfficerFingers(
  store: Store,
  officerId: string,
  fingers: readonly SessionFinger[],
  nowMs: number,
): void {
  store.transaction(() => {
    writeSetting(store, settingOf(officerId), JSON.stringify(fingers));
    recordEvent(store, {
      atMs: nowMs,
      actor: 'station',
      event: 'settings-changed',
      subject: '',
      details: { setting: 'officer-fingers' },
    });
  });
}

/** The fingers of all officers of this station that gave theirs. */
export function readOfficerFingers(store: Store): SessionFinger[] {
  return listOfficers(store).flatMap(
    ({ id }) => JSON.parse(readSetting(store, settingOf(id)) ?? '[]') as SessionFinger[],
  );
}
