import type { TrustEntry, TrustFile } from '../../drivers/card/emrtd/passive/trust-files.ts';
import { StationError } from '../contract/errors.ts';
import { sha256Hex } from '../enrollment/packet.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { readSettings } from '../settings.ts';
import { currentTrust, type ImportedTrust, importTrust } from '../trust/trust.ts';
import { maxTrustPackageBytes, type TrustPackage } from '../trust/trust-package.ts';
import { withDevices } from './device-process.ts';
import { readFileUpTo } from './folder.ts';
import { type Command, dataDirOf, type Outcome, readOptions, UnusableInput } from './outcome.ts';
import { withStore } from './station-store.ts';

/** `station trust import FILE`: installs a signed trust package; the one before stays when this one is refused. */
export const trustImport: Command = async (args) => {
  const { values, rest } = readOptions(args, ['data']);
  const [file, ...more] = rest;
  if (file === undefined || more.length > 0) throw new UnusableInput('station trust import: give one FILE');
  const dataDir = dataDirOf(values['data']);
  const text = new TextDecoder().decode(await readFileUpTo(file, maxTrustPackageBytes)).trim();
  const authorityKey = authorityKeyOf(dataDir);
  try {
    const imported = await withStore(dataDir, (store) =>
      importTrust({ store, authorityKey, now: Date.now }, text),
    );
    return importedOutcome(imported);
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    if (error.code === 'trust/unreadable')
      throw new UnusableInput(`${file}: ${error.message}`, { cause: error });
    const json = { code: error.code, reason: error.message };
    return { isFine: false, json, text: `Not installed: ${error.message} (${error.code}).` };
  }
};

/** `station trust show`: the installed package, each certificate and list with its dates. */
export const trustShow: Command = async (args) => {
  const { values, rest } = readOptions(args, ['data']);
  if (rest.length > 0) throw new UnusableInput(`station trust show: what is ${rest.join(' ')}?`);
  const trust = await withStore(dataDirOf(values['data']), currentTrust);
  if (!trust) {
    return {
      isFine: true,
      json: null,
      text: 'No trust package is installed: the issuer of every card is unknown.',
    };
  }
  const entries = await withDevices((devices) => devices.call('read-trust-files', { files: filesOf(trust) }));
  return shownTrust(trust, entries);
};

/** One line about a package. */
export function trustSummary({ serial, issuedAt, country, anchors, crls }: TrustPackage): string {
  return `package ${serial} of ${country}, issued ${issuedAt.slice(0, 10)}: ${anchors.length} anchors, ${crls.length} revocation lists`;
}

function authorityKeyOf(dataDir: string): PublicKey {
  try {
    return readSettings(dataDir).trustAuthorityKey;
  } catch (cause) {
    throw new UnusableInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function importedOutcome({ outcome, trust }: ImportedTrust): Outcome {
  const { serial, issuedAt, country, anchors, crls } = trust;
  const sentence = outcome === 'installed' ? 'Installed' : 'Nothing to do, it was installed already';
  return {
    isFine: true,
    json: { outcome, serial, issuedAt, country, anchors: anchors.length, crls: crls.length },
    text: `${sentence}: ${trustSummary(trust)}.`,
  };
}

function filesOf({ anchors, crls }: TrustPackage): TrustFile[] {
  const named = (kind: 'certificates' | 'crl', name: string, objects: readonly Uint8Array[]): TrustFile[] =>
    objects.map((bytes, index) => ({ name: `${name} ${index + 1}`, kind, bytes }));
  return [...named('certificates', 'anchor', anchors), ...named('crl', 'revocation list', crls)];
}

function shownTrust({ serial, issuedAt, country }: TrustPackage, entries: readonly TrustEntry[]): Outcome {
  const unusable = entries.flatMap((entry) =>
    entry.kind === 'unusable' ? [{ file: entry.file, reason: entry.reason }] : [],
  );
  const json = {
    serial,
    issuedAt,
    country,
    anchors: entries.flatMap((entry) =>
      entry.kind === 'anchor'
        ? [
            {
              country: entry.country ?? null,
              from: entry.from.toISOString(),
              to: entry.to.toISOString(),
              sha256: sha256Hex(entry.bytes),
            },
          ]
        : [],
    ),
    crls: entries.flatMap((entry) =>
      entry.kind === 'crl'
        ? [
            {
              country: entry.country ?? null,
              from: entry.from.toISOString(),
              nextUpdate: entry.nextUpdate?.toISOString() ?? null,
              revoked: entry.revoked,
              sha256: sha256Hex(entry.bytes),
            },
          ]
        : [],
    ),
    unusable,
  };
  const lines = [
    `package ${serial} of ${country}, issued ${issuedAt}`,
    ...json.anchors.map(
      ({ country: of, from, to, sha256 }) =>
        `anchor           ${of ?? '??'}  ${from.slice(0, 10)} to ${to.slice(0, 10)}  ${sha256}`,
    ),
    ...json.crls.map(
      ({ country: of, from, nextUpdate, revoked }) =>
        `revocation list  ${of ?? '??'}  ${from.slice(0, 10)}, next ${nextUpdate?.slice(0, 10) ?? 'unknown'}  ${revoked} revoked`,
    ),
    ...unusable.map(({ file, reason }) => `${file}: ${reason}`),
  ];
  return { isFine: unusable.length === 0, json, text: lines.join('\n') };
}
