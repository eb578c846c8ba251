import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

/** Who may import whom. A rule's name is a sentence; its comment says what is allowed instead. */

/** The folders whose imports are read. */
export const rooms = ['main', 'renderer', 'drivers', 'db', 'fixtures', 'bench', '.ci', '.config'] as const;

/** Files that are no part of the product: the product's rules do not bind them, and the product must not need them. */
const tests = '\\.(test|contract|e2e)\\.tsx?$|/test-[^/]+\\.ts$|^renderer/e2e/';
const workshop = '^(fixtures|bench|\\.ci|\\.config)/';
const anyRoom = '^(main|renderer|drivers|db|fixtures|bench|\\.ci|\\.config)/';

/** @returns a rule that lets only these files of the product import a package */
const onlyIn = (name: string, path: string, allowed: string[], comment: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  comment,
  from: { pathNot: [...allowed, tests, workshop] },
  to: { path },
});

/** @returns a rule that keeps a room from importing others of ours */
const leaf = (name: string, room: string, comment: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^${room}/`, pathNot: tests },
  to: { path: anyRoom, pathNot: `^${room}/` },
});

/** Every rule; each has a planted breach in `.ci/check-imports.test.ts`. */
export const forbidden: readonly IForbiddenRuleType[] = [
  {
    name: 'the-renderer-sees-only-the-contract',
    severity: 'error',
    comment: 'renderer/ may import main/contract/ and itself.',
    from: { path: '^renderer/', pathNot: tests },
    to: { path: anyRoom, pathNot: '^(renderer|main/contract)/' },
  },
  leaf('drivers-import-nothing-of-ours', 'drivers', 'drivers/ is a leaf: it may import packages and itself.'),
  leaf('the-store-imports-nothing-of-ours', 'db', 'db/ is a leaf: it may import packages and itself.'),
  leaf(
    'biometrics-import-nothing-of-ours',
    'main/biometrics',
    'main/biometrics/ is a leaf, pure functions on bytes: it may import packages and itself.',
  ),
  {
    name: 'the-contract-imports-only-the-error-lists-of-the-leaves',
    severity: 'error',
    comment: 'main/contract/ may import drivers/errors.ts, db/errors.ts and itself.',
    from: { path: '^main/contract/', pathNot: tests },
    to: {
      path: anyRoom,
      pathNot: '^main/contract/|^(drivers|db)/errors\\.ts$',
    },
  },
  {
    name: 'main-never-imports-the-renderer',
    severity: 'error',
    comment:
      'main/ may import packages, drivers/ (types), db/ and itself; what goes up are snapshots and events over the contract.',
    from: { path: '^main/', pathNot: tests },
    to: { path: '^renderer/' },
  },
  {
    name: 'main-reaches-devices-through-the-device-process',
    severity: 'error',
    comment:
      'main/ may use types of drivers/, its errors, the pure MRZ reader and the card’s profile; drivers themselves run in drivers/host.ts.',
    from: { path: '^main/', pathNot: tests },
    to: {
      path: '^drivers/',
      pathNot: '^drivers/errors\\.ts$|^drivers/card/emrtd/(mrz|profiles/profile)\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'nobody-imports-fixtures',
    severity: 'error',
    comment:
      'Simulators and invented people are for tests, benchmarks and the demonstration: only these may import them.',
    from: { pathNot: [workshop, tests] },
    to: { path: '^fixtures/' },
  },
  {
    name: 'the-product-imports-no-tests',
    severity: 'error',
    comment: 'Only tests, fixtures and benchmarks may import what is there for tests.',
    from: { pathNot: [workshop, tests] },
    to: { path: tests },
  },
  {
    name: 'the-product-runs-on-its-dependencies',
    severity: 'error',
    comment:
      'main/, drivers/ and db/ may import what package.json lists under dependencies, and types of the others.',
    from: { path: '^(main|drivers|db)/', pathNot: tests },
    to: {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: 'node_modules/electron/',
    },
  },
  {
    name: 'the-web-shell-is-not-in-electron',
    severity: 'error',
    comment:
      'An installed station has one shell: main/electron.ts and preload.ts may import all of main/ but web.ts and web-shell.ts.',
    from: { path: '^main/(electron|preload)' },
    to: { path: '^main/web(-shell)?\\.ts$', reachable: true },
  },
  onlyIn(
    'electron-only-in-its-shell',
    '^electron$|node_modules/electron/',
    ['^main/(electron|preload)'],
    'Only main/electron.ts and main/preload.ts may import electron: everything else runs without Electron.',
  ),
  onlyIn(
    'pcsclite-only-in-pcsc',
    'node_modules/pcsclite/',
    ['^drivers/card/pcsc\\.ts$'],
    'Only drivers/card/pcsc.ts may import pcsclite: everything else uses ReaderService.',
  ),
  onlyIn(
    'node-hid-only-in-hid',
    'node_modules/node-hid/',
    ['^drivers/fingerprint/hid\\.ts$'],
    'Only drivers/fingerprint/hid.ts may import node-hid: everything else uses ScannerDriver.',
  ),
  onlyIn(
    'the-database-only-in-the-store',
    'node_modules/better-sqlite3',
    ['^db/(open|backup|migrate)\\.ts$'],
    'Only db/open.ts may import the database, and backup.ts and migrate.ts the type of its handle: everything else uses Store.',
  ),
  onlyIn(
    'sharp-only-in-picture',
    'node_modules/sharp/',
    ['^main/biometrics/picture\\.ts$'],
    'Only main/biometrics/picture.ts may import sharp: everything else uses picture.ts.',
  ),
  onlyIn(
    'openjpeg-only-in-jpeg2000',
    'node_modules/@cornerstonejs/codec-openjpeg/',
    ['^main/biometrics/jpeg2000\\.ts$'],
    'Only main/biometrics/jpeg2000.ts may import the JPEG 2000 codec: everything else uses picture.ts.',
  ),
  onlyIn(
    'the-face-library-only-in-models',
    'node_modules/(@vladmandic/human|@tensorflow)/',
    ['^main/biometrics/face/models\\.ts$'],
    'Only main/biometrics/face/models.ts may load the face library and what it runs on: everything else uses FoundFace.',
  ),
  onlyIn(
    'argon2-only-in-sign-in',
    'node_modules/@node-rs/argon2/',
    ['^main/officers/sign-in\\.ts$'],
    'Only main/officers/sign-in.ts may import argon2: everything else asks signIn.',
  ),
  {
    name: 'no-cycles',
    severity: 'error',
    comment:
      'Two files that need each other are one, or need a third. They may know the types of each other.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-room-for-everything',
    severity: 'error',
    comment: 'A file or folder is named after what it holds.',
    from: {},
    to: { path: '(^|/)(utils?|helpers?|common|shared|misc)(/|\\.tsx?$)', pathNot: 'node_modules' },
  },
  {
    name: 'everything-imported-is-there',
    severity: 'error',
    comment: 'An import names a file that is there, or a package of package.json.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^(@fontsource|.*\\.css)' },
  },
];

/** How imports are found: as TypeScript writes them, types too. */
export const cruiseOptions: ICruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^(out|\\.build|\\.cache)/' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'require', 'node', 'default', 'types'],
  },
};
