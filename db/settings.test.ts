import { expect, it } from 'vitest';
import { readSetting, writeSetting } from './settings.ts';
import { openTestStore } from './test-store.ts';

it('keeps the latest value of each name', () => {
  const { store, remove } = openTestStore();
  writeSetting(store, 'a', 'Đặng');
  writeSetting(store, 'b', '1');
  writeSetting(store, 'b', '2');
  expect([readSetting(store, 'a'), readSetting(store, 'b'), readSetting(store, 'c')]).toEqual([
    'Đặng',
    '2',
    undefined,
  ]);
  remove();
});
