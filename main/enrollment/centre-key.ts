import { z } from 'zod';
import type { Store } from '../../db/open.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { PublicKey } from './public-key.ts';

const setting = 'centre-keys-after';

/** By the id of a key that the centre no longer has: the one that took its place. */
const Successors = z.record(z.string(), PublicKey);

/** The key that packets are wrapped for: the one in the settings, or what the centre has stated since to have in its place. */
export function currentEncryptionKey(store: Store, settingsKey: PublicKey): PublicKey {
  const after = readSuccessors(store);
  let key = settingsKey;
  for (let next = after[key.kid]; next; next = after[key.kid]) key = next;
  return key;
}

/** Keeps that the centre has another key in the place of an older one. It may also go back to one that it had. */
export function keepSuccessor(store: Store, oldKid: string, key: PublicKey): void {
  if (oldKid === key.kid) return;
  // What the centre has now comes after no other: so the keys never form a ring.
  const { [key.kid]: _now, ...after } = readSuccessors(store);
  writeSetting(store, setting, JSON.stringify({ ...after, [oldKid]: key }));
}

function readSuccessors(store: Store): z.infer<typeof Successors> {
  return Successors.parse(JSON.parse(readSetting(store, setting) ?? '{}'));
}
