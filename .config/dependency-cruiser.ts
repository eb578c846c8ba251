import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

/** Who may import whom. A rule's name is a sentence; its comment says what is allowed instead. */

/** Code of the product: not its tests, not its fixtures. */
const tests = '\\.(test|contract|e2e)\\.tsx?$|^renderer/e2e/';

/** @returns a rule that lets only these files import a package */
const onlyIn = (name: string, path: string, allowed: string[], comment: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  comment,
  from: { pathNot: [...allowed, tests, '^(fixtures|bench|\\.ci|\\.config)/'] },
  to: { path },
});

/** @returns a rule that keeps a room from importing others of ours */
const leaf = (name: string, room: string, comment: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^${room}/`, pathNot: tests },
  to: { path: '^(main|renderer|drivers|db|fixtures|bench)/', pathNot: `^${room}/` },
});

/** Every rule; each has a planted breach in `.ci/check-imports.test.ts`. */
export const forbidden: readonly IForbiddenRuleType[] = [
  {
    name: 'the-renderer-sees-only-the-contract',
    severity: 'error',
    comment: 'renderer/ may import main/contract/ and itself.',
    from: { path: '^renderer/', pathNot: tests },
    to: { path: '^(main|drivers|db|fixtures|bench)/', pathNot: '^main/contract/' },
  },
  leaf('drivers-import-nothing-of-ours', 'drivers', 'drivers/ is a leaf: it may import packages and itself.'),
  leaf('the-store-imports-nothing-of-ours', 'db', 'db/ is a leaf: it may import packages and itself.'),
  leaf(
    'biometrics-import-nothing-of-ours',
    'main/biometrics',
    'main/biometrics/ is a leaf: pure functions on bytes.',
  ),
  {
    name: 'the-contract-imports-only-the-error-lists-of-the-leaves',
    severity: 'error',
    comment: 'main/contract/ may import drivers/errors.ts, db/errors.ts and itself.',
    from: { path: '^main/contract/', pathNot: tests },
    to: {
      path: '^(main|renderer|drivers|db|fixtures|bench)/',
      pathNot: '^main/contract/|^(drivers|db)/errors\\.ts$',
    },
  },
  {
    name: 'main-never-imports-the-renderer',
    severity: 'error',
    comment: 'What goes up are snapshots and events over the contract.',
    from: { path: '^main/', pathNot: tests },
    to: { path: '^renderer/' },
  },
  {
    name: 'main-reaches-devices-through-the-device-process',
    severity: 'error',
    comment:
      'main/ may use types of drivers/, its errors, and the pure MRZ reader; drivers themselves run in drivers/host.ts.',
    from: { path: '^main/', pathNot: tests },
    to: {
      path: '^drivers/',
      pathNot: '^drivers/errors\\.ts$|^drivers/card/emrtd/mrz\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'nobody-imports-fixtures',
    severity: 'error',
    comment: 'Simulators and invented people are for tests, benchmarks and the demonstration.',
    from: { pathNot: ['^(fixtures|bench|\\.ci|\\.config)/', tests] },
    to: { path: '^fixtures/' },
  },
  {
    name: 'the-web-shell-is-not-in-electron',
    severity: 'error',
    comment: 'An installed station has one shell.',
    from: { path: '^main/(electron|preload)' },
    to: { path: '^main/web(-shell)?\\.ts$', reachable: true },
  },
  onlyIn(
    'electron-only-in-its-shell',
    '^electron$|node_modules/electron/',
    ['^main/(electron|preload)'],
    'Everything else runs without Electron.',
  ),
  onlyIn(
    'pcsclite-only-in-pcsc',
    'node_modules/pcsclite/',
    ['^drivers/card/pcsc\\.ts$'],
    'Use ReaderService.',
  ),
  onlyIn(
    'node-hid-only-in-hid',
    'node_modules/node-hid/',
    ['^drivers/fingerprint/hid\\.ts$'],
    'Use ScannerDriver.',
  ),
  onlyIn(
    'the-database-only-in-the-store',
    'node_modules/better-sqlite3',
    ['^db/(open|backup|migrate)\\.ts$'],
    'Use Store; backup.ts and migrate.ts take its handle as a type.',
  ),
  onlyIn(
    'sharp-only-in-picture',
    'node_modules/sharp/',
    ['^main/biometrics/picture\\.ts$'],
    'Use picture.ts.',
  ),
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'Two files that need each other are one, or need a third.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-room-for-everything',
    severity: 'error',
    comment: 'Name a folder after what it holds.',
    from: {},
    to: { path: '(^|/)(utils?|helpers?|common|shared)(/|\\.tsx?$)', pathNot: 'node_modules' },
  },
  {
    name: 'everything-imported-is-there',
    severity: 'error',
    comment: 'A path or package that does not resolve.',
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
