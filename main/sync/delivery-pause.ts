import type { Store } from '../../db/open.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';

const settingName = 'delivery.is-paused';

/** Whether somebody has stopped the delivery of everything. It stays so when the station starts again. */
export function isDeliveryPaused(store: Store): boolean {
  return readSetting(store, settingName) === 'yes';
}

export function pauseDelivery(store: Store, isPaused: boolean): void {
  writeSetting(store, settingName, isPaused ? 'yes' : 'no');
}
