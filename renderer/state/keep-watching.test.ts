import { afterEach, describe, expect, it } from 'vitest';
import { openLink } from '../../fixtures/rpc/links.ts';
import { type TestService, testService } from '../../fixtures/rpc/service.ts';
import type { CallInput, StreamItem } from '../../main/contract/calls.ts';
import { connect } from '../../main/contract/rpc-client.ts';
import type { Handlers, Wire } from '../../main/contract/wire.ts';
import { keepWatching } from './keep-watching.ts';

type Item = StreamItem<'fingers.preview'>;
const picture: Item = {
  position: 13,
  width: 2,
  height: 1,
  png: new Uint8Array([1]),
  outlines: [],
  hand: 'unknown',
  fingerCount: 0,
};
const input: CallInput<'fingers.preview'> = {};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Watches `fingers.preview`, as a screen does, until it ends; what came, in order. */
async function watched(
  preview: Handlers['fingers.preview'],
  meanwhile?: (wire: Wire, service: TestService) => void,
) {
  const service = testService({ 'fingers.preview': preview });
  const { open, close } = await openLink.memory(service);
  closing.push(close);
  const wire = await open();
  const told: unknown[] = [];
  const watching = keepWatching(connect(wire), 'fingers.preview', input, new AbortController().signal, {
    onItem: ({ width }) => told.push(width),
    onNotice: (notice) => told.push(notice),
  });
  meanwhile?.(wire, service);
  await watching;
  return told;
}

describe('a stream that is watched', () => {
  it('tells of an item that does not fit the contract with its number, and is opened again', async () => {
    let opened = 0;
    const told = await watched(async function* () {
      opened += 1;
      if (opened < 3) yield { ...picture, width: 'wide' } as unknown as Item;
      yield picture;
    });
    // It failed twice; the number that is on the screen stays the first.
    expect(told).toEqual([{ code: 'station/unexpected', incident: '1' }, null, 2]);
  });

  it('keeps what came before it broke', async () => {
    let opened = 0;
    const told = await watched(async function* () {
      opened += 1;
      yield { ...picture, width: opened };
      if (opened === 1) throw new Error('broken off');
    });
    expect(told).toEqual([1, { code: 'station/unexpected', incident: '1' }, null, 2]);
  });

  it('is not opened again over a wire that is lost', async () => {
    const told = await watched(
      async function* () {
        await new Promise(() => undefined);
      },
      (wire) => wire.close(),
    );
    expect(told).toEqual([{ code: 'rpc/closed', incident: '' }]);
  });

  it('ends without a word where nobody is signed in', async () => {
    const never = async function* () {
      yield picture;
    };
    expect(await watched(never, (_wire, service) => service.signIn(false))).toEqual([]);
  });
});
