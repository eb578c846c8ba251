import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeState } from './applications.ts';
import { insertCapture, listCaptures, makeCurrent, readCapture, readCurrentCaptures } from './captures.ts';
import { addDraft, captureOf, openTestStore, type TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
  addDraft(test.store, 'a');
});
afterEach(() => test.remove());

it('gives back the bytes of a capture as they came', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251);
  insertCapture(test.store, captureOf('a', 'c1', { bytes }));
  const capture = readCapture(test.store, 'c1');
  expect(capture && new Uint8Array(capture.bytes)).toEqual(bytes);
  expect(readCapture(test.store, 'c2')).toBeUndefined();
});

it('takes the latest of a kind and label as the current one, and keeps the earlier tries', () => {
  insertCapture(test.store, captureOf('a', 'try-1', { capturedAtMs: 1 }));
  insertCapture(
    test.store,
    captureOf('a', 'try-2', {
      capturedAtMs: 2,
      width: 500,
      height: 750,
      device: '{"serial":"F1"}',
      verdict: '{}',
    }),
  );
  insertCapture(test.store, captureOf('a', 'other', { capturedAtMs: 3, label: '14' }));

  expect(readCurrentCaptures(test.store, 'a').map(({ id }) => id)).toEqual(['try-2', 'other']);
  const [first, second, third] = listCaptures(test.store, 'a');
  expect(first).toMatchObject({ id: 'try-1', isCurrent: false });
  expect(second).toEqual({
    id: 'try-2',
    kind: 'finger',
    label: '13',
    mime: 'image/png',
    sha256: captureOf('a', 'try-2').sha256,
    byteLength: 3,
    capturedAtMs: 2,
    width: 500,
    height: 750,
    device: '{"serial":"F1"}',
    verdict: '{}',
    isCurrent: true,
  });
  expect(third).toMatchObject({ id: 'other', isCurrent: true });
});

it('takes an earlier try as the current one again, and leaves other kinds and labels alone', () => {
  for (const id of ['try-1', 'try-2']) insertCapture(test.store, captureOf('a', id));
  insertCapture(test.store, captureOf('a', 'other', { label: '14' }));
  makeCurrent(test.store, 'try-1');
  expect(readCurrentCaptures(test.store, 'a').map(({ id }) => id)).toEqual(['try-1', 'other']);
  makeCurrent(test.store, 'try-1');
  makeCurrent(test.store, 'unknown');
  expect(readCurrentCaptures(test.store, 'a').map(({ id }) => id)).toEqual(['try-1', 'other']);
});

it('loses no earlier try when storing the next one fails', () => {
  insertCapture(test.store, captureOf('a', 'try-1'));
  expect(() => insertCapture(test.store, captureOf('a', 'try-1', { capturedAtMs: 9 }))).toThrow(/UNIQUE/);
  expect(listCaptures(test.store, 'a')).toMatchObject([
    { id: 'try-1', isCurrent: true, capturedAtMs: 3_000 },
  ]);
});

it('captures nothing for an unknown or a sealed application', () => {
  expect(() => insertCapture(test.store, captureOf('b', 'c1'))).toThrow('not there');
  changeState(test.store, 'a', 'sealed');
  expect(() => insertCapture(test.store, captureOf('a', 'c1'))).toThrow(
    'nothing is captured for a sealed application',
  );
});

it('lets nobody change a capture', () => {
  insertCapture(test.store, captureOf('a', 'c1'));
  const change = test.store.statement("UPDATE captures SET bytes = x'00' WHERE id = 'c1'");
  expect(() => change.run()).toThrow('a capture is kept as it came');
});
