import { existsSync, writeFileSync } from 'node:fs';
import { withdrawExport } from '../../db/transfers.ts';
import { StationError } from '../contract/errors.ts';
import { PublicKey } from '../enrollment/public-key.ts';
import { openStationKeys } from '../enrollment/station-keys.ts';
import { readSettings } from '../settings.ts';
import { openTransferKey, readPermit } from '../store-life/permit.ts';
import { exportQueue, importQueue } from '../store-life/transfer.ts';
import { readFileUpTo } from './folder.ts';
import { type Command, dataDirOf, type Outcome, readOptions, UnusableInput } from './outcome.ts';
import { withStore } from './station-store.ts';

const maxPermitBytes = 64 * 1024;

/** `station queue identity FILE`: what the authority needs to know to sign a permit for this station. */
export const queueIdentity: Command = async (args) => {
  const { values, rest } = readOptions(args, ['data']);
  const file = oneFile(rest, 'identity');
  const dataDir = dataDirOf(values['data']);
  const { office, stationNo } = readSettings(dataDir);
  const identity = await withStore(dataDir, async (store) => ({
    ...{ stationNo, officeCode: office.code },
    signingKey: (await openStationKeys(store, stationNo)).publicKey,
    transferKey: PublicKey.parse(await openTransferKey(store)),
  }));
  writeFileSync(file, JSON.stringify(identity, null, 2));
  return { isFine: true, json: identity, text: `Give ${file} to the authority; it signs a permit.` };
};

/** `station queue export FILE --to PERMIT`: what is not delivered, for the station of the permit. */
export const queueExport: Command = async (args) => {
  const { values, rest } = readOptions(args, ['to', 'data']);
  const file = oneFile(rest, 'export');
  if (existsSync(file)) throw new UnusableInput(`${file}: is there already`);
  const dataDir = dataDirOf(values['data']);
  return judged(async () => {
    const to = await permitIn(dataDir, values['to'], '--to');
    const { stationNo } = readSettings(dataDir);
    const exported = await withStore(dataDir, async (store) =>
      exportQueue({ store, keys: await openStationKeys(store, stationNo), to, file, nowMs: Date.now() }),
    );
    const text = `${exported.packets} packets for station ${to.stationNo} are in ${file}; they are not sent from here any more.`;
    return { isFine: true, json: { ...exported, toStationNo: to.stationNo }, text };
  });
};

/** `station queue import FILE --from PERMIT`: takes what another station gave. */
export const queueImport: Command = async (args) => {
  const { values, rest } = readOptions(args, ['from', 'data']);
  const file = oneFile(rest, 'import');
  if (!existsSync(file)) throw new UnusableInput(`${file}: is not there`);
  const dataDir = dataDirOf(values['data']);
  return judged(async () => {
    const from = await permitIn(dataDir, values['from'], '--from');
    const { stationNo } = readSettings(dataDir);
    const imported = await withStore(dataDir, async (store) =>
      importQueue({
        ...{ store, stationNo, from, file, nowMs: Date.now() },
        transferKey: await openTransferKey(store),
      }),
    );
    const text = `${imported.packets} packets came, ${imported.alreadyHere} were here already.`;
    return { isFine: true, json: imported, text };
  });
};

/** `station queue withdraw EXPORT`: the medium is lost; its packets are sent from here again. */
export const queueWithdraw: Command = async (args) => {
  const { values, rest } = readOptions(args, ['data']);
  const exportId = oneFile(rest, 'withdraw');
  const packets = await withStore(dataDirOf(values['data']), (store) => withdrawExport(store, exportId));
  return { isFine: packets > 0, json: { packets }, text: `${packets} packets are sent from here again.` };
};

function oneFile(rest: readonly string[], command: string): string {
  const [file, ...more] = rest;
  if (file === undefined || more.length > 0)
    throw new UnusableInput(`station queue ${command}: give one FILE`);
  return file;
}

async function permitIn(dataDir: string, file: string | undefined, option: string) {
  if (file === undefined) throw new UnusableInput(`give ${option} PERMIT, signed by the authority`);
  const jws = new TextDecoder().decode(await readFileUpTo(file, maxPermitBytes));
  return readPermit(jws, readSettings(dataDir).trustAuthorityKey, Date.now());
}

/** A file or permit that is not taken is a verdict. */
async function judged(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    const { code, message } = error;
    return { isFine: false, json: { code, reason: message }, text: `Not done: ${message} (${code}).` };
  }
}
