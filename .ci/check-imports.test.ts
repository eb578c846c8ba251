import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forbidden, rooms } from '../.config/dependency-cruiser.ts';
import { type Breach, checkImports, complaints, leastModules } from './check-imports.ts';

/** For each rule, an import that breaks it and no other: the file it stands in, what it says, and what that names. */
const planted: Readonly<Record<string, readonly [file: string, source: string, to: string]>> = {
  // A type: the one import that TypeScript's project references let through.
  'the-renderer-sees-only-the-contract': [
    'renderer/breach.ts',
    "import type { CardChannel } from '../drivers/card/reader.ts';",
    'drivers/card/reader.ts',
  ],
  'drivers-import-nothing-of-ours': ['drivers/breach.ts', "import '../main/live.ts';", 'main/live.ts'],
  'the-store-imports-nothing-of-ours': [
    'db/breach.ts',
    "import '../drivers/errors.ts';",
    'drivers/errors.ts',
  ],
  'biometrics-import-nothing-of-ours': ['main/biometrics/breach.ts', "import '../live.ts';", 'main/live.ts'],
  'the-contract-imports-only-the-error-lists-of-the-leaves': [
    'main/contract/breach.ts',
    "import '../../db/open.ts';",
    'db/open.ts',
  ],
  'main-never-imports-the-renderer': [
    'main/upwards.ts',
    "import '../renderer/connect.ts';",
    'renderer/connect.ts',
  ],
  'main-reaches-devices-through-the-device-process': [
    'main/short-cut.ts',
    "import '../drivers/card/pcsc.ts';",
    'drivers/card/pcsc.ts',
  ],
  'nobody-imports-fixtures': [
    'main/pretence.ts',
    "import '../fixtures/people/people.ts';",
    'fixtures/people/people.ts',
  ],
  'the-product-imports-no-tests': ['db/proof.ts', "import './test-store.ts';", 'db/test-store.ts'],
  'the-product-runs-on-its-dependencies': ['main/unlisted.ts', "import 'fast-check';", 'fast-check'],
  'the-web-shell-is-not-in-electron': [
    'main/electron-shells.ts',
    "import './web-shell.ts';",
    'main/web-shell.ts',
  ],
  'electron-only-in-its-shell': ['main/window.ts', "import 'electron';", 'electron'],
  'pcsclite-only-in-pcsc': ['drivers/second-reader.ts', "import 'pcsclite';", 'pcsclite'],
  'node-hid-only-in-hid': ['drivers/second-scanner.ts', "import 'node-hid';", 'node-hid'],
  'the-database-only-in-the-store': ['main/second-store.ts', "import 'better-sqlite3';", 'better-sqlite3'],
  'sharp-only-in-picture': ['main/second-picture.ts', "import 'sharp';", 'sharp'],
  'openjpeg-only-in-jpeg2000': [
    'main/second-codec.ts',
    "import '@cornerstonejs/codec-openjpeg/decodewasmjs';",
    '@cornerstonejs/codec-openjpeg',
  ],
  'the-face-library-only-in-models': [
    'main/second-face.ts',
    "import '@tensorflow/tfjs-core';",
    '@tensorflow/tfjs-core',
  ],
  'argon2-only-in-sign-in': ['main/second-sign-in.ts', "import '@node-rs/argon2';", '@node-rs/argon2'],
  'no-cycles': ['db/ring.ts', "import './ring.ts';", 'db/ring.ts'],
  'no-room-for-everything': ['main/tidy.ts', "import './utils.ts';", 'main/utils.ts'],
  'everything-imported-is-there': ['main/lost.ts', "import './nowhere.ts';", 'nowhere.ts'],
};

const root = fileURLToPath(new URL('..', import.meta.url));
let copy = '';
let found: readonly Breach[] = [];

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const name of [...rooms, 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'main/utils.ts'), 'export const nothing = 0;\n');
  for (const [file, source] of Object.values(planted)) writeFileSync(join(copy, file), `${source}\n`);
  found = (await checkImports(copy)).breaches;
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the import rules', () => {
  it('are kept by the project', async () => {
    expect(complaints(await checkImports(root))).toEqual([]);
  });

  it('each have a planted breach', () => {
    expect(Object.keys(planted).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(planted))(
    '%s: its breach is found, and breaks no other rule',
    (rule, [file, , to]) => {
      const ofFile = found.filter(({ from }) => from === file);
      expect(ofFile).toEqual([{ rule, from: file, to: expect.stringContaining(to) }]);
    },
  );

  it('find nothing but the planted breaches', () => {
    expect(found).toHaveLength(Object.keys(planted).length);
  });
});

describe('the checker', () => {
  it('says which import breaks which rule, and what is allowed', () => {
    const breach = { rule: 'no-cycles', from: 'db/a.ts', to: 'db/b.ts' };
    const comment = forbidden.find(({ name }) => name === 'no-cycles')?.comment;
    expect(complaints({ modules: leastModules, breaches: [breach] })).toEqual([
      `no-cycles: db/a.ts → db/b.ts\n  ${comment}`,
    ]);
  });

  it('does not take a tree that it cannot see for a clean one', () => {
    expect(complaints({ modules: leastModules - 1, breaches: [] })).toEqual([
      `Only ${leastModules - 1} modules were read, and there are at least ${leastModules}: the checker did not see the tree.`,
    ]);
  });
});
