import { readContentKey } from '../../db/content-keys.ts';
import type { Store } from '../../db/open.ts';
import { exchangePacket, listUnsent, readPacket } from '../../db/packets.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { recordEvent } from '../audit/events.ts';
import { readPacketHeader } from './packet.ts';
import type { PublicKey } from './public-key.ts';
import { rewrapPacket } from './seal.ts';

/** For which key of the centre everything that waits is wrapped. */
const settingName = 'packets.wrapped-for';

/** Packets have come that may be for any key. Runs in the transaction that stores them. */
export function forgetWrapped(store: Store): void {
  writeSetting(store, settingName, '');
}

/**
 * Wraps every packet that waits and is for an older key of the centre again, for the one in the settings. What was signed stays as it is.
 * Runs before anything is sent, and looks at no packet as long as the key is the one it last wrapped everything for.
 *
 * @returns how many were wrapped again
 */
export async function rewrapForCurrentKey(
  store: Store,
  encryptionKey: PublicKey,
  nowMs: number,
): Promise<number> {
  if (readSetting(store, settingName) === encryptionKey.kid) return 0;
  let rewrapped = 0;
  for (const id of listUnsent(store)) {
    const entry = readPacket(store, id);
    const key = entry && readContentKey(store, entry.applicationId);
    if (!key || readPacketHeader(entry.packet).centreKeyId === encryptionKey.kid) continue;
    const { packet, sha256 } = await rewrapPacket(entry.packet, key, encryptionKey);
    store.transaction(() => {
      exchangePacket(store, { ...entry, packet, packetSha256: sha256 });
      recordEvent(store, {
        atMs: nowMs,
        actor: 'station',
        event: 'packet-rewrapped',
        subject: entry.applicationId,
        details: { packetSha256: sha256, centreKeyId: encryptionKey.kid },
      });
    });
    rewrapped += 1;
  }
  store.transaction(() => writeSetting(store, settingName, encryptionKey.kid));
  return rewrapped;
}
