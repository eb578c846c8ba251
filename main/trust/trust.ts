import type { Store } from '../../db/open.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import type { TrustMaterial } from '../../drivers/card/emrtd/passive/trust.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import { sha256Hex } from '../enrollment/packet.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { openTrustPackage, readTrustPackage, type TrustPackage } from './trust-package.ts';

/** What an import did. */
export interface ImportedTrust {
  /** `unchanged`: this very package was installed already. */
  readonly outcome: 'installed' | 'unchanged';
  readonly trust: TrustPackage;
}

const setting = 'trust-package';

/**
 * Installs a trust package in place of the one before, in one transaction with its line in the audit log.
 *
 * @throws StationError as `openTrustPackage`; `trust/rolled-back` when its serial is not larger than that of the installed one.
 * Nothing has changed then.
 */
export async function importTrust(
  { store, authorityKey, now }: { readonly store: Store; readonly authorityKey: PublicKey; now(): number },
  text: string,
): Promise<ImportedTrust> {
  const trust = await openTrustPackage(text, authorityKey);
  const { serial, anchors, crls } = trust;
  return store.transaction(() => {
    const before = readSetting(store, setting);
    if (before === text) return { outcome: 'unchanged', trust };
    const installed = before === undefined ? 0 : readTrustPackage(before).serial;
    if (serial <= installed) {
      throw new StationError('trust/rolled-back', `package ${serial} is not newer than ${installed}`);
    }
    writeSetting(store, setting, text);
    recordEvent(store, {
      atMs: now(),
      actor: 'station',
      event: 'trust-installed',
      subject: '',
      details: { serial, anchors: anchors.length, crls: crls.length, sha256: sha256Hex(Buffer.from(text)) },
    });
    return { outcome: 'installed', trust };
  });
}

/** The installed package, if there is one. */
export function currentTrust(store: Store): TrustPackage | undefined {
  const text = readSetting(store, setting);
  return text === undefined ? undefined : readTrustPackage(text);
}

/** Whom the station believes. Nobody without a package: every issuer is then unknown. */
export function trustMaterialOf(trust: TrustPackage | undefined): TrustMaterial {
  return { anchors: trust?.anchors ?? [], crls: trust?.crls ?? [] };
}
