import { afterEach, beforeEach, expect, it } from 'vitest';
import { nextCounter, readCounter } from './counters.ts';
import { openTestStore, type TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
});
afterEach(() => test.remove());

const draw = (name: string): number => test.store.transaction(() => nextCounter(test.store, name));

it('counts each series from 1', () => {
  expect([draw('a'), draw('a'), draw('b'), draw('a')]).toEqual([1, 2, 1, 3]);
  expect(['a', 'b', 'c'].map((name) => readCounter(test.store, name))).toEqual([3, 1, 0]);
});

it('uses a number up only together with what it was drawn for', () => {
  draw('a');
  const undone = (): void =>
    test.store.transaction(() => {
      nextCounter(test.store, 'a');
      throw new Error('no application was stored');
    });
  expect(undone).toThrow('no application was stored');
  expect(draw('a')).toBe(2);
  expect(() => nextCounter(test.store, 'a')).toThrow('a number is drawn in the transaction that uses it');
});
