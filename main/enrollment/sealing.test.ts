import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeOfCurrent } from './sealing.ts';

it('makes the packet of what there is in the end, however often it changes while it is made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 5 }), async (changes) => {
      let state = { revision: 0 };
      const { made, state: of } = await makeOfCurrent(
        () => state,
        async ({ revision }) => {
          await Promise.resolve();
          if (revision < changes) state = { revision: revision + 1 };
          return `packet of ${revision}`;
        },
      );
      expect([made, of]).toEqual([`packet of ${changes}`, state]);
    }),
  );
});

it('makes none of a state that may not be sealed, though the one before might', async () => {
  let isComplete = true;
  const making = makeOfCurrent(
    () => isComplete,
    async (complete) => {
      if (!complete) throw new Error('incomplete');
      isComplete = false;
    },
  );
  await expect(making).rejects.toThrow('incomplete');
});
