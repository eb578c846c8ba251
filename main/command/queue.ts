import { queueRows } from '../rows.ts';
import { type Command, dataDirOf, readOptions } from './outcome.ts';
import { withStore } from './station-store.ts';

/** `station queue list`: the outbox, without names. */
export const queueList: Command = async (args) => {
  const { values } = readOptions(args, ['data']);
  const rows = await withStore(dataDirOf(values['data']), (store) =>
    queueRows(store).map(({ fullName: _name, ...row }) => row),
  );
  const lines = rows.map(
    ({ receiptNo, state, cause, attempts }) =>
      `${receiptNo}  ${state.padEnd(9)} ${cause ?? ''} attempts ${attempts}`,
  );
  return {
    isFine: rows.every(({ state }) => state !== 'refused'),
    json: rows,
    text: lines.join('\n') || 'The queue is empty.',
  };
};
