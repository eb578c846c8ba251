import { join } from 'node:path';
import { StoreError } from '../../db/errors.ts';
import { openStore } from '../../db/open.ts';
import { queueRows } from '../rows.ts';
import { developmentProtector, storeKey } from '../store-key.ts';
import { type Command, dataDirOf, readOptions, UnusableInput } from './outcome.ts';

/** `station queue list`: the outbox, without names. */
export const queueList: Command = async (args) => {
  const { values } = readOptions(args, ['data']);
  const dataDir = dataDirOf(values['data']);
  try {
    const key = await storeKey({ dataDir, protector: developmentProtector });
    const store = openStore({ file: join(dataDir, 'station.db'), key });
    const rows = queueRows(store).map(({ fullName: _name, ...row }) => row);
    store.close();
    const lines = rows.map(
      ({ receiptNo, state, cause, attempts }) =>
        `${receiptNo}  ${state.padEnd(9)} ${cause ?? ''} attempts ${attempts}`,
    );
    return {
      isFine: rows.every(({ state }) => state !== 'refused'),
      json: rows,
      text: lines.join('\n') || 'The queue is empty.',
    };
  } catch (error) {
    if (error instanceof StoreError)
      throw new UnusableInput(`${dataDir}: ${error.code}: ${error.message}`, { cause: error });
    throw error;
  }
};
