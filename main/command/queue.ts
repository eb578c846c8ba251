import type { Store } from '../../db/open.ts';
import { readQueue } from '../../db/queue.ts';
import type { QueueRow } from '../contract/queue.ts';
import { queueRow } from '../queue-rows.ts';
import { type Command, dataDirOf, readOptions } from './outcome.ts';
import { withStore } from './station-store.ts';

/** `station queue list`: the outbox, without names. */
export const queueList: Command = async (args) => {
  const { values } = readOptions(args, ['data']);
  const rows = await withStore(dataDirOf(values['data']), (store) =>
    [...rowsOf(store)].map(({ fullName: _name, personalId: _id, centreReason: _reason, ...row }) => row),
  );
  const lines = rows.map(
    ({ receiptNo, state, cause, attempts }) =>
      `${receiptNo}  ${state.padEnd(11)} ${cause ?? ''} attempts ${attempts}`,
  );
  return {
    isFine: rows.every(({ actor }) => actor === 'nobody'),
    json: rows,
    text: lines.join('\n') || 'The queue is empty.',
  };
};

const pageRows = 500;

function* rowsOf(store: Store): Generator<QueueRow> {
  for (let offset = 0; ; offset += pageRows) {
    const rows = readQueue(store, { filter: 'all', search: '', offset, limit: pageRows });
    yield* rows.map(queueRow);
    if (rows.length < pageRows) return;
  }
}
