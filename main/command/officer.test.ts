import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putOfficer } from '../../db/officers.ts';
import { openStore } from '../../db/open.ts';
import { singleOf } from '../../fixtures/fingerprint/impression.ts';
import { exchangeAt25, neighbour } from '../../fixtures/people/people.ts';
import { extractMinutiae } from '../biometrics/finger/minutiae/extract.ts';
import { belongsToOfficer } from '../biometrics/finger/minutiae/session.ts';
import { writePgm } from '../biometrics/pgm.ts';
import { readOfficerFingers } from '../officers/officer-fingers.ts';
import { developmentProtector, storeKey } from '../store-key.ts';
import { officerFingers } from './officer.ts';
import { withStore } from './station-store.ts';

const dir = mkdtempSync(join(tmpdir(), 'officer-'));
const at = (name: string): string => join(dir, name);
beforeAll(async () => {
  const store = openStore({
    file: at('station.db'),
    key: await storeKey({ dataDir: dir, protector: developmentProtector }),
  });
  putOfficer(store, { id: 'demo', name: 'Cán bộ', role: 'officer', passwordHash: 'x' });
  store.close();
  for (const [name, position] of [
    ['right.pgm', 2],
    ['left.pgm', 7],
  ] as const)
    writeFileSync(at(name), writePgm(singleOf(exchangeAt25, position, 'flat').picture));
  writeFileSync(
    at('blank.pgm'),
    writePgm({ width: 200, height: 200, pixels: new Uint8Array(40_000).fill(255) }),
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const files = ['--right', at('right.pgm'), '--left', at('left.pgm'), '--data', dir];

it('makes an officer’s fingers known by their minutiae', async () => {
  expect(await officerFingers(['demo', ...files])).toMatchObject({ isFine: true, json: { officer: 'demo' } });
  const known = await withStore(dir, readOfficerFingers);
  expect(known.map(({ position }) => position)).toEqual([2, 7]);
  const lent = extractMinutiae(singleOf(exchangeAt25, 7, 'rolled', { take: 3 }).picture);
  const own = extractMinutiae(singleOf(neighbour, 7, 'rolled').picture);
  expect(belongsToOfficer(lent, known)).toMatchObject({ kind: 'officer', position: 7 });
  expect(belongsToOfficer(own, known).kind).toBe('not-officer');
});

it.each([
  ['an unknown officer', ['nobody', ...files], 'nobody: no officer of this station'],
  ['a finger that is not given', ['demo', '--right', at('right.pgm'), '--data', dir], 'give --left FILE'],
  [
    'a picture without a finger',
    ['demo', ...files, '--left', at('blank.pgm')],
    'too few to know a finger by',
  ],
  ['two officers', ['demo', 'other', ...files], 'give one officer’s ID'],
])('says what is wrong with %s', async (_name, args, message) => {
  await expect((async () => officerFingers(args))()).rejects.toThrow(message);
});
