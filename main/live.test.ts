import { describe, expect, it } from 'vitest';
import { live } from './live.ts';

describe('a live value', () => {
  it('gives a watcher the value at once and then each change', async () => {
    const value = live('a');
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const item of value.watch(stop.signal)) {
      seen.push(item);
      if (item === 'a') queueMicrotask(() => value.set('b'));
      if (item === 'b') queueMicrotask(() => value.set('c'));
      if (item === 'c') stop.abort();
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('gives a slow watcher the newest only', async () => {
    const value = live(0);
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const item of value.watch(stop.signal)) {
      seen.push(item);
      if (item === 3) break;
      value.set(1);
      value.set(2);
      value.set(3);
    }
    expect(seen).toEqual([0, 3]);
  });

  it('ends for a watcher who waits when he stops', async () => {
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    const seen: string[] = [];
    for await (const item of live('only').watch(stop.signal)) seen.push(item);
    expect(seen).toEqual(['only']);
  });
});
