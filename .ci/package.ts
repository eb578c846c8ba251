/**
 * `npm run package`: the installed station as a Linux folder and a .deb, in `out/package`.
 *
 *     --out DIR     elsewhere
 *     --test-only   without a card binding built for Electron: the version says so, and the station does not read cards
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packagedFiles } from '../.config/native-packages.ts';
import { electronBinary, electronDistribution } from '../fixtures/electron/binary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'out/package') },
    'test-only': { type: 'boolean', default: false },
  },
});
const isTestOnly = values['test-only'];
const out = resolve(values.out);
const staged = join(out, 'app');
const electron = { dist: findDistribution(), version: manifestOf('electron').version };

rmSync(out, { recursive: true, force: true });
buildBundles();
stagePackages();
if (!isTestOnly) rebuildCardBinding();
writeManifest();
assemble();

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}

function findDistribution(): string {
  const dist = electronDistribution();
  if (electronBinary() === undefined)
    refuse(
      `No Electron distribution in ${dist}: run "npx install-electron", or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked one.`,
    );
  const found = readFileSync(join(dist, 'version'), 'utf8').trim();
  const { version } = manifestOf('electron');
  if (found.replace(/^v/, '') !== version)
    refuse(`${dist} is Electron ${found}; the station is made for ${version}.`);
  return dist;
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as Manifest;
}

/** Runs a program of the project, a script with the Node that runs this one. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const isScript = /js$/.test(program);
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const command = isScript ? [join(modules, program), ...args] : args;
  try {
    execFileSync(isScript ? process.execPath : program, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: path, ...env },
    });
  } catch {
    console.error(`${program} failed: there is no package.`);
    process.exit(1);
  }
}

function buildBundles(): void {
  const vite = (config: string, to: string, ...more: string[]): void =>
    run('vite/bin/vite.js', [
      'build',
      '--config',
      `.config/${config}`,
      '--outDir',
      join(staged, to),
      '--logLevel',
      'warn',
      ...more,
    ]);
  vite('vite.renderer.ts', 'renderer');
  vite('vite.electron.ts', 'main');
  vite('vite.electron.ts', 'main', '--mode', 'preload');
}

function stagePackages(): void {
  for (const [name, files] of Object.entries(packagedFiles)) {
    for (const file of ['package.json', ...files])
      cpSync(join(modules, name, file), join(staged, 'node_modules', name, file), { recursive: true });
  }
}

/** The card binding knows one version of V8: built for Electron's, and tried on Electron itself. */
function rebuildCardBinding(): void {
  const source = join(out, 'pcsclite');
  cpSync(join(modules, 'pcsclite'), source, { recursive: true });
  run(
    'node-gyp/bin/node-gyp.js',
    [
      'rebuild',
      '--directory',
      source,
      '--runtime=electron',
      `--target=${electron.version}`,
      '--dist-url=https://electronjs.org/headers',
    ],
    // The project's own setting names Node's headers; those of Electron are wanted here.
    { NODE_PATH: modules, npm_config_nodedir: '' },
  );
  const built = 'build/Release/pcsclite.node';
  cpSync(join(source, built), join(staged, 'node_modules/pcsclite', built));
  const load = `require(${JSON.stringify(join(source, built))})`;
  run(join(electron.dist, 'electron'), ['-e', load], { ELECTRON_RUN_AS_NODE: '1' });
  rmSync(source, { recursive: true });
}

function writeManifest(): void {
  const { name, version, description } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  const manifest = {
    name,
    version: isTestOnly ? `${version}-testonly` : version,
    description,
    homepage: 'https://enrollment-station.invalid/',
    author: 'Enrollment station',
    type: 'module',
    main: 'main/electron.js',
    // Ties the window to the menu entry.
    desktopName: `${name}.desktop`,
  };
  mkdirSync(staged, { recursive: true });
  writeFileSync(join(staged, 'package.json'), JSON.stringify(manifest, null, 2));
}

function assemble(): void {
  run(
    'electron-builder/cli.js',
    [
      ...['--linux', 'dir', 'deb', '--x64', '--publish', 'never'],
      ...['--projectDir', staged, '--config', join(root, 'electron-builder.yml')],
      `-c.directories.output=${out}`,
      `-c.linux.icon=${join(root, '.config/icon.svg')}`,
      `-c.electronDist=${electron.dist}`,
      `-c.electronVersion=${electron.version}`,
    ],
    { CUSTOM_FPM_PATH: join(root, '.ci/fpm.ts') },
  );
}
