import { expect, it } from 'vitest';
import { diskStatus } from './status.ts';

it('tells low space early, as what it is: nothing is full and nothing is refused', () => {
  expect([4.9e9, 5e9].map(diskStatus)).toEqual([
    { kind: 'disk', name: '', state: 'fault', detail: '4 GB', code: 'station/space-low' },
    { kind: 'disk', name: '', state: 'ready', detail: '5 GB' },
  ]);
});
