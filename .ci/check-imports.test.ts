import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forbidden } from '../.config/dependency-cruiser.ts';
import { checkImports, leastModules } from './check-imports.ts';

/** For each rule, an import that breaks it: the file it stands in, and what it says. */
const breaches: Readonly<Record<string, readonly [file: string, source: string]>> = {
  'the-renderer-sees-only-the-contract': ['renderer/breach.ts', "import '../main/station.ts';"],
  'drivers-import-nothing-of-ours': ['drivers/breach.ts', "import '../main/live.ts';"],
  'the-store-imports-nothing-of-ours': ['db/breach.ts', "import '../drivers/errors.ts';"],
  'biometrics-import-nothing-of-ours': ['main/biometrics/breach.ts', "import '../live.ts';"],
  'the-contract-imports-only-the-error-lists-of-the-leaves': [
    'main/contract/breach.ts',
    "import '../live.ts';",
  ],
  'main-never-imports-the-renderer': ['main/breach.ts', "import '../renderer/connect.ts';"],
  'main-reaches-devices-through-the-device-process': ['main/breach.ts', "import '../drivers/card/pcsc.ts';"],
  'nobody-imports-fixtures': ['main/breach.ts', "import '../fixtures/people/people.ts';"],
  'the-web-shell-is-not-in-electron': ['main/electron-breach.ts', "import './web-shell.ts';"],
  'electron-only-in-its-shell': ['main/breach.ts', "import 'electron';"],
  'pcsclite-only-in-pcsc': ['drivers/breach.ts', "import 'pcsclite';"],
  'node-hid-only-in-hid': ['drivers/breach.ts', "import 'node-hid';"],
  'the-database-only-in-the-store': ['main/breach.ts', "import 'better-sqlite3';"],
  'sharp-only-in-picture': ['main/breach.ts', "import 'sharp';"],
  'no-cycles': ['db/breach.ts', "import './breach.ts';"],
  'no-room-for-everything': ['main/breach.ts', "import './utils.ts';"],
  'everything-imported-is-there': ['main/breach.ts', "import './nowhere.ts';"],
};

const root = fileURLToPath(new URL('..', import.meta.url));
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const room of [
    'main',
    'renderer',
    'drivers',
    'db',
    'fixtures',
    'bench',
    'package.json',
    'tsconfig.json',
    '.config',
  ]) {
    cpSync(join(root, room), join(copy, room), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'main/utils.ts'), 'export const nothing = 0;\n');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the import rules', () => {
  it('are kept by the project, and the checker reads the whole of it', async () => {
    const { modules, breaches: found } = await checkImports(root);
    expect(found).toEqual([]);
    expect(modules).toBeGreaterThanOrEqual(leastModules);
  });

  it('each have a planted breach', () => {
    expect(Object.keys(breaches).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(breaches))('%s', async (rule, [file, source]) => {
    const breach = join(copy, file);
    mkdirSync(dirname(breach), { recursive: true });
    writeFileSync(breach, `${source}\n`);
    try {
      const { breaches: found } = await checkImports(copy);
      expect(found).toContainEqual(expect.objectContaining({ rule, from: file }));
    } finally {
      rmSync(breach);
    }
  });
});
